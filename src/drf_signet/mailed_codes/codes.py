"""
What is in the mail: a code of 30 bits, and the token of a link.

Both are made of the row by SECRET_KEY, so nobody who reads the table learns them, and a mail that is sent again has the
same. SECRET_KEY_FALLBACKS verify. Those of one tenant are nothing to another.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from drf_signet.mailed_codes.models import MailedCode
from drf_signet.tenant import for_tenant

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which look like others, or make words."""

LENGTH: Final = 6
LOOK_ALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
"""Letters and marks that users type instead of those in the mail."""

TYPED_LENGTH: Final = 64
"""Characters that are read, spaces and hyphens among them."""

REQUEST_BYTES: Final = 32

SALT: Final = "drf_signet.mailed_codes"


def code_of(row: MailedCode) -> str:
    """The code of *row*."""
    return _code(row, settings.SECRET_KEY)


def is_code_of(row: MailedCode, typed: str) -> bool:
    """Whether somebody who *typed* this, in whatever case, means the code of *row*."""
    read = typed.upper().translate(LOOK_ALIKES)
    return any(constant_time_compare(read, one) for one in _codes(row))


def token_of(row: MailedCode) -> str:
    """The token of the link to *row*."""
    return _signer().sign_object(str(row.pk))


def read_token(token: str) -> UUID | None:
    """The key of the row to which the link with *token* leads, if it is such a token. No query."""
    try:
        return UUID(_signer().unsign_object(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def new_request() -> str:
    """What binds a code to the device that asks for it: 256 random bits."""
    return secrets.token_urlsafe(REQUEST_BYTES)


def digest_of(request: str) -> str:
    """The SHA-256 of *request*, to be stored: nobody can guess a request."""
    return sha256(request.encode(errors="surrogatepass")).hexdigest()


def _codes(row: MailedCode) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _code(row, key)


def _code(row: MailedCode, key: str | bytes) -> str:
    salt = for_tenant(f"{SALT}.code")
    digest = salted_hmac(salt, f"{row.pk} {row.address}", secret=key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    bits = len(ALPHABET).bit_length() - 1
    return "".join(ALPHABET[number >> bits * place & len(ALPHABET) - 1] for place in range(LENGTH))


def _signer() -> Signer:
    return Signer(salt=for_tenant(f"{SALT}.link"))
