"""Ingesting: finding files, reading them in processes, writing rows in one, then indexing and comparing."""
