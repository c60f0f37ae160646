"""Annotated claims to learn from: offsets and labels, joined with the texts of their corpora."""
