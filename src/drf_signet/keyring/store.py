"""`KeyTable`: SIGNING_KEYS in the database, for all processes together."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from django.db import Error, IntegrityError, transaction

from drf_signet.conf import get_settings
from drf_signet.database_errors import is_conflict, is_duplicate
from drf_signet.databases import database_for
from drf_signet.errors import KeyLoadError
from drf_signet.keyring.key_encryption import KeyEncryption
from drf_signet.keyring.models import EncryptedKey
from drf_signet.keyring.own_connection import on_own_connection
from drf_signet.keyring.rows import all_opened, columns_of
from signet_tokens.errors import KeyChangeRefusedError
from signet_tokens.living_ring import Change
from signet_tokens.ring_key import RingKey

__all__ = ["KeyTable"]

ATTEMPTS: Final = 10
PAUSE: Final = 0.02
"""Seconds; multiplied by the number of the attempt and a random share, so that those in conflict part."""

EMPTY: Final = "The table of keys is empty. Make a key with keys generate."
UNREADABLE: Final = (
    "No key of the table can be read. Set KEY_ENCRYPTION_KEYS to the key that encrypted them; the log names each row."
)

CLOSED: Final = (
    "{} of {} keys in the table can't be opened, so nothing was changed. Add the key that encrypted them to "
    "KEY_ENCRYPTION_KEYS, or delete their rows; the log names each."
)

Opened = Sequence[tuple[EncryptedKey, RingKey]]
Result = TypeVar("Result")


class _LostRaceError(Exception):
    """Somebody else changed the keys first: look again, and decide again."""


class KeyTable:
    """
    The keys in the table of ``drf_signet.keyring``, encrypted with KEY_ENCRYPTION_KEYS.

    Where tenants have schemas or databases of their own, they share this one: each process has one ring.
    """

    interval = 5.0
    """Seconds between two looks, which are one query each."""

    def __init__(self) -> None:
        self._refused: dict[int, str] = {}

    def __repr__(self) -> str:
        return f"the table {EncryptedKey._meta.db_table}"

    def read(self) -> Sequence[RingKey]:
        """
        All keys. One query, on a connection of its own, to the database that is written to.

        Rows that can't be opened, or that somebody has changed, are left out, and the log names them. Raises
        `KeyLoadError` where the database is away, or no key is left.
        """
        keys = [one for _, one in self._queried(lambda alias: self._opened(_rows(alias)))]
        if not keys:
            raise KeyLoadError(UNREADABLE if self._refused else EMPTY)
        return keys

    def change(self, change: Change) -> Sequence[RingKey]:
        """
        Replace the keys by what *change* makes of them, all or none; the first of KEY_ENCRYPTION_KEYS encrypts them.

        Of two changes at once, the second is made of what the first one left. Raises `KeyLoadError` where the database
        is away, `KeyChangeRefusedError` where a row can't be opened, or others change the keys again and again, and
        what *change* raises.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._queried(lambda alias: self._changed(alias, change))
            except _LostRaceError:
                time.sleep(random.uniform(0, PAUSE * attempt))  # noqa: S311  # no secret
        raise KeyChangeRefusedError("Others change the keys at the same time. Try again.")

    def _opened(self, rows: Sequence[EncryptedKey]) -> Opened:
        return list(all_opened(rows, _encryption(), self._refused))

    def _changed(self, alias: str, change: Change) -> Sequence[RingKey]:
        rows = _rows(alias)
        before = self._opened(rows)
        if len(before) < len(rows):
            # One of them may be the key that signs.
            raise KeyChangeRefusedError(CLOSED.format(len(rows) - len(before), len(rows)))
        keys = change([one for _, one in before])
        with _conflicts(), transaction.atomic(using=alias):
            _replace(alias, before, keys, next_number=rows[-1].number + 1 if rows else 1)
        return keys

    def _queried(self, act: Callable[[str], Result]) -> Result:
        try:
            return on_own_connection(database_for(EncryptedKey), act)
        except Error as error:
            reason = str(error).partition("\n")[0]
            raise KeyLoadError(f"The table of keys can't be reached: {type(error).__name__}: {reason}") from error


def _rows(alias: str) -> Sequence[EncryptedKey]:
    return list(EncryptedKey._base_manager.using(alias).order_by("number"))


def _replace(alias: str, before: Opened, keys: Sequence[RingKey], next_number: int) -> None:
    # Each row is written, so that of two changes at once the second finds no row as it was, or its number taken.
    encryption = _encryption()
    new = {one.key.kid: one for one in keys}
    rows = EncryptedKey._base_manager.using(alias)
    for row, one in before:
        same = rows.filter(number=row.number, sealed=row.sealed)
        kept = new.pop(one.key.kid, None)
        done = same.delete()[0] if kept is None else same.update(**columns_of(kept, encryption))
        if not done:
            raise _LostRaceError
    for number, one in enumerate(new.values(), start=next_number):
        rows.create(number=number, **columns_of(one, encryption))


def _encryption() -> KeyEncryption:
    return KeyEncryption(get_settings().KEY_ENCRYPTION_KEYS)


@contextmanager
def _conflicts() -> Iterator[None]:
    """In this block, what a database says of a lost race is one."""
    try:
        yield
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise _LostRaceError from error
    except Error as error:
        if not is_conflict(error):
            raise
        raise _LostRaceError from error
