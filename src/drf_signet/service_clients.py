"""
The services that may ask about tokens, as SERVICES names them. No secret is ever shown.

    SERVICES = {
        "orders": "a long random secret",                       # or ("the new one", "the one before")
        "billing": {"secret": "sha256:9f86d0…", "audience": "https://billing.example.com"},
    }
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from drf_signet.conf import NAME, get_settings
from drf_signet.misconfiguration import MisconfiguredError, logged

HASHED: Final = "sha256:"
"""How a secret begins of which only the SHA-256 is kept, in hexadecimal: enough for a long random one."""

HASH: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
MEMBERS: Final = frozenset({"secret", "audience"})


@dataclass(frozen=True, slots=True)
class Client:
    """A service that may ask."""

    client_id: str
    secrets: tuple[str, ...] = field(repr=False)
    """Those that are valid, each as it is or as its hash."""

    audiences: frozenset[str] = frozenset()
    """One of these has to be in the audience of a token. Otherwise, this service learns nothing of it. None: any is."""

    def has_secret(self, presented: str) -> bool:
        """Whether *presented* is one of its secrets."""
        digest = digest_of(presented)
        # Each of them, so that the time doesn't say which.
        return sum(hmac.compare_digest(digest, _stored(one)) for one in self.secrets) > 0


def client_named(client_id: str) -> Client | None:
    """The service with that id. Raises `MisconfiguredError` where SERVICES names no secret for it."""
    written = get_settings().SERVICES.get(client_id)
    try:
        return None if written is None else read_client(client_id, written)
    except ValueError as error:
        raise logged(MisconfiguredError(f"{NAME}['SERVICES'][{client_id!r}] {error}.")) from None


def read_client(client_id: str, written: object) -> Client:
    """The service with that id, as SERVICES has it *written*. Raises `ValueError` for what names no secret."""
    members = written if isinstance(written, Mapping) else {"secret": written}
    if unknown := members.keys() - MEMBERS:
        raise ValueError(f"has {', '.join(sorted(map(repr, unknown)))}, which means nothing")
    found = _texts(members.get("secret"))
    if not found:
        raise ValueError("has no secret")
    if any(one.startswith(HASHED) and not HASH.fullmatch(one) for one in found):
        raise ValueError("has a hash that is not 'sha256:' and 64 hexadecimal digits in lower case")
    return Client(client_id, found, frozenset(_texts(members.get("audience", ()))))


def digest_of(secret: str) -> bytes:
    """The SHA-256 of *secret*."""
    # What UTF-8 can't write is no secret of anybody, and no error.
    return sha256(secret.encode(errors="surrogatepass")).digest()


def _stored(secret: str) -> bytes:
    return bytes.fromhex(secret.removeprefix(HASHED)) if secret.startswith(HASHED) else digest_of(secret)


def _texts(value: Any) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, (list, tuple)) or not all(isinstance(one, str) and one for one in texts):
        raise ValueError("needs a string, or several strings, as its secret and as its audience")
    return tuple(texts)


NOBODY: Final = Client("", (f"{HASHED}{secrets.token_hex(32)}",))
"""Stands for a service that isn't there, so that it takes as long to refuse."""
