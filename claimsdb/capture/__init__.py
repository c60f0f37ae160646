"""Capture: from addresses, feeds and standard input to files in a folder, with their provenance beside them."""
