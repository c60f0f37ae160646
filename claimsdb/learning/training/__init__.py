"""Training of the networks and weights (extra `train`). Nothing that a user runs imports it."""
