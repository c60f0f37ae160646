"""Title, paragraphs, captions, boilerplate: what kind each stretch of a document is."""
