"""Refreshing: from a token that may be exchanged to the tokens given for it. Stateless: nothing is written."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from drf_signet.conf import get_settings
from drf_signet.errors import TokenError
from drf_signet.throttles import count_refresh
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from drf_signet.users import user_of
from signet_tokens.claims import read_time
from signet_tokens.translatable_text import gettext_noop as _

SESSION_CLAIMS: Final = frozenset({"sid", "gen"})
"""What refresh tokens of `drf_signet.sessions` have, and others don't."""


class Refreshed(NamedTuple):
    """The answer to a refresh; ``refresh`` is None unless ROTATE_REFRESH_TOKENS."""

    access: AccessToken
    refresh: RefreshToken | None


def refresh_pair(
    raw: str, token_class: type[RefreshToken], *, address: str | None = None, now: datetime | None = None
) -> Refreshed:
    """
    A new access token for the refresh token *raw*, which comes from the IP *address*. At most one query, for the user.

    Raises `TokenError`, and its `TokenUserError` where the user may not go on; `ThrottledError` for too many of them.
    """
    refresh = token_class(raw, now=now)
    if address is not None:
        count_refresh(address, None, now)
    _check_stateless(refresh)
    _check_user(refresh)
    access = refresh.access_token
    if not get_settings().ROTATE_REFRESH_TOKENS:
        return Refreshed(access, None)
    refresh.set_jti()
    refresh.set_exp()
    refresh.set_iat()
    return Refreshed(access, refresh)


def refresh_sliding(
    raw: str, token_class: type[SlidingToken], *, address: str | None = None, now: datetime | None = None
) -> SlidingToken:
    """
    The sliding token *raw* with a new ``exp``, which never passes ``refresh_exp``. At most one query, for the user.

    Raises as `refresh_pair`.
    """
    claim = get_settings().SLIDING_TOKEN_REFRESH_EXP_CLAIM
    token = token_class(raw, now=now)
    token.check_exp(claim)
    if address is not None:
        count_refresh(address, None, now)
    _check_stateless(token)
    _check_user(token)
    token.set_exp()
    token["exp"] = int(min(read_time(token["exp"]), read_time(token[claim])))
    token.set_iat()
    return token


def _check_stateless(token: Token) -> None:
    # Here nobody would see that the session was ended: its endpoint is another one.
    if token.payload.keys() >= SESSION_CLAIMS:
        raise TokenError(_("Token belongs to a session"))


def _check_user(token: Token) -> None:
    if get_settings().USER_ID_CLAIM in token:
        user_of(token)
