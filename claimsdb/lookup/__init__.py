"""From a phrase or an id to claims, to their citations, and to their files."""
