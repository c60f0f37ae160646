"""Training and release of the tagger."""
