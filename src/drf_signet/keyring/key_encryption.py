"""The keys that encrypt the keys of the table: KEY_ENCRYPTION_KEYS. The first encrypts, and all of them decrypt."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from drf_signet.errors import KeyLoadError

KEY_BYTES: Final = 32
HEADER: Final = {"alg": "dir", "enc": "A256GCM", "cty": "jwk+json"}
"""RFC 7518 sections 4.5 and 5.3, and RFC 7517 section 7."""

ACCEPTED: Final = [HEADER["alg"], HEADER["enc"]]
MAKE: Final = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


class KeyEncryption:
    """
    Seals texts with the first of *keys*, and opens those that any of them sealed.

    Each key is 32 bytes in base64, with either alphabet. Raises `KeyLoadError`, whose message holds nothing of them.
    """

    def __init__(self, keys: str | Sequence[str] | None) -> None:
        given = [keys] if isinstance(keys, str) else list(keys or ())
        if not given:
            raise KeyLoadError("KEY_ENCRYPTION_KEYS is not set.")
        self._keys = [OctKey.import_key(_read(text, number)) for number, text in enumerate(given, start=1)]

    def seal(self, text: str) -> str:
        """*text* as a JWE in its compact form."""
        return jwe.encrypt_compact(HEADER, text.encode(), self._keys[0], algorithms=ACCEPTED)

    def open(self, sealed: str) -> str:
        """The text in *sealed*. Raises `KeyLoadError` where no key opens it, or somebody has changed it."""
        for key in self._keys:
            try:
                opened = jwe.decrypt_compact(sealed, key, algorithms=ACCEPTED).plaintext
            except (JoseError, ValueError, TypeError, KeyError):
                continue
            return (opened or b"").decode("utf-8", "replace")
        raise KeyLoadError("No key of KEY_ENCRYPTION_KEYS opens it, or somebody has changed it.")


def _read(text: str, number: int) -> bytes:
    padded = text.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        key = b64decode(padded + "=" * (-len(padded) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyLoadError(f"Key {number} of KEY_ENCRYPTION_KEYS should be {KEY_BYTES} random bytes in base64.")
    return key
