"""HTML pages: what a person reads on them, with the place in the file of every character."""
