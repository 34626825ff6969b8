"""A project with user models whose primary keys are not called ``id``."""
