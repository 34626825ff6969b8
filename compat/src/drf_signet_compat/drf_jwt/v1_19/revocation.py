"""Whether a token was revoked. If the blacklist app is installed, it looks for the family of the token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps

from drf_signet_compat.drf_jwt.names import BLACKLIST


def is_blacklisted(token: str | bytes, payload: Mapping[str, Any]) -> bool:
    """Whether *token*, which says *payload*, or the token that it descends from, is on the blacklist."""
    if not apps.is_installed(BLACKLIST):
        return False
    model: Any = apps.get_app_config("blacklist").get_model("BlacklistedToken")
    return bool(model.is_blocked(token, payload))


def family_of(payload: Mapping[str, Any]) -> UUID | None:
    """The identifier of the first of the tokens that were refreshed from one sign-in, or None where there is none."""
    try:
        return UUID(str(payload.get("orig_jti") or payload.get("jti")))
    except ValueError:
        return None


def is_revocable(payload: Mapping[str, Any]) -> bool:
    """Whether the token with *payload* can be revoked by its identifier alone."""
    return bool(payload.get("jti")) and family_of(payload) is not None
