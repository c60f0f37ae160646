"""A claim to its citation, for people and for programs."""
