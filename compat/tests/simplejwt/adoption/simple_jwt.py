"""What processes of the old code do: they are made of the real Simple JWT, without its tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken


def sign_in(user: User, at: datetime | None = None, lifetime: timedelta = timedelta(days=1), **claims: object) -> str:
    """The refresh token of a sign-in at *at*, good for *lifetime*, with further *claims*; it is written down."""
    token: Any = RefreshToken()
    token["user_id"] = str(user.pk)
    token.set_iat(at_time=at or timezone.now())
    token.set_exp(from_time=at or timezone.now(), lifetime=lifetime)
    for claim, value in claims.items():
        token[claim] = value
    _write_down(token, user)
    return str(token)


def rotate(raw: str) -> str:
    """What the old code answers to *raw* with ROTATE_REFRESH_TOKENS."""
    token: Any = RefreshToken(raw)  # type: ignore[arg-type]  # a string is a token
    token.set_jti()
    token.set_exp()
    token.set_iat()
    return str(token)


def blacklist(raw: str) -> None:
    """Sign out: the token is on the blacklist from now on."""
    token: Any = RefreshToken(raw)  # type: ignore[arg-type]
    known = OutstandingToken.objects.filter(jti=token["jti"]).first() or _write_down(token, None)
    BlacklistedToken.objects.create(token=known)


def accepts(raw: str) -> bool:
    """Whether the old code takes *raw* for a good refresh token. Raises what it raises."""
    RefreshToken(raw)  # type: ignore[arg-type]
    return True


def _write_down(token: Any, user: User | None) -> OutstandingToken:
    return OutstandingToken.objects.create(
        user=user,
        jti=token["jti"],
        token=str(token),
        created_at=timezone.now(),
        expires_at=datetime.fromtimestamp(token["exp"], tz=timezone.get_default_timezone()),
    )
