"""Meaning: sentences as vectors, which lie near each other where the sentences say the same."""
