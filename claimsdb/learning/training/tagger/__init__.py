"""How the tagger is made."""
