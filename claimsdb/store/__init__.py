"""The database: opened, migrated, written a document at a time, read again."""
