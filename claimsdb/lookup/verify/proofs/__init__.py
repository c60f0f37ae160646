"""Proofs that words are in their files: one module for each format, none of which imports a reader."""
