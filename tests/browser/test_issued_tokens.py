"""Signet puts a token that the serializer has just signed into the cookie without reading it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.keys_in_force import get_verifier
from drf_signet.sessions.browser.views import TokenObtainPairView
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.sessions.tokens import RefreshToken
from signet_tokens.verifier import Verifier
from tests.browser.places import OWN_PAGE, REFRESH, SIGN_IN, post, token_in
from tests.sessions_wire.client import CREDENTIALS
from tests.wire.answers import body


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The tokens that are verified from now on."""
    seen: list[object] = []
    usual = Verifier.claims

    def claims(self: Verifier, token: Any, *args: Any) -> dict[str, object]:
        seen.append(token)
        return usual(self, token, *args)

    monkeypatch.setattr(Verifier, "claims", claims)
    return seen


def test_a_refresh_verifies_what_was_presented_and_nothing_else(
    user: User, api: APIClient, verified: list[object]
) -> None:
    """And a sign-in verifies nothing at all."""
    token = token_in(post(api, SIGN_IN))
    assert verified == []
    response = post(api, REFRESH, token)
    assert verified == [token]
    assert set(body(response)) == {"access", "expires_in"}
    assert token_in(response) != token


class Wrapping(TokenObtainPairSerializer):
    """Answers with one more refresh token that it signed itself, and with ours under another name."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        data = super().validate(attrs)
        another = self.get_token(self.user)
        another["device"] = "phone"
        return {"tokens": [data.pop("refresh"), {"again": str(another)}], **data}


class Dated(TokenObtainPairSerializer):
    """Returns the end of its tokens as a ``datetime``."""

    @classmethod
    def get_token(cls, user: Any) -> RefreshToken:
        token = super().get_token(user)
        token["exp"] = datetime.now(UTC) + timedelta(hours=1)
        return token


def test_a_token_that_a_project_signed_itself_is_found_as_well(user: User) -> None:
    """It is the last one, so the cookie has it."""
    view = TokenObtainPairView.as_view(serializer_class=Wrapping)
    response = view(APIRequestFactory().post("/", CREDENTIALS, format="json", **OWN_PAGE))
    assert set(response.data) == {"tokens", "access", "expires_in"}
    assert response.data["tokens"] == [{}]
    assert get_verifier().claims(token_in(response), datetime.now(UTC).timestamp())["device"] == "phone"


def test_a_time_may_be_a_date(user: User) -> None:
    """The browser keeps the cookie for as long as the token is valid."""
    view = TokenObtainPairView.as_view(serializer_class=Dated)
    with override_settings(SIGNET={"REFRESH_COOKIE_NAME": "dated"}):
        response = view(APIRequestFactory().post("/", CREDENTIALS, format="json", **OWN_PAGE))
    assert response.cookies["__Host-dated"]["max-age"] in range(3_590, 3_601)
