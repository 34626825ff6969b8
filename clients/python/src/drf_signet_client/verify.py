"""
Verify access tokens in a service of your own: a script, FastAPI, or anything else without Django.

It needs the extra ``verify``. The keys of each issuer are fetched rarely, and kept through an outage.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from signet_tokens.errors import SignetError
from signet_tokens.kept_key_sets import FileKeeper, KeySetKeeper
from signet_tokens.scopes import scopes_in
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers

from drf_signet_client.refused import Refused, refused, without_scope, without_token

__all__ = ["FileKeeper", "KeySetKeeper", "Refused", "TokenVerifier", "TrustedIssuer", "require_scope"]


class TokenVerifier:
    """
    Verifies tokens of *issuers*. Make one for the process; any number of threads and tasks may share it.

    With a *keeper*, such as ``FileKeeper("/var/lib/orders/keys")``, a restart doesn't need the issuers. *clock* returns
    seconds since 1970, and *fetch* the document behind a URL. Raises ``signet_tokens.errors.KeyLoadError`` for issuers
    that can't be meant so.
    """

    def __init__(
        self,
        *issuers: TrustedIssuer,
        keeper: KeySetKeeper | None = None,
        clock: Callable[[], float] = time.time,
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        self._issuers = TrustedIssuers(issuers, keeper, clock, fetch)
        self._clock = clock

    def claims(self, token: str) -> dict[str, Any]:
        """
        The claims of *token*. Raises `Refused`.

        It waits for the keys of its issuer if they aren't here: for a few seconds at most. In a coroutine, use
        `aclaims`.
        """
        try:
            return self._issuers.claims(token, self._clock())[1]
        except SignetError as error:
            raise refused(error) from error

    async def aclaims(self, token: str) -> dict[str, Any]:
        """The same in a coroutine of asyncio. If it has to verify or to wait, another thread does."""
        try:
            known = self._issuers.recall(token, self._clock()) if self._issuers.are_fresh else None
        except SignetError as error:
            raise refused(error) from error
        return known[1] if known else await asyncio.to_thread(self.claims, token)

    def authenticate(self, authorization: str | None) -> dict[str, Any]:
        """The claims of the token in the header ``Authorization`` (RFC 6750 section 2.1). Raises `Refused`."""
        return self.claims(_bearer(authorization))

    async def aauthenticate(self, authorization: str | None) -> dict[str, Any]:
        """The same in a coroutine."""
        return await self.aclaims(_bearer(authorization))


def require_scope(claims: Mapping[str, Any], *scopes: str) -> None:
    """Raise `Refused`, with status 403, unless *claims* grant all of *scopes* (RFC 6750 section 3.1)."""
    if not scopes_in(claims).issuperset(scopes):
        raise without_scope(scopes)


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise without_token()
    return token.strip()
