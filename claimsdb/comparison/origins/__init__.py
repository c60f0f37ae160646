"""Where documents come from: passages that they share, agencies that they credit, and the reports that both point to. Pure functions."""
