"""
The id and the secret that a service presents: ``client_secret_basic`` or ``client_secret_post`` (RFC 6749 section
2.3.1), and not both.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from drf_signet.services.errors import InvalidClientError, InvalidRequestError

LONGEST: Final = 4_096
"""Characters of the header."""


class Credentials(NamedTuple):
    """What was presented."""

    client_id: str
    secret: str

    def __repr__(self) -> str:
        return f"<credentials of {self.client_id!r}>"


def presented_by(header: str | None, parameters: Mapping[str, str]) -> Credentials:
    """
    The credentials in *header*, the value of ``Authorization``, or in the *parameters* of the body.

    Raises `InvalidClientError` where there are none, and `InvalidRequestError` where there are two.
    """
    client_id, secret = parameters.get("client_id"), parameters.get("client_secret")
    if header:
        found = _basic(header)
        # Many clients name themselves in the body in any case.
        if secret is not None or client_id not in (None, found.client_id):
            raise InvalidRequestError
        return found
    if client_id is None or secret is None:
        raise InvalidClientError
    return Credentials(client_id, secret)


def _basic(header: str) -> Credentials:
    scheme, _, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic" or len(encoded) > LONGEST:
        raise InvalidClientError
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).partition(b":")
        found = Credentials(_decoded(client_id), _decoded(secret))
    except (binascii.Error, ValueError):
        raise InvalidClientError from None
    if not colon:
        raise InvalidClientError
    return found


def _decoded(part: bytes) -> str:
    # Both parts are form-urlencoded before they are put together (RFC 6749 appendix B).
    return unquote_to_bytes(part.replace(b"+", b" ")).decode()
