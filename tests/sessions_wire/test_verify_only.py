"""A service with a public key alone: it verifies tokens of sessions, and changes none of their sessions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken, SessionToken, SlidingToken
from tests.conftest import PASSWORD
from tests.stand_ins.key_pairs import private_pem, public_pem, rsa

ISSUING = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}
VERIFYING = {"ALGORITHM": "RS256", "VERIFYING_KEY": public_pem(rsa("service"))}


@pytest.mark.parametrize("path", ["token/", "sliding/"])
def test_a_sign_in_opens_no_session(user: User, api: APIClient, settings: Settings, path: str) -> None:
    """501, and no row without a token."""
    settings.SIGNET = VERIFYING
    answer = api.post(f"/sessions/api/{path}", {"username": user.username, "password": PASSWORD})
    assert (answer.status_code, Session.objects.count()) == (501, 0)


@pytest.mark.parametrize(
    ("path", "field", "token_class"),
    [("token/refresh/", "refresh", RefreshToken), ("sliding/refresh/", "token", SlidingToken)],
)
def test_a_refresh_moves_no_session(
    user: User,
    api: APIClient,
    settings: Settings,
    path: str,
    field: str,
    token_class: type[SessionToken],
) -> None:
    """501, and the token stays valid where a private key is; nonsense is still refused."""
    with override_settings(SIGNET=ISSUING):
        token = str(token_class.for_user(user))
    before = Session.objects.values().get()
    settings.SIGNET = VERIFYING
    assert api.post(f"/sessions/api/{path}", {field: token}).status_code == 501
    assert api.post(f"/sessions/api/{path}", {field: "nonsense"}).status_code == 401
    assert Session.objects.values().get() == before
