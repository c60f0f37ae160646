"""The database: opening, migrating, writing (one transaction per document) and reading."""
