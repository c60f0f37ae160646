"""What changed between versions of a document, and the history of a claim through them."""
