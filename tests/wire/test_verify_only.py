"""A service with a public key alone: it verifies tokens of others, and issues none."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken
from tests.conftest import PASSWORD
from tests.wire.answers import assert_answer
from tests.wire.key_pairs import key_for, public_bytes, signet

GOOD = {"username": "ada", "password": PASSWORD}
CANNOT = {"detail": "This service can verify tokens, but not issue them.", "code": "no_signing_key"}


@pytest.fixture
def tokens(user: User, settings: Settings) -> dict[str, str]:
    """Tokens of the issuing service. From here on, the settings are those of the other one."""
    settings.SIGNET = signet("RS256")
    made = {one.token_type: str(one.for_user(user)) for one in (AccessToken, RefreshToken, SlidingToken)}
    settings.SIGNET = {"ALGORITHM": "RS256", "VERIFYING_KEY": public_bytes(key_for("RS256"))}
    return made


def test_tokens_authenticate_and_verify(tokens: dict[str, str], api: APIClient) -> None:
    """All that a public key is needed for works."""
    assert api.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {tokens['access']}").status_code == 200
    assert api.post("/api/token/verify/", {"token": tokens["access"]}).status_code == 200


@pytest.mark.parametrize("path", ["/api/token/", "/api/sliding/"])
def test_a_sign_in_is_not_implemented(tokens: dict[str, str], api: APIClient, path: str) -> None:
    """Good credentials are told so; wrong ones are still just wrong."""
    assert_answer(api.post(path, GOOD), 501, CANNOT)
    assert api.post(path, {**GOOD, "password": "wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "field", "kind"),
    [("/api/token/refresh/", "refresh", "refresh"), ("/api/sliding/refresh/", "token", "sliding")],
)
def test_a_refresh_is_not_implemented(tokens: dict[str, str], api: APIClient, path: str, field: str, kind: str) -> None:
    """A genuine token gives no other, and is not called invalid."""
    assert_answer(api.post(path, {field: tokens[kind]}), 501, CANNOT)
    assert api.post(path, {field: "nonsense"}).status_code == 401
