"""Whether two names look alike: they are then of one key."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from confusable_homoglyphs import confusables

from drf_signet.known_places import LONGEST_NAME

KEY_LENGTH: Final = 64
"""Hexadecimal digits."""


def keys_of(name: str) -> frozenset[str]:
    """
    The keys of *name*, one or two. Names that share a key look alike, or differ in case alone.

    A key is a digest of the skeleton of Unicode Technical Standard 39, section 4, whatever the case: that of the
    letters as they are, where a capital I passes for an l, and that of the small ones.
    """
    normal = unicodedata.normalize("NFKC", name[:LONGEST_NAME]).strip()
    forms = {_skeleton(_skeleton(one).casefold()) for one in (normal, normal.casefold())}
    return frozenset(sha256(form.encode(errors="surrogatepass")).hexdigest() for form in forms)


def _skeleton(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(map(_prototype, decomposed)))


@lru_cache(maxsize=4_096)
def _prototype(letter: str) -> str:
    """What stands for all that look like *letter*."""
    # The data has each pair both ways: a prototype beside all that look like it, and each of those beside it alone.
    found = [letter, *(_plain(one) for one in _alike(letter))]
    return max(found, key=lambda one: (len(_alike(one)), len(one), one))


def _alike(letter: str) -> list[Any]:
    data: dict[str, list[Any]] = confusables.confusables_data
    return data.get(letter, [])


def _plain(one: dict[str, str]) -> str:
    return one["c"].strip("\u200e")
