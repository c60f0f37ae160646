"""What is read of the database, as typed records: the only SQL beside the writers and the migrations."""
