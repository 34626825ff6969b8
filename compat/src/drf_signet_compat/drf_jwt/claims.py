"""What of the registered claims the old packages look at: less than ours, and never as strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, Self

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from signet_tokens.claims import LATEST_TIME, ClaimsPolicy, read_time


class ClaimSettings(Protocol):
    """The settings of either dialect that say what a token has to claim."""

    @property
    def JWT_AUDIENCE(self) -> str | tuple[str, ...] | None:  # noqa: N802  # the key's own name
        """The accepted audiences. A token needs at least one of them."""

    @property
    def JWT_ISSUER(self) -> str | None:  # noqa: N802
        """The required issuer."""

    @property
    def JWT_LEEWAY(self) -> timedelta | float:  # noqa: N802
        """How far clocks may be apart."""
        ...

    @property
    def JWT_VERIFY_EXPIRATION(self) -> bool:  # noqa: N802
        """Whether tokens end."""
        ...


@dataclass(frozen=True, slots=True)
class OldClaimsPolicy(ClaimsPolicy):
    """``exp``, ``nbf``, ``iat``, ``iss`` and ``aud``. A token for an audience is not for anyone who has named none."""

    verify_expiration: bool = True

    @classmethod
    def described_by(cls, settings: ClaimSettings) -> Self:
        """The policy that *settings* ask for."""
        return cls.requiring(
            settings.JWT_AUDIENCE, settings.JWT_ISSUER, settings.JWT_LEEWAY, settings.JWT_VERIFY_EXPIRATION
        )

    @classmethod
    def requiring(
        cls, audience: str | Sequence[str] | None, issuer: str | None, leeway: timedelta | float, expiration: bool
    ) -> Self:
        """The policy in the old packages' own words. *leeway* is in seconds, if it is a number."""
        return cls(
            frozenset((audience,) if isinstance(audience, str) else audience or ()),
            issuer,
            leeway.total_seconds() if isinstance(leeway, timedelta) else leeway,
            verify_expiration=expiration,
        )

    def check(self, claims: Mapping[str, object], now: float) -> float:
        """
        From when on *claims* are good, in seconds since 1970.

        Raises `ExpiredTokenError`, `NotAcceptedError` or `TokenError` unless they are in time and for us.
        """
        self.check_time(claims, now)
        self.check_issuance(claims, now)
        if _is_for_something_else(claims):
            raise NotAcceptedError
        if self.issuer is not None and claims.get("iss") != self.issuer:
            raise NotAcceptedError(known_as="InvalidIssuerError")
        written = claims.get("aud")
        audiences = written if isinstance(written, list) else [written]
        if self.audience.isdisjoint(one for one in audiences if isinstance(one, str)) and (self.audience or written):
            raise NotAcceptedError(known_as="InvalidAudienceError")
        return read_time(claims.get("nbf", -LATEST_TIME)) - self.leeway

    def check_time(self, claims: Mapping[str, object], now: float) -> None:
        """The part of `check` that a valid token can fail later."""
        if "exp" in claims and read_time(claims["exp"]) <= now - self.leeway and self.verify_expiration:
            raise ExpiredTokenError
        if "nbf" in claims and read_time(claims["nbf"]) > now + self.leeway:
            raise NotAcceptedError(known_as="ImmatureSignatureError")

    def check_issuance(self, claims: Mapping[str, object], now: float) -> None:
        """Raise `NotAcceptedError` where ``iat`` is no time at all."""
        try:
            read_time(claims.get("iat", 0))
        except TokenError:
            raise NotAcceptedError(known_as="InvalidIssuedAtError") from None


def _is_for_something_else(claims: Mapping[str, object]) -> bool:
    """Whether *claims* are those of a refresh token of ours, or of a session that nobody here would ask for."""
    # RFC 8725 section 3.12: a project may sign both kinds with one key.
    kind = claims.get("token_type")
    # A tuple, as the claim may be a list or an object, which no set can be asked for.
    return kind == "refresh" or (kind in ("access", "sliding") and "sid" in claims)
