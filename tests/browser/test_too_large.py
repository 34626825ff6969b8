"""A refresh token that doesn't fit into a cookie."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import COOKIE, REFRESH, SIGN_IN, is_deleted, is_untouched, post, token_in
from tests.sessions.computed import CLAIMS
from tests.wire.answers import assert_answer, body

TOO_LARGE = {
    "detail": "The refresh token is too large for a cookie. Move the claims that get_token adds to it to GET_CLAIMS.",
    "code": "cookie_too_large",
}


@override_settings(SIGNET={"GET_CLAIMS": "tests.sessions.computed.computed"})
def test_a_large_access_token_is_none_of_the_cookies_business(user: User, api: APIClient) -> None:
    """Claims of GET_CLAIMS are in the access token alone, which may be larger."""
    CLAIMS["roles"] = "r" * 6_000
    try:
        response = post(api, SIGN_IN)
    finally:
        CLAIMS.clear()
    assert response.status_code == 200
    assert len(body(response)["access"]) > 6_000
    assert len(token_in(response)) < 1_000


def large(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """From now on, refresh tokens of new sessions have a claim of that many characters."""

    class Large(RefreshToken):
        @classmethod
        def for_user(cls, user, *, now=None):  # type: ignore[no-untyped-def]
            token = super().for_user(user, now=now)
            token["large"] = "x" * size
            return token

    monkeypatch.setattr("drf_signet.sessions.serializers.TokenObtainPairSerializer.token_class", Large)


def test_a_token_too_large_for_a_cookie_is_refused(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Clearly, instead of a browser that drops it without a word. The session is closed again."""
    large(monkeypatch, 4_000)
    old = str(RefreshToken.for_user(user))
    with caplog.at_level(logging.ERROR, "drf_signet"):
        response = post(api, SIGN_IN, old)
    assert_answer(response, 501, TOO_LARGE)
    assert is_untouched(response)
    (logged,) = [one for one in caplog.records if one.name == "drf_signet"]
    assert logged.levelname == "ERROR"
    assert "GET_CLAIMS" in logged.getMessage()
    assert sorted(Session.objects.values_list("revoke_reason", flat=True)) == ["", Reason.LOGOUT]
    assert post(api, REFRESH, old).status_code == 200


def test_the_largest_token_that_fits_is_set(user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte: name and value of 4,096 pass, and what is longer doesn't."""
    sizes: dict[int, int] = {}
    response = None
    for size in range(2_400, 2_800):
        large(monkeypatch, size)
        response = post(api, SIGN_IN)
        cache.clear()
        if response.status_code == 501:
            break
        sizes[size] = len(COOKIE) + len(token_in(response))
    assert response is not None
    assert response.status_code == 501
    assert 4_096 - 2 <= max(sizes.values()) <= 4_096


def test_a_token_that_grew_too_large_ends_its_session(user: User, api: APIClient) -> None:
    """Its successor can't be handed out, and the old one is void: the user has to sign in again."""
    token = RefreshToken.for_user(user)
    token["large"] = "x" * 5_000
    response = post(api, REFRESH, token)
    assert_answer(response, 501, TOO_LARGE)
    assert is_deleted(response)
    assert Session.objects.get().revoke_reason == Reason.LOGOUT
