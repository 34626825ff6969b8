"""Settings: read by a project's own code, its rule for users, and its own system checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import assert_type

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Tags, Warning, register

from drf_signet.checks import Check, rule
from drf_signet.conf import get_settings, read
from drf_signet.keys_in_force import get_ring
from drf_signet.settings import Settings
from drf_signet.user_rule import UserRule, is_active
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey


def may_sign_in(user: AbstractBaseUser) -> bool:
    """A USER_AUTHENTICATION_RULE."""
    return is_active(user) and isinstance(user, User) and user.has_usable_password()


THE_RULE: UserRule = may_sign_in


@rule
def check_audience(settings: Settings) -> Iterator[CheckMessage]:
    """A check of the project's own, on the same settings."""
    if settings.AUDIENCE is None:
        yield Warning("AUDIENCE is not set.", id="shop.W001")


A_CHECK: Check = check_audience
register(check_audience, Tags.security, deploy=True)


def values() -> None:
    """Each setting has the type that its documentation says."""
    settings = get_settings()
    assert_type(settings, Settings)
    assert_type(settings.ACCESS_TOKEN_LIFETIME, timedelta)
    assert_type(settings.ROTATE_REFRESH_TOKENS, bool | None)
    assert_type(settings.SIGNING_KEY, str | bytes | None)
    assert_type(settings.AUDIENCE, str | tuple[str, ...] | None)
    assert_type(settings.audiences, tuple[str, ...])
    assert_type(settings.header_types, tuple[str, ...])
    assert_type(settings.LEEWAY, timedelta | float)
    assert_type(settings.leeway, float)
    assert_type(read({"ISSUER": "me"})[0], Settings)
    assert_type(Settings(ALGORITHM="ES256", LEEWAY=timedelta(seconds=5)), Settings)


def keys() -> None:
    """The keys in force, and keys of one's own."""
    assert_type(get_ring(), KeyRing)
    assert_type(get_ring().signing_key, SigningKey)
    assert_type(get_ring().keys, tuple[SigningKey, ...])
    key = SigningKey.load("a secret", "HS256")
    assert_type(key.kid, str)
    assert_type(key.can_sign, bool)
    assert_type(key.secret_bytes, int | None)
    assert_type(key.sign(b""), bytes)
    assert_type(key.verify(b"", b""), bool)
    assert_type(KeyRing([key]).candidates("HS256", None), Iterable[SigningKey])
