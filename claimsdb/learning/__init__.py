"""Measures of the findings (`evaluation`), and the training of networks and weights (`training`)."""
