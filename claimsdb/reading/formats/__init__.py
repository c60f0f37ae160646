"""A file a format: text in, a document with what its layout sets apart out."""
