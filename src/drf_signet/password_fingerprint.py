"""
The claim that ends a token when the password changes.

It is Django's session auth hash: an HMAC of the stored password under ``SECRET_KEY``, so it tells a reader of the
token nothing, and it honours ``SECRET_KEY_FALLBACKS``.

A stateless token can't tell a new password from a stored one that Django upgraded to a newer hasher when its user
signed in: the user's other tokens end then, too. A session can (`drf_signet.sessions.rehash`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import constant_time_compare, salted_hmac

from drf_signet.errors import PasswordChangedError

LENGTH: Final = 32
"""Hexadecimal digits: 128 bits are plenty for a keyed fingerprint, and tokens stay short."""


def fingerprint(user: AbstractBaseUser) -> str:
    """The fingerprint to write into a token for *user*."""
    if hasattr(user, "get_session_auth_hash"):
        return str(user.get_session_auth_hash())[:LENGTH]
    # A model of the project's own that is not derived from Django's.
    return salted_hmac(__name__, str(getattr(user, "password", "")), algorithm="sha256").hexdigest()[:LENGTH]


def check_fingerprint(claim: object, user: AbstractBaseUser) -> None:
    """Raise `PasswordChangedError` unless *claim* is the fingerprint of the password that *user* has now."""
    if not isinstance(claim, str) or not any(constant_time_compare(claim, one) for one in fingerprints(user)):
        raise PasswordChangedError


def fingerprints(user: AbstractBaseUser) -> Iterator[str]:
    """Those that are accepted: the present one, and those under SECRET_KEY_FALLBACKS."""
    yield fingerprint(user)
    older: Callable[[], Iterable[str]] = getattr(user, "get_session_auth_fallback_hash", tuple)
    yield from (one[:LENGTH] for one in older())
