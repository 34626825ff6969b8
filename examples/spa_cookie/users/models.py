"""`User`: Django's own, with an e-mail address that no other user has."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """Signs in with the username or the e-mail address, so no username may look like somebody's address."""

    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[RegexValidator(r"^[\w.+-]+\Z", message="Letters, digits and . + - _ only.")],
        error_messages={"unique": "A user with that username already exists."},
    )
    email = models.EmailField("e-mail address")

    class Meta:
        """The same address in other letters is the same address. This index is also what makes looking it up fast."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="users_user_email_unique")
        ]
