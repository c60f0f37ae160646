"""The tables, mirror of the migrations in `alembic/`, which alone make the schema.

Every offset is half-open: `char_start` and `char_end` count code points of the decoded file, `byte_start` and `byte_end` bytes of the
file. Findings name the run they come from (`run`) and the run that no longer found them (`retired_by`); nothing is deleted.

A column that points to a row of another table holds its integer key, which Datasette shows as a label, and bears the table's name in the
singular: `document`, `claim`, `folder`. Four things have a word of their own, which is what their plain name means wherever it stands, in
tables, views and exports: a `speaker` and a `publisher` are names, a `block` is its kind, an `attribution` is quoted, reported or asserted.
Their keys are `speaker_row`, `publisher_row`, `block_row` and `attribution_row`. Public ids end in `_id`. No name is reserved in SQL.
"""
