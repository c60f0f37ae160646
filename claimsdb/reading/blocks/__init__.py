"""The kind of each block of a document: title, paragraph, caption, boilerplate and the others."""
