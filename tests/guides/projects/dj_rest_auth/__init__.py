"""A shop that was written for dj-rest-auth."""
