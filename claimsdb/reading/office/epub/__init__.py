"""E-books (EPUB 2 and 3)."""
