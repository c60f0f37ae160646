"""Bytes to text, and the map back to the bytes."""
