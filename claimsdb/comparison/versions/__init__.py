"""Version against version of one document: what became of each claim."""
