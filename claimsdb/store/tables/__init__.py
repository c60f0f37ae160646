"""The tables, mirror of the migrations in `alembic/`, which alone make the schema.

Every offset is half-open: `start` and `end` count code points of the decoded file, `byte_start` and `byte_end` bytes of the file.
Findings name the run they come from (`run`) and the run that no longer found them (`retired_by`); nothing is deleted. Columns that
point to another table bear its name in the singular and hold its integer key, which Datasette shows as a label.
"""
