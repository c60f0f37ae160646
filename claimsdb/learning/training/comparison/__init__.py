"""Training of the comparison of claims."""
