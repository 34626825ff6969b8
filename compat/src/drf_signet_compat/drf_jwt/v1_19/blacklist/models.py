"""`BlacklistedToken`: one row for each revoked token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.tokens import signed_part
from drf_signet_compat.drf_jwt.v1_19.revocation import family_of
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


class BlacklistedTokenManager(models.Manager["BlacklistedToken"]):
    """The blacklist."""

    def delete_stale_tokens(self, now: datetime | None = None) -> tuple[int, dict[str, int]]:
        """Take off those of which no token can be good any more."""
        return self.filter(expires_at__lt=now or timezone.now()).delete()


class BlacklistedToken(models.Model):
    """A token that is refused, and with it the whole family of those refreshed from the same sign-in."""

    token_id: models.UUIDField[Any, UUID | None] = models.UUIDField(db_index=True, null=True)
    """The ``jti`` of the first token of the family."""

    token = models.TextField(db_index=True, null=True)  # noqa: DJ001  # the column of the old package
    """The token itself. Not kept with JWT_TOKEN_ID = "require"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    expires_at = models.DateTimeField(db_index=True)
    """When none of the family can be good any more."""

    blacklisted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[BlacklistedTokenManager] = BlacklistedTokenManager()

    class Meta:
        """The constraint of the old package."""

        constraints = [
            models.CheckConstraint(
                condition=Q(token_id__isnull=False) | Q(token__isnull=False), name="token_or_id_not_null"
            )
        ]

    def __str__(self) -> str:
        return f"Blacklisted token - {self.user} - {self.expires_at}"

    @staticmethod
    def is_blocked(token: str | bytes, payload: Mapping[str, Any]) -> bool:
        """Whether *token*, which says *payload*, or another of its family, is on the list: one query."""
        family = family_of(payload)
        by_family, by_token = Q(token_id=family, token_id__isnull=False), _same_token(token)
        choices = {"require": by_family, "off": by_token, "include": by_family | by_token}
        return BlacklistedToken.objects.filter(choices[api_settings.JWT_TOKEN_ID]).exists()


def _same_token(token: str | bytes) -> Q:
    signed = signed_part(token)
    if signed is None:
        # A decode handler of the project's own reads it: nobody knows where it ends.
        return Q(token=token.decode("ascii", "replace") if isinstance(token, bytes) else token)
    # Without the signature, which anybody can change to another good one where it is ECDSA's (r, n - s).
    return Q(token__startswith=signed)


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
