"""What happens when a token is blacklisted."""

from __future__ import annotations

from typing import Any

from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


def delete_stale_tokens(sender: Any, **kwargs: object) -> None:
    """With JWT_DELETE_STALE_BLACKLISTED_TOKENS, take those off the blacklist that have ended."""
    if api_settings.JWT_DELETE_STALE_BLACKLISTED_TOKENS:
        sender.objects.delete_stale_tokens()


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
