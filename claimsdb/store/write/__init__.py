"""Writing the database: runs, a document's findings, and the results of comparing them."""
