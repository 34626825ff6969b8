"""A provider that is away, or that can't be used, told in the log and raised."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from drf_signet.errors import ProviderMisconfiguredError, ProviderUnavailableError, SignetError
from drf_signet.identities.providers.outer_addresses import InnerAddressError
from drf_signet.outage_log import OUTAGES

LONGEST_WAIT: Final = 300
"""Seconds of ``Retry-After``, whatever a provider says."""

MEND_INNER: Final = (
    "What a provider names has to be outside of this network, except its own host. While you develop, set 'allow_http'."
)


def misconfigured(place: str, problem: str) -> ProviderMisconfiguredError:
    """The error for *problem* of the entry at *place*, to raise: the log has it, too."""
    error = ProviderMisconfiguredError(f"{place} {problem}")
    OUTAGES.tell(error.code, error)
    return error


def unavailable(place: str, cause: Exception, retry_after: str | None = None) -> SignetError:
    """The error for *cause*, which a question to the provider of *place* raised, to raise: the log has it, too."""
    if isinstance(cause, InnerAddressError):
        return misconfigured(place, f"can't be used: {cause}. {MEND_INNER}")
    OUTAGES.tell(ProviderUnavailableError.code, cause)
    error = ProviderUnavailableError()
    with suppress(ValueError):
        error.retry_after = min(max(int(retry_after or ""), 1), LONGEST_WAIT)
    return error
