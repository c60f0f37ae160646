"""One module for each format: from text to the passages that its layout sets apart."""
