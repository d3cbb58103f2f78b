"""Which database it is: SQLite or PostgreSQL, each behind the same door."""
