"""Office files and books: documents that are read from several members of one container."""
