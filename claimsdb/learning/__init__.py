"""How good the findings are, and how the networks and weights are made."""
