"""Codes by mail: asking for one, guessing, and signing in with it."""
