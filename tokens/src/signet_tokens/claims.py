"""The registered claims (RFC 7519 section 4.1), read strictly. Neither Django nor REST framework is known here."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from signet_tokens import claim_reasons as because
from signet_tokens.errors import ExpiredTokenError, TokenError, TokenNotYetValidError

TIMES: Final = ("exp", "iat", "nbf")
SCOPES: Final = ("scope", "scp")
LATEST_TIME: Final = 253_402_300_799
"""Seconds since 1970 of the last second of the year 9999, the last that Python's ``datetime`` can hold."""

CLOCK_SKEW: Final = 5
"""Seconds that ``iat`` may lie ahead: a token that another machine has just issued is good here, too."""

STARTS: Final[Mapping[str, int]] = {"iat": CLOCK_SKEW, "nbf": 0}
"""The claims before whose time a token is not good yet, and how many seconds before it already is."""

LONGEST_AHEAD: Final = 86_400
"""
Seconds that a genuine token may lie ahead and be worth waiting for: as far as a clock is off that took local time for
UTC, and more. Beyond, to sign in again is sooner done than to wait.
"""


@dataclass(frozen=True, slots=True)
class ClaimsPolicy:
    """What this service demands of ``aud`` and ``iss``, and how far clocks may be apart (seconds)."""

    audience: frozenset[str] = frozenset()
    issuer: str | None = None
    leeway: float = 0.0
    named_since: Mapping[str, float] = field(default_factory=dict, hash=False)
    """A token issued before the time of ``aud`` or ``iss``, in seconds since 1970, need not have that claim."""

    def check(self, claims: Mapping[str, object], now: float) -> float:
        """
        From when on *claims* are good, in seconds since 1970.

        Raises `ExpiredTokenError` or `TokenError` unless they are well formed, in time and meant for us, and
        `TokenNotYetValidError` where nothing but the clock stands against them.
        """
        self._check_end(claims, now)
        if not isinstance(claims.get("sub", ""), str) or not isinstance(claims.get("jti", ""), str):
            raise TokenError(reason=because.NO_TEXT)
        if self.issuer is not None and claims.get("iss") != self.issuer and not self._may_lack("iss", claims):
            raise TokenError(reason=because.wrong_issuer(claims.get("iss"), self.issuer))
        if self._is_for_others(claims):
            raise TokenError(reason=because.wrong_audience(claims.get("aud"), self.audience))
        return self._check_start(claims, now)

    def check_time(self, claims: Mapping[str, object], now: float) -> None:
        """The part of `check` that a valid token can fail later, or when the clock is set back."""
        self._check_end(claims, now)
        self._check_start(claims, now)

    def _is_for_others(self, claims: Mapping[str, object]) -> bool:
        if not self.audience or self._may_lack("aud", claims):
            return False
        return self.audience.isdisjoint(_audiences(claims.get("aud")))

    def _may_lack(self, claim: str, claims: Mapping[str, object]) -> bool:
        if claim not in self.named_since or claim in claims or "iat" not in claims:
            return False
        return read_time(claims["iat"]) < self.named_since[claim]

    def _check_end(self, claims: Mapping[str, object], now: float) -> None:
        if "exp" in claims and (end := read_time(claims["exp"])) <= now - self.leeway:
            raise ExpiredTokenError(reason=because.expired(now - end))

    def _check_start(self, claims: Mapping[str, object], now: float) -> float:
        times = {claim: read_time(claims[claim]) for claim in STARTS if claim in claims}
        start = max((time - STARTS[claim] for claim, time in times.items()), default=-LATEST_TIME) - self.leeway
        ahead = start - now
        if ahead <= 0:
            return start
        last = max(times, key=lambda claim: times[claim])
        reason = because.ahead(last, times[last] - now, self.leeway)
        if ahead > LONGEST_AHEAD:
            raise TokenError(reason=reason)
        raise TokenNotYetValidError(ahead, reason)


def read_time(value: object) -> float:
    """
    *value* as seconds since 1970 (NumericDate, RFC 7519 section 2).

    Raises `TokenError` for what is no number, or no time that a calendar knows.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenError(reason=because.NO_TIME)
    if not -LATEST_TIME <= value <= LATEST_TIME:
        raise TokenError(reason=because.NO_TIME)
    return value


def in_seconds(claims: Mapping[str, object]) -> dict[str, object]:
    """*claims*, with those times that are dates as seconds since 1970, as PyJWT writes them: in UTC where naive."""
    times = {name: one for name in TIMES if isinstance(one := claims.get(name), datetime)}
    return {**claims, **{name: timegm(one.utctimetuple()) for name, one in times.items()}}


def check_required(claims: Mapping[str, object], required: Mapping[str, str | Collection[str]]) -> None:
    """
    Raise `TokenError` unless each claim that *required* names has the value there, or one of those.

    If a claim is a list, one item is enough. Of ``scope`` and ``scp``, one word is (RFC 8693 section 4.2).
    """
    for claim, value in required.items():
        wanted = {value} if isinstance(value, str) else {*value}
        if wanted.isdisjoint(_values(claim, claims.get(claim))):
            raise TokenError(reason=because.wrong_value(claim, claims.get(claim), wanted))


def _values(claim: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    if not isinstance(value, str):
        return []
    return value.split(" ") if claim in SCOPES else [value]


def _audiences(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    # A token without one is meant for nobody.
    if value is None:
        return []
    raise TokenError(reason=because.NO_AUDIENCE)
