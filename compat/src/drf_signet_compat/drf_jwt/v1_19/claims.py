"""What of the registered claims is looked at here beside what both dialects look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drf_signet_compat.drf_jwt.claims import OldClaimsPolicy
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from signet_tokens.claims import CLOCK_SKEW, read_time


@dataclass(frozen=True, slots=True)
class NewerClaimsPolicy(OldClaimsPolicy):
    """Neither issued in the future, nor with a ``sub`` or ``jti`` that is no string."""

    def check_issuance(self, claims: Mapping[str, object], now: float) -> None:
        """Raise `NotAcceptedError` for claims of the wrong kind, or from the future."""
        OldClaimsPolicy.check_issuance(self, claims, now)
        if not isinstance(claims.get("sub", ""), str) or not isinstance(claims.get("jti", ""), str):
            raise NotAcceptedError
        issued_at = claims.get("iat", now)
        if read_time(issued_at) > now + self.leeway + CLOCK_SKEW:
            raise NotAcceptedError(known_as="ImmatureSignatureError")
