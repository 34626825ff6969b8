"""
The issued tokens, and the revoked ones: the tables of Simple JWT, column by column.

Both models are abstract where the app is not installed, so that code can import them all the same.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

LABEL: Final = "token_blacklist"
# An app further up contains this module as well.
IS_INSTALLED: Final[bool] = getattr(apps.get_containing_app_config(__name__), "label", None) == LABEL


class OutstandingToken(models.Model):
    """A refresh token or sliding token that was issued."""

    id = models.BigAutoField(primary_key=True, serialize=False)
    user: models.ForeignKey[AbstractBaseUser | None, AbstractBaseUser | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    jti = models.CharField(unique=True, max_length=255)
    token = models.TextField()
    created_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager[OutstandingToken]] = models.Manager()

    class Meta:
        """As Simple JWT's migrations left it."""

        app_label = LABEL
        abstract = not IS_INSTALLED
        verbose_name = _("Outstanding Token")
        verbose_name_plural = _("Outstanding Tokens")
        ordering = ("user",)

    def __str__(self) -> str:
        return _("Token for %(user)s (%(jti)s)") % {"user": self.user, "jti": self.jti}


class BlacklistedToken(models.Model):
    """An issued token that was revoked, and when."""

    id = models.BigAutoField(primary_key=True, serialize=False)
    token: models.OneToOneField[OutstandingToken, OutstandingToken] = models.OneToOneField(
        OutstandingToken, on_delete=models.CASCADE
    )
    blacklisted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[BlacklistedToken]] = models.Manager()

    class Meta:
        """As Simple JWT's migrations left it."""

        app_label = LABEL
        abstract = not IS_INSTALLED
        verbose_name = _("Blacklisted Token")
        verbose_name_plural = _("Blacklisted Tokens")

    def __str__(self) -> str:
        return _("Blacklisted token for %(user)s") % {"user": self.token.user}
