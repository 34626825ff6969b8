"""
Settings that hold for both packages during an operation, put in force before the clock starts.

Simple JWT builds its token backend and most else from the settings at import, and never looks again. So what
it built is exchanged for what it would have built; its code is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import rest_framework_simplejwt.state as simple_state
from django.test import override_settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.settings import api_settings as simple_settings

from bench.keys import KEY_PAIRS
from bench.settings import SIGNET

DEFAULT_HASHER = "django.contrib.auth.hashers.PBKDF2PasswordHasher"


@contextmanager
def last_login() -> Iterator[None]:
    """Both write ``last_login`` at each sign-in."""
    name = "UPDATE_LAST_LOGIN"
    with override_settings(SIGNET={**SIGNET, name: True}), patch.object(simple_settings, name, new=True):
        yield


@contextmanager
def algorithm(name: str) -> Iterator[None]:
    """Both sign and verify with *name* and the same key pair."""
    pair = KEY_PAIRS[name]
    theirs = TokenBackend(name, pair.private, pair.public)
    with (
        override_settings(SIGNET={**SIGNET, "ALGORITHM": name, "SIGNING_KEY": pair.private}),
        patch.object(simple_state, "token_backend", theirs),
    ):
        yield


@contextmanager
def default_hasher() -> Iterator[None]:
    """Passwords are hashed as they are where nobody says otherwise: slowly, on purpose."""
    with override_settings(PASSWORD_HASHERS=[DEFAULT_HASHER]):
        yield
