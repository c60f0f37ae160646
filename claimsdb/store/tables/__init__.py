"""The tables, which mirror the migrations in `alembic/`; only those make the schema.

Offsets are half-open: `char_start` and `char_end` count code points of the decoded file, `byte_start` and `byte_end` bytes of the file.
Findings refer to the run that found them (`run`) and the run that no longer found them (`retired_by`); nothing is deleted.

A foreign key contains the integer key of a row of another table, which Datasette shows as a label, and is named after that table in the
singular: `document`, `claim`, `folder`. There are four exceptions, whose plain name means a word in all tables, views and exports: a
`speaker` and a `publisher` are names, a `block` is its kind, an `attribution` is quoted, reported or asserted. Their foreign keys are
`speaker_row`, `publisher_row`, `block_row` and `attribution_row`. Public ids end in `_id`. No name is reserved in SQL.
"""
