"""Reading the database, as typed records. Apart from the writers and the migrations, all SQL is here."""
