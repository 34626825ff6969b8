"""A ring whose keys come and go while a process runs: by their times, and by what an operator does."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from math import inf
from threading import Lock
from typing import Final, NamedTuple, Protocol, runtime_checkable

from signet_tokens.errors import KeysUnavailableError, UnavailableError
from signet_tokens.key_ring import InForce, KeyRing, KeySource
from signet_tokens.keys import SigningKey
from signet_tokens.ring_key import RingKey, in_use, state

__all__ = ["ChangeableKeyStore", "KeyStore"]

logger = logging.getLogger(__name__)

Change = Callable[[Sequence[RingKey]], Sequence[RingKey]]

RETRY: Final = 1.0
"""Seconds until a store that failed is asked again."""

LOG_INTERVAL: Final = 60.0
"""Seconds between two lines about a store that is away."""


@runtime_checkable
class KeyStore(Protocol):
    """Where the keys of a ring are kept."""

    interval: float
    """Seconds between two looks at it."""

    def read(self) -> Sequence[RingKey]:
        """
        All keys, in the order in which they were made. It answers or raises within seconds: requests wait for it.

        Raises `OSError` or `KeyLoadError` where they can't be had now: those that were read before stay in force.
        """


@runtime_checkable
class ChangeableKeyStore(KeyStore, Protocol):
    """A store whose keys an operator can change from here, as the commands ``keys`` do."""

    def change(self, change: Change) -> Sequence[RingKey]:
        """
        Replace the keys by what *change* makes of them, and return these. One change happens at a time, in all
        processes: another one waits, within a bound.

        Raises `OSError` or `KeyLoadError` where the store is away, `KeyChangeRefusedError`, and what *change* raises.
        Then the keys are what they were.
        """


def read_keys(store: KeyStore) -> Sequence[RingKey]:
    """The keys of *store*. Raises what it raises, and `TypeError` where it returns anything else."""
    stored: tuple[object, ...] = tuple(store.read())
    keys = [one for one in stored if isinstance(one, RingKey)]
    if strange := {type(one).__name__ for one in stored if not isinstance(one, RingKey)}:
        raise TypeError(f"read() should return RingKey objects, not {', '.join(sorted(strange))}")
    return keys


class Look(NamedTuple):
    """What a look at the store brought."""

    stored: Sequence[RingKey]
    in_force: InForce
    looked_at: float
    look_again_at: float
    """When a key starts or ends, or the store is due."""


class LivingRing(KeyRing):
    """
    The keys of *store*, as their times say. One thread looks after them; the others go on with the keys they have.

    Where the store is away, the keys that were read last stay in force.
    """

    def __init__(
        self, store: KeyStore, elsewhere: KeySource | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__((), elsewhere)
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._pid = os.getpid()
        self._look: Look | None = None
        self._failed_at: float | None = None
        self._logged_at = -inf

    @property
    def store(self) -> KeyStore:
        """Where the keys are kept."""
        return self._store

    def in_force(self) -> InForce:
        """The keys, as they are now. Raises `KeysUnavailableError` while the store was never read."""
        look, now = self._look, self._clock()
        # A look that lies ahead was before somebody set the clock back: its plans are no plans any more.
        if look is not None and look.looked_at <= now < look.look_again_at:
            return look.in_force
        if look is None:
            with self._own_lock():
                return (self._look or self._renew()).in_force
        lock = self._own_lock()
        if lock.acquire(blocking=False):
            try:
                return self._renew().in_force
            finally:
                lock.release()
        return look.in_force

    def look_now(self) -> None:
        """Look at the store, for somebody who has just changed it."""
        with self._own_lock():
            self._failed_at = None
            self._renew()

    def stored(self) -> Sequence[RingKey]:
        """All keys of the store with their times, those that are over too."""
        self.in_force()
        return self._look.stored if self._look else ()

    def _own_lock(self) -> Lock:
        # A fork copies a lock that another thread holds, and not that thread.
        if self._pid != (pid := os.getpid()):
            self._lock, self._pid = Lock(), pid
        return self._lock

    def _renew(self) -> Look:
        before, now = self._look, self._clock()
        if before is None and self._failed_at is not None and 0 <= now - self._failed_at < RETRY:
            # Those who waited for the lock don't each wait for the store as well.
            raise _never_read()
        try:
            look = _looked(read_keys(self._store), now, now + self._store.interval, before)
        except Exception as error:
            # A store is anybody's class: whatever it raises, there are the keys of the last look, or a 503.
            self._log(error, now)
            if before is None:
                self._failed_at = self._clock()
                raise _never_read() from error
            look = _looked(before.stored, now, now + RETRY, before)
        else:
            self._logged_at = -inf
        self._look = look
        return look

    def _log(self, error: Exception, now: float) -> None:
        if 0 <= now - self._logged_at < LOG_INTERVAL:
            return
        self._logged_at = now
        then = "It answers 503 until it can." if self._look is None else "Those that were read last stay in force."
        said = f"{type(error).__name__}: {error}"
        logger.warning("Signet can't read its keys (%s). %s", said, then)


def _never_read() -> KeysUnavailableError:
    """The store is asked again within a second, and not after the half minute of a key set that is fetched."""
    error = KeysUnavailableError()
    error.retry_after = UnavailableError.retry_after
    return error


def _looked(stored: Sequence[RingKey], now: float, due: float, before: Look | None) -> Look:
    changes = (one.next_change(now) for one in stored)
    again_at = min(due, min((at for at in changes if at is not None), default=inf))
    return Look(stored, _in_force(stored, now, before.in_force if before else None), now, again_at)


def _in_force(stored: Sequence[RingKey], now: float, before: InForce | None) -> InForce:
    signing = in_use(stored, now)
    verifying = [one.key for one in stored if one is not signing and state(one, stored, now).verifies]
    keys = (*([signing.key] if signing else []), *verifying)
    return InForce(signing.key if signing else None, keys, _version(keys, before))


def _version(keys: tuple[SigningKey, ...], before: InForce | None) -> int:
    if before is None:
        return 0
    return before.version + bool(_names(before.keys) - _names(keys))


def _names(keys: tuple[SigningKey, ...]) -> set[tuple[str, str, str]]:
    return {(one.kid, one.algorithm, one.thumbprint) for one in keys}
