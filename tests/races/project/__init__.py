"""A small Django project with the endpoints of sessions, configured by its environment."""
