"""Bytes to a document and its blocks, with the map back to the bytes."""
