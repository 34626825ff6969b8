"""`User`: signs in with the username or the e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

username_is_no_address = RegexValidator(
    r"^[\w.+-]+\Z",
    message="A username may hold letters, digits and . + - _ only.",
)
"""With an ``@`` in it, one user's username could be the address of another."""


class UserQuerySet(models.QuerySet["User"]):
    """Finds users by what they type."""

    def signing_in_as(self, name: str) -> UserQuerySet:
        """Users whose e-mail address, in any case, or whose username is *name*: one at the most."""
        if "@" in name:
            return self.alias(lower_email=Lower("email")).filter(lower_email=normalize_email(name))
        return self.filter(username=name)


class UserManagerWithLookup(UserManager["User"]):
    """Creates users with their address normalized, and finds them by it."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """*email* with its domain in lower case, as Unicode has it."""
        local, at, domain = (email or "").strip().rpartition("@")
        return f"{local}{at}{domain.lower()}"

    def get_queryset(self) -> UserQuerySet:
        """All users."""
        return UserQuerySet(self.model, using=self._db)

    def signing_in_as(self, name: str) -> UserQuerySet:
        """See `UserQuerySet.signing_in_as`."""
        return self.get_queryset().signing_in_as(name)


class User(AbstractUser):
    """Django's own user, with an e-mail address that is unique whatever its case."""

    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[username_is_no_address],
        error_messages={"unique": "A user with that username already exists."},
    )
    email = models.EmailField("e-mail address")

    objects: ClassVar[UserManagerWithLookup] = UserManagerWithLookup()

    class Meta:
        """One account an address."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_unique",
                violation_error_message="A user with that e-mail address already exists.",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address normalized: the database compares letters of the English alphabet only."""
        self.email = type(self).objects.normalize_email(self.email)
        super().save(*args, **kwargs)


def normalize_email(email: str) -> str:
    """*email* as two addresses are compared."""
    return email.strip().lower()
