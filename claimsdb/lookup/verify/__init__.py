"""Checking a database: against itself, against its seals, and against its source files."""
