"""What Datasette shows: its settings and, later, pages of our own."""
