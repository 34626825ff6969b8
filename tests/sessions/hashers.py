"""Password hashers that take no time."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class FewRounds(PBKDF2PasswordHasher):
    """PBKDF2 as it was some years ago."""

    iterations = 10


class MoreRounds(PBKDF2PasswordHasher):
    """PBKDF2 as it is today."""

    iterations = 20


MD5: Final = "django.contrib.auth.hashers.MD5PasswordHasher"
FEW: Final = "tests.sessions.hashers.FewRounds"
MORE: Final = "tests.sessions.hashers.MoreRounds"
