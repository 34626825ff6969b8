"""`Session`, one row for each sign-in, and `PasswordRehash`, which remembers that two hashes are of one password."""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from drf_signet.databases import database_for, said
from drf_signet.models import TokenUser

__all__ = ["Reason", "Session", "TokenUser"]

SECRET_BYTES: Final = 16
TOKEN_ID_BYTES: Final = 16
USER_AGENT_LENGTH: Final = 256
"""Characters of the ``User-Agent`` header that are kept."""

METHODS_LENGTH: Final = 100
"""Characters of the methods of a sign-in, with the spaces between them."""


class Reason(models.TextChoices):
    """Why a session was ended."""

    LOGOUT = "logout", _("signed out")
    LOGOUT_ALL = "logout_all", _("signed out everywhere")
    ENDED_BY_USER = "ended_by_user", _("ended by the user from another device")
    ENDED_BY_ADMIN = "ended_by_admin", _("ended by an administrator")
    REUSE = "reuse", _("a replaced refresh token was presented again")
    PASSWORD_CHANGED = "password_changed", _("the password changed")
    USER_INACTIVE = "user_inactive", _("the user was disabled")
    USER_DELETED = "user_deleted", _("the user was deleted")
    LIMIT = "limit", _("the user signed in on too many other devices")
    REPORTED = "reported", _("the user said that somebody else signed in")


def new_secret() -> bytes:
    """A secret for one session."""
    return secrets.token_bytes(SECRET_BYTES)


LAST_USE: Final = Greatest("rotated_at", Coalesce("refreshed_at", "rotated_at"))
"""`Session.last_used_at` in a query."""


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions in the database that is written to: a replica may not know yet which were ended."""

    def live(self, now: datetime) -> SessionQuerySet:
        """Those that have neither been ended nor reached SESSION_LIFETIME at *now*."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def refreshable(self, now: datetime) -> SessionQuerySet:
        """Those of the live ones that have not been idle for too long, either."""
        return self.live(now).filter(token_expires_at__gt=now)


class SessionManager(models.Manager.from_queryset(SessionQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Reads where sessions are written."""

    def get_queryset(self) -> SessionQuerySet:
        """All sessions."""
        return SessionQuerySet(self.model, using=self._db or said(database_for, self.model))


class Session(models.Model):
    """
    One sign-in on one device, from which every token of that sign-in can be derived again.

    Changed by `opening`, `rotation`, `staying`, `ending` and `purging` only. ``generation`` counts the refreshes;
    ``previous_generation`` is the one that may still be presented for a while after the last of them, and those from
    ``racing_from_generation`` on for a shorter while.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    # Without a constraint, a user can be deleted by whatever means; a session without its user is refused.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        verbose_name=_("user"),
        db_constraint=False,
        related_name="signet_sessions",
    )
    secret = models.BinaryField(max_length=SECRET_BYTES, default=new_secret)
    auth_hash = models.CharField(max_length=32)
    # No index may cover these and ``refreshed_at``: PostgreSQL then updates a row in place, and no index grows.
    generation = models.PositiveIntegerField(default=0)
    previous_generation = models.PositiveIntegerField(null=True)
    racing_from_generation = models.PositiveIntegerField(null=True)
    rotated_at = models.DateTimeField(_("last used"))
    token_expires_at = models.DateTimeField(_("can be refreshed until"))
    created_at = models.DateTimeField(_("signed in"))
    expires_at = models.DateTimeField(_("ends at the latest"), db_index=True)
    refreshed_at = models.DateTimeField(_("last refreshed without rotation"), null=True)
    revoked_at = models.DateTimeField(_("ended"), null=True)
    revoke_reason = models.CharField(_("why it ended"), max_length=20, choices=Reason.choices, blank=True)
    user_agent = models.CharField(_("user agent"), max_length=USER_AGENT_LENGTH, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True)
    # Space-separated. NULL where a server of the version before opened the session, or a program did: see `methods`.
    methods = models.CharField(_("how the user signed in"), max_length=METHODS_LENGTH, null=True)  # noqa: DJ001

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        """The second index is as small as the list of sessions that were ended and not yet purged."""

        app_label = "signet_sessions"  # without the app, Django would take it for a model of ``drf_signet``
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes: ClassVar = [
            models.Index(fields=["revoked_at"], name="signet_session_revoked", condition=Q(revoked_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def last_used_at(self) -> datetime:
        """When the session was last refreshed; to the hour, where that is done without rotation."""
        return max(self.rotated_at, self.refreshed_at or self.rotated_at)

    def token_id(self, generation: int) -> str:
        """
        The ``jti`` of the token of *generation*: an HMAC (RFC 2104) under the secret of this session.

        So a signing key alone makes no refresh token, and neither does a copy of the database.
        """
        message = self.pk.bytes + generation.to_bytes(8)
        return hmac.digest(bytes(self.secret), message, sha256)[:TOKEN_ID_BYTES].hex()


class PasswordRehash(models.Model):
    """
    Two fingerprints of one password: Django replaced its stored hash by a newer one while the user signed in.

    A session that knows the one goes on with the other. Old links harm nobody, and are few: one per user and hasher.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_constraint=False, related_name="+")
    before = models.CharField(max_length=32)
    after = models.CharField(max_length=32)

    class Meta:
        """Not shown anywhere."""

        app_label = "signet_sessions"
        verbose_name_plural = _("password rehashes")

    def __str__(self) -> str:
        return f"password rehash {self.pk}"
