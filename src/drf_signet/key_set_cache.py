"""Where the key sets of other issuers outlive the process, by KEY_SET_CACHE: in a cache of Django's, or in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Final

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.signing import BadSignature, Signer

from drf_signet.thread_connections import close_own_connections
from signet_tokens.kept_key_sets import FileKeeper, KeySetKeeper
from signet_tokens.remote_keys import LONGEST_OUTAGE

PATIENCE: Final = 2.0
"""Seconds that a cache has for its answer. Many clients of caches have no limit of their own."""

SALT: Final = "drf_signet.key_set_cache"


def keeper_at(place: str | Path | None) -> KeySetKeeper | None:
    """What keeps key sets in *place*, the value of KEY_SET_CACHE."""
    if place is None:
        return None
    return FileKeeper(place) if isinstance(place, Path) else CacheKeeper(place)


class CacheKeeper:
    """
    Keeps key sets in the cache *alias*, signed with ``SECRET_KEY``.

    Others may write to a cache, and anyone who could plant a key there could sign in as anybody.
    """

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._stuck: Thread | None = None

    def load(self, key: str) -> str | None:
        """The text that was saved last under *key*. Raises `ValueError` for one that we didn't sign as such."""
        signed = self._in_time(lambda cache: cache.get(key))
        if signed is None:
            return None
        try:
            return _signer(key).unsign(str(signed))
        except BadSignature:
            raise ValueError("another program wrote them, or SECRET_KEY has changed") from None

    def save(self, key: str, text: str) -> None:
        """Keep *text* under *key*."""
        signed = _signer(key).sign(text)
        self._in_time(lambda cache: cache.set(key, signed, LONGEST_OUTAGE))

    def _in_time(self, act: Callable[[BaseCache], object]) -> object:
        """
        What *act* returns for the cache, in a thread of its own. Raises what it raises, and `TimeoutError`.

        While the cache leaves a thread waiting for longer than it may, there is no other one.
        """
        if self._stuck is not None and self._stuck.is_alive():
            raise TimeoutError("the cache doesn't answer")
        outcome: list[object] = []
        failure: list[Exception] = []

        def run() -> None:
            try:
                outcome.append(act(caches[self._alias]))
            except Exception as error:  # each cache has errors of its own  # noqa: BLE001
                failure.append(error)
            finally:
                caches.close_all()
                # A cache in the database opened them.
                close_own_connections()

        errand = Thread(target=run, name="signet-key-set-cache", daemon=True)
        errand.start()
        errand.join(PATIENCE)
        if failure:
            raise failure[0]
        if not outcome:
            self._stuck = errand
            raise TimeoutError("the cache doesn't answer")
        return outcome[0]


def _signer(key: str) -> Signer:
    return Signer(salt=f"{SALT} {key}")
