"""
The published keys of another issuer: fetched rarely, by one thread, and kept through an outage and a restart.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from http.client import HTTPException
from typing import Final, NamedTuple

from signet_tokens.document_fetch import fetch_document
from signet_tokens.errors import KeysUnavailableError
from signet_tokens.fork_safe_lock import ForkSafeLock
from signet_tokens.kept_key_sets import KeptKeySet, KeySetKeeper
from signet_tokens.key_set_address import Fetch, KeySetAddress
from signet_tokens.key_set_log import KeySetLog
from signet_tokens.key_set_shelf import KeySetShelf
from signet_tokens.key_sets import KeySet, meant, read_key_set, why_none
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.single_flight import SingleFlight, Wait

logger = logging.getLogger(__name__)

COOL_DOWN: Final = 30.0
"""Seconds between two fetches, however many unknown keys are presented meanwhile."""

MAXIMUM_AGE: Final = 600.0
"""Seconds after which the key set is fetched again, to drop keys that the issuer withdrew."""

LONGEST_OUTAGE: Final = 86_400.0
"""Seconds after which keys are no longer used if all fetches failed meanwhile: the issuer may have withdrawn them."""

FIRST_WAIT: Final = 5.0
"""Seconds from the start of a fetch for which callers wait while no key is known."""

LATER_WAIT: Final = 1.0
"""The same while keys are known. A flood of unknown keys must not hold the threads of a server for long."""


class Fetched(NamedTuple):
    """A key set in force."""

    keys: KeySet
    fetched_at: float


class RemoteKeySet:
    """
    The JWK Set (RFC 7517 section 5) at *address*, of which only keys for *algorithms* are used.

    Known keys are answered from memory. An unknown ``kid`` causes one fetch per cool-down, by one thread.
    A fetch that fails changes nothing: the last good set stays in force, for `LONGEST_OUTAGE` at most. With a *keeper*,
    it also outlives the process. *clock* returns seconds since 1970. *wait* waits for a fetch that is on its way.
    """

    def __init__(
        self,
        address: KeySetAddress,
        algorithms: Collection[str],
        clock: Callable[[], float] = time.time,
        fetch: Fetch | None = None,
        keeper: KeySetKeeper | None = None,
        wait: Wait = SingleFlight.wait,
    ) -> None:
        self._address = address
        # A key that everybody can fetch is no shared secret.
        self._algorithms = tuple(one for one in algorithms if not is_symmetric(one))
        self._clock = clock
        self._fetch = fetch or fetch_document
        self._wait = wait
        self._log = KeySetLog(logger, clock)
        self._shelf = KeySetShelf(keeper, address, self._log)
        self._flight = SingleFlight("signet-keys", COOL_DOWN, clock)
        self._lock = ForkSafeLock()
        self._fetched: Fetched | None = None
        self._version = 0
        self._is_resumed = False
        self.failure: str | None = None
        """Why the last fetch gave nothing that could be used, in words."""

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """
        The one key for *algorithm* that a token with that ``kid``, or without one, can mean, or None.

        Raises `KeysUnavailableError` while no key set is known, and while the one that may have the key is on its way.
        """
        if algorithm not in self._algorithms:
            return None
        self.version()
        if (found := self._meant(algorithm, kid)) is None:
            self._look()
            found = self._meant(algorithm, kid)
        if self._fetched is None:
            raise KeysUnavailableError
        return found

    def find_instead(self, key: SigningKey, kid: str | None) -> SigningKey | None:
        """The one it can mean by now, where *key* didn't sign it. The issuer may have put another in its place."""
        if key.kid == kid:
            # A name is given once (RFC 7517 section 4.5), so a bad signature is no reason to ask.
            return None
        self._look()
        newer = self._meant(key.algorithm, kid)
        return None if newer == key else newer

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has to be fetched for known keys."""
        fetched = self._fetched
        return fetched is not None and 0 <= self._clock() - fetched.fetched_at <= MAXIMUM_AGE

    def known(self) -> tuple[SigningKey, ...]:
        """The keys that were fetched."""
        fetched = self._fetched
        return fetched.keys.every() if fetched else ()

    def version(self) -> int:
        """Rises whenever other keys are in force than before."""
        if not self._is_resumed:
            self._resume()
        if (fetched := self._fetched) is not None:
            self._check_age(fetched, self._clock())
        return self._version

    def _meant(self, algorithm: str, kid: str | None) -> SigningKey | None:
        fetched = self._fetched
        return meant(fetched.keys.of(algorithm), kid) if fetched else None

    def _check_age(self, fetched: Fetched, now: float) -> None:
        age = now - fetched.fetched_at
        # A set that is fetched in the future was so before somebody set the clock back.
        if 0 <= age <= MAXIMUM_AGE:
            return
        if not self._flight.is_under_way:
            self._flight.depart(self._refresh_anew)
            # This thread waits for a while. The others go on with the keys they have.
            self._flight.wait(LATER_WAIT)
        if age > LONGEST_OUTAGE:
            self._drop(fetched)

    def _look(self) -> None:
        """Look for news, and wait for them for a while."""
        # The address may be why the last fetch failed.
        self._flight.depart(self._refresh_anew if self.failure else self._refresh)
        self._wait(self._flight, FIRST_WAIT if self._fetched is None else LATER_WAIT)
        if self._flight.is_under_way:
            raise _on_their_way()

    def _refresh_anew(self) -> None:
        self._refresh(anew=True)

    def _refresh(self, *, anew: bool = False) -> None:
        fetched_at = self._clock()
        try:
            url = self._address.url(self._fetch, anew=anew)
            document = self._fetch(url)
            keys = read_key_set(document, self._algorithms)
        except (OSError, HTTPException) as error:
            self._fail("could not fetch", error)
        except ValueError as error:
            self._fail("refuses", error)
        else:
            self._judge(keys)
            self._put(Fetched(keys, fetched_at))
            self._shelf.save(url, fetched_at, document)

    def _fail(self, what: str, error: Exception) -> None:
        self.failure = str(error) or type(error).__name__
        effect = "The known keys stay in force." if self._fetched else "No key is known."
        self._log.say(f"Signet {what} the keys {self._address.name} ({self.failure}). {effect}")

    def _judge(self, found: KeySet) -> None:
        self.failure = None if found.every() else why_none(found, self._algorithms)
        if self.failure:
            self._log.say(f"Signet can't use the key set {self._address.name}: {self.failure}.")
        elif found.dropped:
            dropped = "; ".join(found.dropped)
            self._log.say(f"Signet can't use some of the keys {self._address.name}: {dropped}")

    def _put(self, fetched: Fetched) -> None:
        with self._lock:
            before, self._fetched = self._fetched, fetched
            if before is None or before.keys.keys != fetched.keys.keys:
                self._version += 1

    def _drop(self, fetched: Fetched) -> None:
        with self._lock:
            if self._fetched is fetched:
                self._fetched = None
                self._version += 1

    def _resume(self) -> None:
        """Go on with the keys on the shelf. Threads that come meanwhile do the same, as a fetch may take longer."""
        kept = self._shelf.load(self._read_kept)
        with self._lock:
            # One that found nothing in time may have been here before one that did.
            if self._fetched is None and kept is not None:
                self._fetched = Fetched(*kept)
            self._is_resumed = True

    def _read_kept(self, kept: KeptKeySet) -> KeySet:
        if not -COOL_DOWN <= self._clock() - kept.fetched_at <= LONGEST_OUTAGE:
            raise ValueError("they are too old, or of the future")
        return read_key_set(kept.document, self._algorithms)


def _on_their_way() -> KeysUnavailableError:
    error = KeysUnavailableError()
    error.retry_after = 1
    return error
