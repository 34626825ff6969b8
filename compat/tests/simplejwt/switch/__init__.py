"""A project of Simple JWT changes over to this one while its users are at work."""
