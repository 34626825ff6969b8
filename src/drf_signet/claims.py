"""The registered claims (RFC 7519 section 4.1), read strictly. Neither Django nor REST framework is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drf_signet.errors import ExpiredTokenError, TokenError

LATEST_TIME: Final = 253_402_300_799
"""Seconds since 1970 of the last second of the year 9999, the last that Python's ``datetime`` can hold."""

CLOCK_SKEW: Final = 5
"""Seconds that ``iat`` may lie ahead: a token that another machine has just issued is good here, too."""


@dataclass(frozen=True, slots=True)
class ClaimsPolicy:
    """What this service demands of ``aud`` and ``iss``, and how far clocks may be apart (seconds)."""

    audience: frozenset[str] = frozenset()
    issuer: str | None = None
    leeway: float = 0.0

    def check(self, claims: Mapping[str, object], now: float) -> None:
        """Raise `ExpiredTokenError` or `TokenError` unless *claims* are well formed, in time and meant for us."""
        self.check_time(claims, now)
        if not isinstance(claims.get("sub", ""), str) or not isinstance(claims.get("jti", ""), str):
            raise TokenError
        if "iat" in claims and read_time(claims["iat"]) > now + self.leeway + CLOCK_SKEW:
            raise TokenError
        if self.issuer is not None and claims.get("iss") != self.issuer:
            raise TokenError
        if self.audience and self.audience.isdisjoint(_audiences(claims.get("aud"))):
            raise TokenError

    def check_time(self, claims: Mapping[str, object], now: float) -> None:
        """The part of `check` that a valid token can fail later: ``exp`` and ``nbf``."""
        if "exp" in claims and read_time(claims["exp"]) <= now - self.leeway:
            raise ExpiredTokenError
        if "nbf" in claims and read_time(claims["nbf"]) > now + self.leeway:
            raise TokenError


def read_time(value: object) -> float:
    """
    *value* as seconds since 1970 (NumericDate, RFC 7519 section 2).

    Raises `TokenError` for what is no number, or no time that a calendar knows.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenError
    if not -LATEST_TIME <= value <= LATEST_TIME:
        raise TokenError
    return value


def _audiences(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise TokenError
