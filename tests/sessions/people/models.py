"""A proxy of the user model, under which a project may save and delete its users."""

from __future__ import annotations

from django.contrib.auth.models import User


class Person(User):
    """A user by another name."""

    class Meta:
        """Of an app that is installed by tests alone."""

        app_label = "people"
        proxy = True
