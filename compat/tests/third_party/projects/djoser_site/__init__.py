"""A project with djoser, whose users sign in with tokens of Simple JWT."""
