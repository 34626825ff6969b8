"""A project with a database for each tenant: a middleware sets a context variable, and a router reads it."""
