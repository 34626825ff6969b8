"""The user model: inherits its key from another table."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """Creates persons."""

    def create_user(self, email: str, password: str) -> Person:
        """A person who may sign in."""
        person = self.model(email=email)
        person.set_password(password)
        person.save()
        return person


class Party(models.Model):
    """Whoever may be party to a contract."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    label = models.CharField(max_length=20, default="somebody")

    class Meta:
        """Belongs to this project."""

        app_label = "persons"


class Person(Party, AbstractBaseUser):
    """A party that signs in."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"

    class Meta:
        """Belongs to this project."""

        app_label = "persons"
