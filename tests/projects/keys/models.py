"""The user models: a number, a word, and another row for a key."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Manager(BaseUserManager[Any]):
    """Creates users."""

    def create_user(self, email: str, password: str, **fields: object) -> Any:
        """A user who may sign in."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save()
        return user


class Keyed(AbstractBaseUser):
    """What all of them have."""

    email = models.EmailField(unique=True)
    badge = models.UUIDField(unique=True, default=uuid.uuid4)
    objects: ClassVar[Manager] = Manager()

    USERNAME_FIELD = "email"

    class Meta:
        """No table of its own."""

        abstract = True


class Numbered(Keyed):
    """A user with a number."""

    number = models.AutoField(primary_key=True)

    class Meta:
        """Belongs to this project."""

        app_label = "keys"


class Named(Keyed):
    """A user with a word."""

    code = models.CharField(max_length=20, primary_key=True, default="A/1 ü")

    class Meta:
        """Belongs to this project."""

        app_label = "keys"


class Party(models.Model):
    """Whoever may be party to a contract."""

    objects: ClassVar[models.Manager[Party]] = models.Manager()

    class Meta:
        """Belongs to this project."""

        app_label = "keys"


class Represented(Keyed):
    """A user whose key is that of another row."""

    party = models.OneToOneField(Party, models.CASCADE, primary_key=True, default=lambda: Party.objects.create().pk)

    class Meta:
        """Belongs to this project."""

        app_label = "keys"
