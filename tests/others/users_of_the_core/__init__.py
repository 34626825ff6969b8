"""User models that are not Django's own, in a project with two lines: the authentication class, and the addresses."""
