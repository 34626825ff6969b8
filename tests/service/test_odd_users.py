"""Genuine tokens that name no possible user, on each database."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from drf_signet import jws
from drf_signet.keys import SigningKey
from tests.service.conftest import Service
from tests.service.http import call


def token(service: Service, token_type: str, user_id: Any) -> str:
    """A token as the service itself would sign it, but for *user_id*."""
    secret = json.loads((service.folder / "keys.json").read_text())["SIGNING_KEY"]
    now = int(time.time())
    claims = {"token_type": token_type, "exp": now + 60, "iat": now, "jti": "1", "user_id": user_id, "aud": "signet"}
    return jws.sign(json.dumps(claims).encode(), SigningKey.load(secret, "HS256"))


def test_the_demo_user_is_a_possible_user(service: Service) -> None:
    """With the identifier of a user, such a token is accepted: what is refused below is refused for its user."""
    assert call(service, "GET", "/api/v1/users/me/", token=token(service, "access", "1")).status == 200


@pytest.mark.parametrize(
    "user_id",
    [10**30, -(10**30), 2**63, 2**31, str(10**30), "0", "abc", "", "1\0", "1.5", "1e3", "½", 1.5, True, None, {}, []],
    ids=repr,
)
def test_an_impossible_user_is_refused(service: Service, user_id: Any) -> None:
    """With a 401 at each door, whatever the database makes of such a parameter, and it answers the next request."""
    request = call(service, "GET", "/api/v1/users/me/", token=token(service, "access", user_id))
    assert (request.status, request.body["code"]) == (401, "user_not_found")
    refresh = call(service, "POST", "/api/v1/token/refresh/", {"refresh": token(service, "refresh", user_id)})
    assert (refresh.status, refresh.body) == (401, {"detail": "No active account found for the given token."})
    assert call(service, "GET", "/readyz").status == 200
