"""Taking the refresh token out of an answer, under whatever name and however deep a serializer has put it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from drf_signet.errors import TokenError
from drf_signet.sessions.verification import is_refresh_token
from drf_signet.tokens import UntypedToken

DOTS: Final = 2
"""In a compact JWS (RFC 7515 section 7.1)."""


def without_refresh_token(answer: object) -> tuple[object, str | None]:
    """*answer* without its refresh tokens, and the last of them, if there is one."""
    found: list[str] = []
    return _without(answer, found), found[-1] if found else None


def _without(part: object, found: list[str]) -> object:
    if isinstance(part, Mapping):
        return {name: _without(one, found) for name, one in part.items() if not _is_taken(one, found, name)}
    if isinstance(part, Sequence) and not isinstance(part, (str, bytes)):
        return [_without(one, found) for one in part if not _is_taken(one, found)]
    return part


def _is_taken(value: object, found: list[str], name: object = None) -> bool:
    if not isinstance(value, str) or value.count(".") != DOTS or not (name == "refresh" or _says_so(value)):
        return False
    found.append(value)
    return True


def _says_so(raw: str) -> bool:
    try:
        return is_refresh_token(UntypedToken(raw))
    except TokenError:
        return False
