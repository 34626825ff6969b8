"""The quick start with the whole dict of settings, and tokens that a program makes for a user."""
