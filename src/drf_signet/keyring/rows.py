"""From a key to its row, and back. Somebody else may have written the row, so its columns have to agree."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import Final

from drf_signet.errors import KeyLoadError
from drf_signet.keyring.key_encryption import KeyEncryption
from drf_signet.keyring.models import EncryptedKey
from signet_tokens.ring_document import as_text, read_ring, written_ring
from signet_tokens.ring_key import RingKey

logger: Final = logging.getLogger("drf_signet")

TIMES: Final = ("published_at", "signs_from", "verifies_until", "compromised_at")
SLACK: Final = 0.001
"""Seconds: not every database keeps the last digit of a number."""


def columns_of(one: RingKey, encryption: KeyEncryption) -> Mapping[str, object]:
    """What the row of *one* holds, except its number."""
    times = {name: getattr(one, name) for name in TIMES}
    sealed = encryption.seal(as_text(written_ring([one])))
    return {"kid": one.key.kid, "algorithm": one.key.algorithm, **times, "reason": one.reason, "sealed": sealed}


def opened(row: EncryptedKey, encryption: KeyEncryption) -> RingKey:
    """The key in *row*. Raises `KeyLoadError` where it can't be opened, or is another one than the row says."""
    read = read_ring(encryption.open(row.sealed), row.algorithm)
    if len(read) != 1 or not _is_of(row, read[0]):
        raise KeyLoadError("Its columns differ from its encrypted text.")
    return read[0]


def all_opened(
    rows: Iterable[EncryptedKey], encryption: KeyEncryption, refused: dict[int, str]
) -> Iterator[tuple[EncryptedKey, RingKey]]:
    """
    Those of *rows* that can be opened, with their keys. Of the others, the log says why, once.

    *refused* remembers for that what was refused before.
    """
    kids: set[str] = set()
    for row in rows:
        try:
            one = opened(row, encryption)
            if one.key.kid in kids:
                raise KeyLoadError("Another row has the same key.")
        except KeyLoadError as error:
            if refused.get(row.number) != row.sealed:
                logger.warning("Signet refuses the key %s in row %s of its table: %s", row.kid, row.number, error)
            refused[row.number] = row.sealed
        else:
            kids.add(one.key.kid)
            refused.pop(row.number, None)
            yield row, one


def _is_of(row: EncryptedKey, one: RingKey) -> bool:
    names = (row.kid, row.algorithm, row.reason) == (one.key.kid, one.key.algorithm, one.reason)
    return names and all(_same(getattr(row, name), getattr(one, name)) for name in TIMES)


def _same(shown: float | None, sealed: float | None) -> bool:
    if shown is None or sealed is None:
        return shown is sealed
    return isclose(shown, sealed, rel_tol=0, abs_tol=SLACK)
