"""
Hashing passwords: what Argon2 is asked to do comes from ARGON2, and only a few hashes are made at once.

A hash is meant to take memory and processor time. Beyond what the machine has, everybody would wait for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock, local
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.auth import hashers

from drf_signet.errors import PasswordsBusyError
from drf_signet.outage_log import OUTAGES

AT_ONCE: Final = 2
"""Hashes that one process makes at the same time: there is a process for each core."""

Result = TypeVar("Result")

WAIT: Final = 3.0
"""Seconds to wait for one's turn."""


class Places:
    """
    As many threads as may hash at once.

    They are always the same ones, as the memory in which a thread has hashed is kept for that thread.
    """

    def __init__(self, number: int, wait: float) -> None:
        self._number = number
        self._wait = wait
        self._here = local()
        self._threads: ThreadPoolExecutor | None = None
        self._lock = Lock()
        self._inside = 0
        self.busy = 0
        """Hashes that are being made."""

    @property
    def waiting(self) -> int:
        """Hashes that wait for their turn."""
        return max(0, self._inside - self.busy)

    def run(self, hash_it: Callable[[], Result]) -> Result:
        """What *hash_it* answers, in its turn. Raises `PasswordsBusyError` where that didn't come in time."""
        if getattr(self._here, "is_hashing", False):
            # One method of a hasher calls another.
            return hash_it()
        with self._counted():
            return self._in_turn(hash_it)

    def _in_turn(self, hash_it: Callable[[], Result]) -> Result:
        turn = self._pool().submit(self._hash, hash_it)
        try:
            return turn.result(self._wait)
        except TimeoutError:
            if not turn.cancel():
                return turn.result()
            OUTAGES.tell(PasswordsBusyError.code, PasswordsBusyError())
            raise PasswordsBusyError from None

    def end_threads(self) -> None:
        """Let them end, as before a fork. Whoever hashes next starts new ones."""
        with self._lock:
            ending, self._threads = self._threads, None
        if ending is not None:
            ending.shutdown()

    def _pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self._number, thread_name_prefix="signet_hashing")
            return self._threads

    def _hash(self, hash_it: Callable[[], Result]) -> Result:
        self._here.is_hashing = True
        with self._lock:
            self.busy += 1
        try:
            return hash_it()
        finally:
            with self._lock:
                self.busy -= 1

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1


PLACES: Final = Places(AT_ONCE, WAIT)


class BoundedHasher(hashers.BasePasswordHasher):
    """Whether this hasher needs a place: it does if it is slow."""

    def encode(self, password: str, salt: str, *args: Any) -> str:
        """The hash of *password*."""
        return PLACES.run(lambda: str(super(BoundedHasher, self).encode(password, salt, *args)))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether *encoded* is a hash of *password*."""
        return PLACES.run(lambda: bool(super(BoundedHasher, self).verify(password, encoded)))

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Take as long for an old hash as for a new one."""
        PLACES.run(lambda: super(BoundedHasher, self).harden_runtime(password, encoded))


class Argon2PasswordHasher(BoundedHasher, hashers.Argon2PasswordHasher):
    """Argon2id (RFC 9106), as ARGON2 says. Hashes that were made otherwise verify, and are made anew at a sign-in."""

    def __init__(self) -> None:
        self.memory_cost, self.time_cost, self.parallelism = settings.ARGON2


class PBKDF2PasswordHasher(BoundedHasher, hashers.PBKDF2PasswordHasher):
    """For users who come from elsewhere."""


class ScryptPasswordHasher(BoundedHasher, hashers.ScryptPasswordHasher):
    """The same."""
