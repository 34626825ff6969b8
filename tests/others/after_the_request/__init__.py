"""Projects in which the host of a request chooses the database, or the schema, and what is done after the request."""
