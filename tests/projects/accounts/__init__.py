"""A project with accounts, with one of two user models."""
