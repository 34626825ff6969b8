"""A project with accounts, with one of three user models."""
