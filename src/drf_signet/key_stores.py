"""Where the keys of SIGNING_KEYS are kept: in the settings themselves, in files, or where a class of anybody's says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Final

from django.utils.module_loading import import_string

from drf_signet.errors import KeyLoadError
from signet_tokens.key_file import KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import KeyStore
from signet_tokens.ring_document import read_ring
from signet_tokens.ring_key import RingKey

OneKey = str | bytes | Path | Mapping[str, object]
Keys = str | Path | Mapping[str, object] | Sequence[OneKey]

KEY_TABLE: Final = "drf_signet.keyring.store.KeyTable"
DOTTED: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
NO_STORE: Final = "It is neither a JWK Set, nor the dotted path of a class."


class ListedKeys:
    """
    The keys of a list, of which the first that may sign does: secrets, PEM documents, JWKs, and files of them.

    Where *keys* names files, they are read again when they change.
    """

    def __init__(self, keys: Sequence[OneKey], algorithm: str) -> None:
        parts = [_part(one, algorithm, number) for number, one in enumerate(keys, start=1)]
        self.interval = min((part.interval for part in parts), default=inf)
        self.parts = parts

    def read(self) -> Sequence[RingKey]:
        """All of them. Raises `OSError` or `KeyLoadError`."""
        return [key for part in self.parts for key in part.read()]


class FixedKeys:
    """Keys that are what they are until the process ends. Raises `KeyLoadError`."""

    interval = inf

    def __init__(self, keys: Sequence[str | bytes | Mapping[str, object]], algorithm: str) -> None:
        self._keys = [key for one in keys for key in _read(one, algorithm)]

    def read(self) -> Sequence[RingKey]:
        """All of them."""
        return self._keys


def store_of(keys: Keys, algorithm: str) -> KeyStore:
    """
    The store that *keys*, the value of SIGNING_KEYS, means. Keys that don't say theirs are for *algorithm*.

    Raises `KeyLoadError`, and `ImportError` for a dotted path where nothing is.
    """
    if isinstance(keys, Path):
        return KeyFile(keys, algorithm)
    if isinstance(keys, Mapping) or (isinstance(keys, str) and keys.lstrip().startswith("{")):
        return FixedKeys([keys], algorithm)
    if isinstance(keys, str):
        return _imported(keys)
    return ListedKeys(keys, algorithm)


def files_of(store: KeyStore) -> list[KeyFile]:
    """The files that *store* reads."""
    parts = store.parts if isinstance(store, ListedKeys) else [store]
    return [one for one in parts if isinstance(one, KeyFile)]


def _imported(path: str) -> KeyStore:
    if not DOTTED.fullmatch(path):
        # Not in the words of an ImportError, which would hold a key that was put here by mistake.
        raise KeyLoadError(NO_STORE if path.strip() else "The key is empty.")
    try:
        store = import_string(path)()
    except ImportError:
        raise
    except Exception as error:
        raise KeyLoadError(f"{path}() raises {type(error).__name__}: {error}") from error
    if not isinstance(store, KeyStore):
        raise KeyLoadError(f"{path}() is no store of keys: it lacks read() or interval.")
    return store


def _part(one: OneKey, algorithm: str, number: int) -> KeyFile | FixedKeys:
    if isinstance(one, Path):
        return KeyFile(one, algorithm)
    try:
        return FixedKeys([one], algorithm)
    except KeyLoadError as error:
        raise KeyLoadError(f"Key {number}: {error}") from None


def _read(key: str | bytes | Mapping[str, object], algorithm: str) -> list[RingKey]:
    if isinstance(key, Mapping):
        return read_ring(key, algorithm)
    text = key if isinstance(key, str) else key.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        return read_ring(text, algorithm)
    if not key.strip():
        raise KeyLoadError("The key is empty.")
    return [RingKey(SigningKey.load(key, algorithm))]
