"""The passwords and keys of one cluster, made anew at each start."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


def _word() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Secrets:
    """Only the owner of the folder can read the files that have them."""

    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    key_encryption_key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    superuser: str = field(default_factory=_word, repr=False)
    replication: str = field(default_factory=_word, repr=False)
    database: str = field(default_factory=_word, repr=False)
    cache: str = field(default_factory=_word, repr=False)
    user: str = field(default_factory=lambda: secrets.token_urlsafe(9), repr=False)
    """Of `USERNAME`, who signs in to the web app."""


USERNAME = "ada"
