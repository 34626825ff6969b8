"""
`EmailAddress`: whose an e-mail address is, and since when that is verified. `NameKey`: whose a name is. `WaitingMail`:
what is not sent yet.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.db import models

from drf_signet.accounts.lookalikes import KEY_LENGTH

ADDRESS_LENGTH: Final = 254
"""Characters of an address (RFC 5321 section 4.5.3.1.3, less the angle brackets)."""


class NameKey(models.Model):
    """
    One of the keys of the name of a user: nobody signs up with a name that shares it (see `lookalikes`).

    Of users who looked alike before, one has it.
    """

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[NameKey]] = models.Manager()

    class Meta:
        """Not shown anywhere."""

        app_label = "signet_accounts"

    def __str__(self) -> str:
        return self.key


class EmailAddress(models.Model):
    """
    One user's claim to one address, in the spelling in which addresses are compared.

    The claim of a user whose address has changed meanwhile is worth nothing. Whether the user may sign in
    (``is_active``) is another matter: a verified address doesn't lift a ban.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="signet_email_address"
    )
    # Of two sign-ups at once with one address, the database lets one through.
    address = models.CharField("e-mail address", max_length=ADDRESS_LENGTH, unique=True)
    verified_at = models.DateTimeField("verified", null=True)

    objects: ClassVar[models.Manager[EmailAddress]] = models.Manager()

    class Meta:
        """As the admin calls them."""

        app_label = "signet_accounts"  # else, without the app, Django would take it for a model of ``drf_signet``
        verbose_name = "e-mail address"
        verbose_name_plural = "e-mail addresses"

    def __str__(self) -> str:
        return self.address


class WaitingMail(models.Model):
    """
    A mail that was asked for and is not sent yet: which function sends it, and with which arguments.

    Those may be an address, in clear. The row is deleted when the mail is sent, which usually takes a moment.
    """

    job = models.CharField(max_length=255)
    arguments = models.JSONField()
    created_at = models.DateTimeField()
    # From then on it may be tried. Whoever is at it puts this off, again and again, until it is done.
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=100, default="")

    objects: ClassVar[models.Manager[WaitingMail]] = models.Manager()

    class Meta:
        """As messages call them."""

        app_label = "signet_accounts"
        verbose_name = "waiting mail"
        verbose_name_plural = "waiting mails"

    def __str__(self) -> str:
        return self.job
