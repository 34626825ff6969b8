"""The Django app that remembers refresh tokens and sliding tokens: those issued, and those taken back."""
