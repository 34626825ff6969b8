"""Another SECRET_KEY: sessions go on while the old one is among the fallbacks, and end without it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.errors import PasswordChangedError
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.sessions.hashers import FEW, MD5
from tests.stand_ins.key_pairs import SECRET

OWN_KEY = {"SIGNING_KEY": SECRET}
"""With it, tokens are valid under any SECRET_KEY."""

NEXT = "the-next-secret-key-which-is-as-long-as-every-hash-wants-it-to-be-and-longer"
THIRD = NEXT[::-1]


def test_with_a_fallback_sessions_go_on_and_learn_the_new_key(ada: User) -> None:
    """After one refresh under both keys, the old one is no longer needed."""
    with override_settings(SIGNET=OWN_KEY):
        token = RefreshToken.for_user(ada)
        with override_settings(SECRET_KEY=NEXT, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            token = refresh(str(token), RefreshToken)
            assert Session.objects.get().auth_hash == fingerprint(ada)
        with override_settings(SECRET_KEY=NEXT):
            assert refresh(str(token), RefreshToken)["gen"] == 2


def test_without_a_fallback_sessions_end(ada: User) -> None:
    """As they do in Django itself."""
    with override_settings(SIGNET=OWN_KEY):
        token = RefreshToken.for_user(ada)
        with override_settings(SECRET_KEY=NEXT), pytest.raises(PasswordChangedError):
            refresh(str(token), RefreshToken)
    assert Session.objects.get().revoke_reason == "password_changed"


def test_a_new_password_ends_sessions_under_a_fallback_as_well(ada: User) -> None:
    """The fallback is about the key, not about the password."""
    with override_settings(SIGNET=OWN_KEY):
        token = RefreshToken.for_user(ada)
        User.objects.update(password="another")
        with (
            override_settings(SECRET_KEY=NEXT, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]),
            pytest.raises(PasswordChangedError),
        ):
            refresh(str(token), RefreshToken)


def test_a_session_follows_an_upgrade_of_the_hash_and_then_a_new_key(ada: User) -> None:
    """The link was written under the first key, and the refresh is the first one under the second."""
    with override_settings(SIGNET=OWN_KEY, PASSWORD_HASHERS=[FEW, MD5]):
        token = RefreshToken.for_user(ada)
        assert User.objects.get().check_password(PASSWORD)
        with override_settings(SECRET_KEY=NEXT, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            assert refresh(str(token), RefreshToken)["gen"] == 1


def test_a_session_follows_a_new_key_and_then_an_upgrade_of_the_hash(ada: User) -> None:
    """The session was opened under the first key, the link was written under the second."""
    with override_settings(SIGNET=OWN_KEY, PASSWORD_HASHERS=[FEW, MD5]):
        token = RefreshToken.for_user(ada)
        with override_settings(SECRET_KEY=NEXT, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            assert User.objects.get().check_password(PASSWORD)
            assert refresh(str(token), RefreshToken)["gen"] == 1
