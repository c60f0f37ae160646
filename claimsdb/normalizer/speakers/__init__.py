"""From sources to speakers."""
