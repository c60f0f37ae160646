"""Claim against claim, document against document: the same, conflicting, of one origin."""
