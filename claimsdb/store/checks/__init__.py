"""Checks of a database against itself: its file, its schema, its index, and rows that follow from other rows."""
