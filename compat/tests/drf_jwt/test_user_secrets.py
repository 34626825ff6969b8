"""JWT_GET_USER_SECRET_KEY: a secret for each user, and no token of users who have none."""

from __future__ import annotations

import time
from typing import Any, Final
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.drf_jwt.keys import SECRET
from compat.tests.drf_jwt.odd_claims import forge
from tests.conftest import PASSWORD

pytestmark = pytest.mark.urls("compat.tests.drf_jwt.urls")

DIALECTS: Final = {"/": ("JWT", "Error decoding signature.", 200), "/fork/": ("Bearer", "Error decoding token.", 201)}
BYTES: Final = SECRET.encode()
EMPTY: Final[tuple[Any, ...]] = (None, "", b"", bytearray(), memoryview(b""), [], {})
NOTHING: Final[list[tuple[str, Any]]] = [
    *((prefix, nothing) for prefix in DIALECTS for nothing in EMPTY),
    ("/fork/", [None]),
    ("/fork/", [b"", None]),
    ("/fork/", (7,)),
]


def with_secret(secret: Any) -> Any:
    """The settings where every user's secret is *secret*."""
    return override_settings(JWT_AUTH={"JWT_GET_USER_SECRET_KEY": lambda user: secret})


@pytest.mark.parametrize(("prefix", "nothing"), NOTHING)
def test_user_without_a_secret(prefix: str, nothing: Any, user: User, api: APIClient) -> None:
    """Nobody can write the user's tokens: neither a stranger with what can be guessed, nor we."""
    word, text, _ = DIALECTS[prefix]
    with with_secret(nothing):
        for guess in {str(nothing), "None", "", "b''", "[]", "{}", "7"}:
            token = forge({"username": "ada", "user_id": user.pk, "exp": int(time.time()) + 60}, guess)
            request = api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"})
            body = api.post(f"{prefix}verify/", {"token": token})
            assert (request.status_code, request.json()["detail"]) == (401, text)
            assert (body.status_code, body.json()) == (400, {"non_field_errors": [text]})
        answer = api.post(f"{prefix}auth/", {"username": "ada", "password": PASSWORD})
    assert (answer.status_code, "token" in answer.json()) == (501, False)


def test_name_without_a_secret(user: User, api: APIClient) -> None:
    """A key that has a name and nothing else signs nothing, and nothing is signed with it."""
    with with_secret({"first": None}):
        token = forge({"username": "ada", "exp": int(time.time()) + 60}, "None")
        assert api.post("/fork/verify/", {"token": token}).status_code == 400
        assert api.post("/fork/auth/", {"username": "ada", "password": PASSWORD}).status_code == 501


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize("secret", [SECRET, UUID(int=7), BYTES, bytearray(BYTES), memoryview(BYTES)])
def test_user_with_a_secret(prefix: str, secret: Any, user: User, api: APIClient) -> None:
    """Whatever form it has, it signs and verifies; 1.x takes bytes as they are written in Python."""
    word, _, status = DIALECTS[prefix]
    read = bytes(secret) if isinstance(secret, bytearray | memoryview) else secret
    written = SECRET if prefix == "/fork/" and isinstance(read, bytes) else str(read)
    token = forge({"username": "ada", "user_id": user.pk, "exp": int(time.time()) + 60}, written)
    with with_secret(secret):
        assert api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}).status_code == 200
        issued = api.post(f"{prefix}auth/", {"username": "ada", "password": PASSWORD}).json()["token"]
        assert api.post(f"{prefix}verify/", {"token": issued}).status_code == status
