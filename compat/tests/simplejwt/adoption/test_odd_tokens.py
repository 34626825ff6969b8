"""Tokens with the right signature and claims that nobody issues: a refusal, and never a 500."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken as OldRefreshToken

from compat.tests.simplejwt.adoption.answers import sign_in
from drf_signet.sessions.models import Session

ODD: Final = ["", "\0", "\ud800", "abc", -1, 10**30, 1.5, True, None, [], {}, "x" * 5_000]
CLAIMS: Final = ["user_id", "jti", "sid", "gen", "iat", "exp", "token_type", "auth_time"]
PATHS: Final = ["refresh", "blacklist", "verify"]


def token_with(raw: str | None, user: User, claim: str, value: object) -> str:
    """One of theirs, or *raw*, with *claim* changed."""
    token: Any = OldRefreshToken(raw) if raw else OldRefreshToken()  # type: ignore[arg-type]
    token.payload.setdefault("user_id", str(user.pk))
    token.payload[claim] = value
    return str(token)


@pytest.mark.parametrize("percentage", [0, 100])
@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("ours", [False, True])
def test_no_claim_is_a_500(api: APIClient, user: User, percentage: int, claim: str, ours: bool) -> None:
    """At any endpoint, on either side of the percentage."""
    raw = sign_in(api)["refresh"] if ours else None
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "ADOPTION_PERCENTAGE": percentage}):
        for value in ODD:
            token = token_with(raw, user, claim, value)
            for path in PATHS:
                response = api.post(f"/api/token/{path}/", {"refresh": token, "token": token})
                assert response.status_code in {200, 400, 401}, (value, path, response.content)


@pytest.mark.parametrize("missing", ["user_id", "jti", "exp", "token_type"])
def test_what_is_missing_makes_no_session(api: APIClient, user: User, missing: str) -> None:
    """There is nothing to make it of, or for whom."""
    token: Any = OldRefreshToken()
    token["user_id"] = str(user.pk)
    del token.payload[missing]
    assert api.post("/api/token/refresh/", {"refresh": str(token)}).status_code in {200, 401}
    assert not Session.objects.exists()
