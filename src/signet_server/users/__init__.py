"""The user model of the service, how its users are found, and ``users/me/``."""
