"""What the database is given: a run, a document's findings, and what comparing them changes."""
