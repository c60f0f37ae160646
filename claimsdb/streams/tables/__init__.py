"""Tables of articles: each record is a document, and its columns say what is its text, its title and so on."""
