"""Training and release of the sentence encoder."""
