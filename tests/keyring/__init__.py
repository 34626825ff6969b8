"""Keys in an encrypted table, on each database."""
