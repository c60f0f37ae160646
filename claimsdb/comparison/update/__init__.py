"""What a run changes in the groups, conflicts and origins of the database."""
