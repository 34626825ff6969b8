"""The keys of the project, as an operator sees and changes them, wherever they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import isfinite
from typing import Final

from drf_signet.conf import NAME, get_settings
from drf_signet.errors import KeyChangeRefusedError, KeysUnavailableError
from drf_signet.keys_in_force import get_ring
from drf_signet.token_lifetimes import longest_lifetime
from signet_tokens.living_ring import RETRY, Change, ChangeableKeyStore, LivingRing, read_keys
from signet_tokens.ring_changes import Waits
from signet_tokens.ring_document import as_text, written_ring
from signet_tokens.ring_key import RingKey, active

SETTING: Final = f"{NAME}['SIGNING_KEYS']"


def present_keys() -> Sequence[RingKey]:
    """
    All keys, read now: of SIGNING_KEYS, or those of the other settings.

    Raises `MisconfiguredError`, and `KeysUnavailableError` in the words of the store.
    """
    ring = get_ring()
    if not isinstance(ring, LivingRing):
        return [RingKey(one) for one in ring.keys]
    store = ring.store
    return _asked(lambda: read_keys(store))


def change_keys(change: Change) -> Sequence[RingKey]:
    """
    Change the keys where they are kept, for all processes. The answer is what they are now.

    Raises `KeyChangeRefusedError`, also where they are kept in the settings; otherwise as `present_keys`.
    """
    ring = get_ring()
    if not isinstance(ring, LivingRing) or not isinstance(ring.store, ChangeableKeyStore):
        raise KeyChangeRefusedError(why_not())
    store = ring.store
    keys = _asked(lambda: store.change(change))
    ring.look_now()
    return keys


def why_not() -> str:
    """Why the keys can't be changed from here, and how to change them."""
    if get_settings().SIGNING_KEYS is None:
        return (
            f"{SETTING} isn't set, so there is no place for several keys. Run this with --print, and set it to what "
            "that prints: a JWK Set that begins with the present keys."
        )
    return (
        f"Only you can change the keys of {SETTING}. Run this with --print, and put what that "
        "prints in their place: a JWK Set, with private keys in it. Then restart all processes."
    )


def changed_set(change: Change) -> str:
    """
    The keys as *change* makes them, with their private parts, as the text of a JWK Set. Nothing is changed.

    Raises as `change_keys`, and `KeyChangeRefusedError` where a signer elsewhere has a private part.
    """
    try:
        present = present_keys()
    except KeysUnavailableError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        present = []
    keys = change(present)
    for one in keys:
        if one.key.is_elsewhere:
            raise KeyChangeRefusedError(f"The key {one.key.kid} is with a signer elsewhere, so it can't be printed.")
    return as_text(written_ring(keys))


def waits() -> Waits:
    """How long verifiers may go without the newest keys, our own processes among them, and how long tokens live."""
    ring = get_ring()
    interval = ring.store.interval if isinstance(ring, LivingRing) else 0.0
    # For as long, one process may still sign with a key that another one has replaced.
    behind = interval + RETRY if isfinite(interval) else RETRY
    publication = max(get_settings().KEY_PUBLICATION_PERIOD.total_seconds(), behind)
    return Waits(publication, (longest_lifetime() + timedelta(seconds=behind)).total_seconds())


def usual_algorithm(now: float) -> str:
    """The algorithm of the key that signs, or ALGORITHM."""
    try:
        signing = active(present_keys(), now)
    except KeysUnavailableError:
        signing = None
    return signing.key.algorithm if signing else get_settings().ALGORITHM


def _asked(store: Callable[[], Sequence[RingKey]]) -> Sequence[RingKey]:
    try:
        return store()
    except KeyChangeRefusedError:
        raise
    except Exception as error:
        raise KeysUnavailableError(f"{SETTING} can't be used now ({type(error).__name__}: {error}).") from error
