"""`User`: signs in with the username or the e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

username_is_no_address = RegexValidator(
    r"^[\w.+-]+\Z",
    message=_("A username may hold letters, digits and . + - _ only."),
)
"""With an ``@`` in it, one user's username could be the address of another."""


class User(AbstractUser):
    """Django's own user, with an e-mail address that is unique whatever its case."""

    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[username_is_no_address],
        error_messages={"unique": _("A user with that username already exists.")},
    )
    email = models.EmailField(_("e-mail address"))

    class Meta(AbstractUser.Meta):
        """One account an address."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_unique",
                violation_error_message=_("A user with that e-mail address already exists."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the domain in lower case: the database compares letters of the English alphabet only."""
        local, at, domain = self.email.strip().rpartition("@")
        self.email = f"{local}{at}{domain.lower()}"
        super().save(*args, **kwargs)
