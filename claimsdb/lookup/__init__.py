"""Look-up: from a short id to its row, from a phrase to the claims that say it."""
