"""The keys that sign tokens, as SIGNING_KEYS and KEY_ENCRYPTION_KEYS in the environment name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from drf_signet.errors import KeyLoadError
from drf_signet.key_stores import KEY_TABLE
from drf_signet.keyring.key_encryption import MAKE, KeyEncryption
from signet_server.environment_variables import Environment
from signet_tokens.ring_document import read_ring
from signet_tokens.ring_key import RingKey

TABLE: Final = "table"
"""The value of SIGNING_KEYS for keys in the database."""

LONGEST_LIFETIME: Final = timedelta(days=14)
"""Of a token of the service: that of a refresh token."""

ALGORITHM: Final = "ES256"
"""Of keys that the service makes, and of those that don't name one."""


def read_signing_keys(variables: Mapping[str, str], problems: list[str]) -> str | Path | None:
    """A JWK Set, the path of a file, or `TABLE`; None where SIGNING_KEYS is not set. A file need not be there yet."""
    value = variables.get("SIGNING_KEYS", "").strip()
    if not value.startswith("{"):
        return TABLE if value == TABLE else Path(value).absolute() if value else None
    try:
        if not any(can_ever_sign(one) for one in read_ring(value, ALGORITHM)):
            problems.append("SIGNING_KEYS has no private key that may sign: run 'signet keys generate' to make one.")
    except KeyLoadError as error:
        problems.append(f"SIGNING_KEYS can't be used. {error}")
    return value


def read_key_encryption_keys(variables: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    """The keys for encryption. They are needed with a table of keys, and useless without one."""
    keys = tuple(one for one in re.split(r"[\s,]+", variables.get("KEY_ENCRYPTION_KEYS", "")) if one)
    if variables.get("SIGNING_KEYS", "").strip() != TABLE:
        if keys:
            problems.append(f"KEY_ENCRYPTION_KEYS has no effect unless SIGNING_KEYS is {TABLE!r}: remove it.")
        return ()
    try:
        KeyEncryption(keys)
    except KeyLoadError as error:
        problems.append(f"{str(error).rstrip('.')}: run {MAKE} to make one.")
    return keys


def keys_of(environment: Environment) -> Mapping[str, object]:
    """The settings of the library that say which keys sign and verify."""
    keys = environment.signing_keys
    if keys is None:
        return {"SIGNING_KEY": environment.signing_key}
    if keys == TABLE:
        encryption = {"KEY_ENCRYPTION_KEYS": environment.key_encryption_keys}
        return {"ALGORITHM": ALGORITHM, "SIGNING_KEYS": KEY_TABLE, **encryption}
    return {"ALGORITHM": ALGORITHM, "SIGNING_KEYS": keys}


def can_ever_sign(one: RingKey) -> bool:
    """Whether *one* has its private part, and is not compromised."""
    return one.key.can_sign and one.compromised_at is None
