"""The metadata of a provider: fetched rarely, by one thread, and kept through an outage of the provider."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Final, NamedTuple
from urllib.error import HTTPError

from drf_signet.errors import ProviderMisconfiguredError, ProviderUnavailableError, SignetError
from drf_signet.identities.providers.outer_addresses import InnerAddressError
from drf_signet.identities.providers.provider_metadata import ProviderMetadata
from drf_signet.outage_log import OUTAGES
from signet_tokens.discovery import OPENID
from signet_tokens.key_set_address import Fetch
from signet_tokens.remote_keys import COOL_DOWN, FIRST_WAIT, LATER_WAIT, LONGEST_OUTAGE, MAXIMUM_AGE
from signet_tokens.single_flight import SingleFlight, Wait

logger: Final = logging.getLogger("drf_signet")

BUSY: Final = (408, 429)
"""Statuses of a server that may answer later."""

Read = Callable[[bytes], ProviderMetadata]
"""The metadata in a document. Raises `ValueError`."""


class Known(NamedTuple):
    """Metadata in force."""

    metadata: ProviderMetadata
    fetched_at: float


class MetadataSource:
    """
    The metadata at *address*, which messages call *place*.

    A provider that is away is asked once in `COOL_DOWN`; until then, all others get the error at once. *clock* returns
    seconds since 1970. *wait* waits for an answer that is on its way, for a number of seconds at most.
    """

    def __init__(
        self,
        address: str,
        place: str,
        fetch: Fetch,
        read: Read,
        clock: Callable[[], float] = time.time,
        wait: Wait = SingleFlight.wait,
    ) -> None:
        self._url = f"{address.rstrip('/')}/{OPENID}"
        self._place = place
        self._fetch = fetch
        self._read = read
        self._clock = clock
        self._wait = wait
        self._flight = SingleFlight("signet-provider", COOL_DOWN, clock)
        self._known: Known | None = None
        self._failure: Exception | None = None

    def current(self) -> ProviderMetadata:
        """
        The metadata.

        Raises `ProviderUnavailableError` where it was never reachable, or not for a day, and
        `ProviderMisconfiguredError` where it is none of this provider.
        """
        known = self._known
        if known is None or not 0 <= self._clock() - known.fetched_at <= MAXIMUM_AGE:
            self._flight.depart(self._refresh)
            self._wait(self._flight, FIRST_WAIT if known is None else LATER_WAIT)
            known = self._known
        if known is None or self._clock() - known.fetched_at > LONGEST_OUTAGE:
            raise self._why_none()
        return known.metadata

    def _refresh(self) -> None:
        fetched_at = self._clock()
        try:
            self._known = Known(self._read(self._fetch(self._url)), fetched_at)
        except (OSError, HTTPException, ValueError) as error:
            self._failure = error
            logger.warning("provider_unavailable: the metadata of %s: %s", self._place, error)
        else:
            self._failure = None

    def _why_none(self) -> SignetError:
        failure = self._failure
        # What the provider says, or that it has nothing there, is no outage: somebody has to change the entry.
        has_answered = isinstance(failure, HTTPError) and failure.code < 500 and failure.code not in BUSY
        is_mistake = has_answered or isinstance(failure, (ValueError, InnerAddressError))
        if not is_mistake:
            OUTAGES.tell(ProviderUnavailableError.code, failure or TimeoutError(f"{self._place} doesn't answer"))
            return ProviderUnavailableError()
        error = ProviderMisconfiguredError(f"{self._place}: {self._url}: {failure}.")
        OUTAGES.tell(error.code, error)
        return error
