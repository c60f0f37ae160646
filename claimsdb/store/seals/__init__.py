"""Seals: hashes of the rows of each document and of everything else, so that a change by any other program is noticed."""
