"""What a provider's ``error`` means, and how to mend it (RFC 6749 sections 4.1.2.1 and 5.2, and others in use)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from drf_signet.errors import (
    CodeRefusedError,
    CodeUrlEncodedError,
    ProviderRefusedError,
    ProviderUnavailableError,
    RedirectUriMismatchError,
    SignetError,
    WrongClientError,
)
from drf_signet.outage_log import logger
from drf_signet.rate_limited_log import RateLimitedLog, more
from signet_tokens.reasons import shown

MEANINGS: Final[Mapping[str, type[SignetError]]] = {
    "invalid_grant": CodeRefusedError,
    "redirect_uri_mismatch": RedirectUriMismatchError,
    "invalid_client": WrongClientError,
    "unauthorized_client": WrongClientError,
    "temporarily_unavailable": ProviderUnavailableError,
    "server_error": ProviderUnavailableError,
    "slow_down": ProviderUnavailableError,
    # GitHub's own words.
    "bad_verification_code": CodeRefusedError,
    "incorrect_client_credentials": WrongClientError,
}
"""By ``error``. Any other one is a `ProviderRefusedError`."""

OF_REDIRECT_URI: Final = re.compile(r"redirect[ _-]?ur[il]|AADSTS50011\b", re.IGNORECASE)
OF_CLIENT: Final = re.compile(r"client[ _-]?(secret|id\b)|AADSTS(7000215|7000222|700016)\b", re.IGNORECASE)
VAGUE: Final = ("invalid_grant", "invalid_request")
"""Those that mean several things, of which only the description says which one."""

ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")


class RefusalsOfProviders(RateLimitedLog):
    """Tells of them in the log: one line a minute for each provider and error."""

    interval: ClassVar[float] = 60.0

    def tell(self, provider: str, error: SignetError, text: str) -> None:
        """Write a line about *error*, for which *provider* said *text*, unless there was one within the last minute."""
        untold = self.due(f"{provider} {error.code}")
        if untold is not None:
            logger.warning("%s: %s says %s%s", error.code, provider, text, more(untold))


REFUSALS: Final = RefusalsOfProviders()
"""The one of this process."""


def refusal(
    provider: str, error: object, description: object = "", *, code: str = "", secrets: Iterable[str] = ()
) -> SignetError:
    """
    The error for *error* and *description* of *provider*, where *code* was sent. It is returned, and the log has it.

    The log has nothing of *code* and *secrets*, which a description may repeat.
    """
    found = meaning(error, description, code)()
    REFUSALS.tell(provider, found, _said(error, description, (code, *secrets)))
    return found


def meaning(error: object, description: object = "", code: str = "") -> type[SignetError]:
    """The kind of error that *error* and *description* are, where *code* was sent."""
    text = description if isinstance(description, str) else ""
    if error in VAGUE and OF_REDIRECT_URI.search(text):
        return RedirectUriMismatchError
    if error in VAGUE and OF_CLIENT.search(text):
        return WrongClientError
    kind = MEANINGS.get(error, ProviderRefusedError) if isinstance(error, str) else ProviderRefusedError
    if kind is CodeRefusedError and ENCODED.search(code):
        return CodeUrlEncodedError
    return kind


def _said(error: object, description: object, secrets: Iterable[str]) -> str:
    parts = [one if isinstance(one, str) else "" for one in (error, description)]
    for secret in secrets:
        if secret:
            parts = [one.replace(secret, "…") for one in parts]
    return ": ".join(shown(one) for one in parts if one) or "nothing more"
