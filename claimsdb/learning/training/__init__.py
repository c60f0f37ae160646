"""How the networks and the weights are made (extra `train`); nothing that a user runs imports it."""
