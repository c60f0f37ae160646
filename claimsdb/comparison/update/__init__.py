"""What a run changes of groups, conflicts and origins in the database."""
