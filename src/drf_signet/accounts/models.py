"""
`EmailAddress`: whose an e-mail address is, and since when that is verified. `NameKey`: whose a name is.
`PendingSignUp`: who would like to be somebody. `WaitingMail`: what is not sent yet. `KnownDevice`: from which device a
user has signed in.
"""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from drf_signet.accounts.lookalikes import KEY_LENGTH

__all__ = ["EmailAddress"]

ADDRESS_LENGTH: Final = 254
"""Characters of an address (RFC 5321 section 4.5.3.1.3, less the angle brackets)."""

DIGEST_LENGTH: Final = 32
"""Hexadecimal digits: 128 bits."""


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
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("user"),
        primary_key=True,
        related_name="signet_email_address",
    )
    # Of two sign-ups at once with one address, the database lets one through.
    address = models.CharField(_("e-mail address"), max_length=ADDRESS_LENGTH, unique=True)
    verified_at = models.DateTimeField(_("verified"), null=True)

    objects: ClassVar[models.Manager[EmailAddress]] = models.Manager()

    class Meta:
        """As the admin calls them."""

        app_label = "signet_accounts"  # without the app, Django would take it for a model of ``drf_signet``
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")

    def __str__(self) -> str:
        return self.address


class PendingSignUp(models.Model):
    """
    A sign-up that waits for its link to be followed. There is one for each, whoever has the address.

    It is alive until the link was followed or has expired. The user is made then, from ``fields`` and ``password``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # In the spelling in which addresses are compared. Not unique: nobody's sign-up is in the way of another's.
    address = models.CharField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    name_key = models.CharField(max_length=KEY_LENGTH)
    fields = models.JSONField()
    password = models.TextField()
    created_at = models.DateTimeField(_("signed up"))
    expires_at = models.DateTimeField(_("expires"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    # Without a constraint: a server of the version before, which knows nothing of this table, may delete the user.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_constraint=False)

    objects: ClassVar[models.Manager[PendingSignUp]] = models.Manager()

    class Meta:
        """Found by address, by name, and by age."""

        app_label = "signet_accounts"
        verbose_name = _("pending sign-up")
        verbose_name_plural = _("pending sign-ups")
        indexes: ClassVar = [
            models.Index(fields=["address"], name="signet_pending_address"),
            models.Index(fields=["name_key"], name="signet_pending_name"),
            models.Index(fields=["expires_at"], name="signet_pending_expires"),
        ]

    def __str__(self) -> str:
        return self.address


class Reservation(models.Model):
    """What has to be unique among users, such as the username, kept for a pending sign-up."""

    # Of two sign-ups at once with one name, the database lets one through.
    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    sign_up = models.ForeignKey(PendingSignUp, models.CASCADE, related_name="reservations")
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Reservation]] = models.Manager()

    class Meta:
        """Not for the admin."""

        app_label = "signet_accounts"

    def __str__(self) -> str:
        return self.key


class KnownDevice(models.Model):
    """
    A device from which a user has signed in, by a digest (see `known_devices`). It outlives the sessions there.
    """

    # Without a constraint: a server of the version before, which knows nothing of this table, may delete the user.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    key = models.CharField(max_length=DIGEST_LENGTH)
    # The one that the mail is about. None: no mail is about this device.
    session = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[KnownDevice]] = models.Manager()

    class Meta:
        """Not shown anywhere. Of several sign-ins at once, the database lets one add the device."""

        app_label = "signet_accounts"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="signet_known_device")]

    def __str__(self) -> str:
        return self.key


class WaitingMail(models.Model):
    """
    A mail that was asked for and is not sent yet: which function sends it, and with which arguments.

    They may hold an address in plain text. Sending the mail, which usually takes a moment, deletes the row.
    """

    job = models.CharField(max_length=255)
    arguments = models.JSONField()
    # For whom it is, and where (see `request_context`). Servers of a version before write none.
    world = models.JSONField(null=True)
    created_at = models.DateTimeField()
    # From then on it may be tried. Whoever is at it puts this off, again and again, until it is done.
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=100, default="")

    database: str | None = None
    schema: str | None = None
    """No columns: where the row was found."""

    objects: ClassVar[models.Manager[WaitingMail]] = models.Manager()

    class Meta:
        """As messages call them."""

        app_label = "signet_accounts"
        verbose_name = _("waiting mail")
        verbose_name_plural = _("waiting mails")

    def __str__(self) -> str:
        return self.job
