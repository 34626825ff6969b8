"""Managers of users that add something: the same user has to come from every door."""
