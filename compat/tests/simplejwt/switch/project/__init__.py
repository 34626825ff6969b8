"""A project of Simple JWT, before the change and after it: ``SWITCH_SIDE`` says which."""
