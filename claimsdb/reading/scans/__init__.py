"""Scans: from the words that a program has read in a picture of a page to the pieces from which its layout is found."""
