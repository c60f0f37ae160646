"""Names over documents: which of them are one speaker's. Pure."""
