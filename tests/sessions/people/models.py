"""A proxy of the user model: a project may save and delete its users by it."""

from __future__ import annotations

from django.contrib.auth.models import User


class Person(User):
    """A user by another name."""

    class Meta:
        """Only tests install its app."""

        app_label = "people"
        proxy = True
