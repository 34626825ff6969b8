"""
The key of an identity: the SHA-256 of its issuer and subject.

Few collations of MySQL and MariaDB tell all letters apart, and few indexes hold two columns of 255 characters. A digest
is short, has letters of ASCII alone, and is another one for any other spelling.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from django.db.models import CharField, Model

DIGEST_LENGTH: Final = 64
"""Letters of a SHA-256 in hexadecimal."""


def key_of_identity(issuer: str, subject: str) -> str:
    """The key of whoever is *subject* to *issuer*. No two pairs have the same."""
    # The length says where the issuer ends: neither of the two can pass for a part of the other.
    return sha256(f"{len(issuer)} {issuer}{subject}".encode(errors="surrogatepass")).hexdigest()


class IdentityKeyField(CharField):  # type: ignore[type-arg]  # not generic where it runs
    """Holds the key of its row, and writes it by itself, also in ``bulk_create``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": DIGEST_LENGTH, "unique": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: Model, add: bool) -> str:
        """What is written: the key of the issuer and the subject that the row has now."""
        row: Any = model_instance
        key = key_of_identity(row.issuer, row.subject)
        setattr(row, self.attname, key)
        return key
