"""A project whose users are rows of two tables, with a UUID for a key and the address for a name."""
