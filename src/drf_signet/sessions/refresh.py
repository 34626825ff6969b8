"""Refreshing: from a token that may be exchanged to what is given for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from drf_signet.keys_in_force import get_ring
from drf_signet.sessions.models import Session
from drf_signet.sessions.rotation import rotate
from drf_signet.sessions.tokens import RefreshToken, SessionToken
from drf_signet.sessions.unrotated_refresh import stay
from drf_signet.throttles import count_refresh
from drf_signet.tokens import AccessToken, Token

__all__ = ["Refreshed", "refresh", "refresh_in_place", "refresh_pair"]

AnyToken = TypeVar("AnyToken", bound=SessionToken)
Made = TypeVar("Made", bound=tuple[Token | None, ...])


class Refreshed(NamedTuple):
    """The answer to a refresh. ``refresh`` is None if the client keeps its refresh token."""

    access: AccessToken
    refresh: RefreshToken | None


def refresh(
    raw: str, token_class: type[AnyToken], *, address: str | None = None, now: datetime | None = None
) -> AnyToken:
    """
    The token that replaces *raw*, which a client at the IP *address* presented. Two statements. Presented again within
    the windows, *raw* gets a token again.

    Raises `TokenError`, before any query where the token is not genuine, what `rotate` raises, and
    `NoSigningKeyError`, `SignerUnavailableError` and `ThrottledError` before anything is written.
    """
    token = _read(raw, token_class, address, now)
    return _replaced(token, lambda: (token,))[0]


def refresh_pair(
    raw: str, token_class: type[RefreshToken], *, address: str | None = None, now: datetime | None = None
) -> Refreshed:
    """The refresh token that replaces *raw*, with an access token. As `refresh`."""
    token = _read(raw, token_class, address, now)
    return _replaced(token, lambda: Refreshed(token.access_token, token))


def refresh_in_place(
    raw: str, token_class: type[RefreshToken], *, address: str | None = None, now: datetime | None = None
) -> Refreshed:
    """
    An access token for *raw*, which stays valid until it expires. One statement.

    Where another endpoint has replaced *raw*, this is `refresh_pair`: with the token that replaced it, or the end of
    the session. Raises as `refresh`.
    """
    token = _read(raw, token_class, address, now)
    presented = token.presented
    session = stay(presented, token_class.windows(), token_class.lifetime, token.current_time)
    token.adopt(session)
    return Refreshed(token.access_token, None if session.generation == presented.generation else token)


def _replaced(token: SessionToken, make: Callable[[], Made]) -> Made:
    """
    What *make* makes once *token* is the one that replaces it.

    Where a signer elsewhere holds the key, the tokens are made and signed before the session moves on: it may go away
    at any moment, and nobody could be given what the session has moved on to.
    """
    made: Made | None = None

    def draft(session: Session) -> None:
        nonlocal made
        token.adopt(session)
        made = make()
        for one in made:
            str(one)

    before = (draft,) if get_ring().signing_key.is_elsewhere else ()
    session = rotate(token.presented, token.windows(), token.lifetime, token.current_time, *before)
    if made is None or token.session is not session:
        token.adopt(session)
        made = make()
    return made


def _read(raw: str, token_class: type[AnyToken], address: str | None, now: datetime | None) -> AnyToken:
    token = token_class(raw, now=now)
    if address is not None:
        count_refresh(address, str(token.presented.session_id), now)
    # Before the session moves on to a token that nobody could be given.
    get_ring().check_signs()
    return token
