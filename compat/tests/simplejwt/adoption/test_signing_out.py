"""Signing out, and verifying a token, with a token of either kind."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import present, refresh, sign_in
from compat.tests.simplejwt.adoption.conftest import tables
from drf_signet.sessions.models import Session

WAYS = ["/api/token/blacklist/", "/api/logout/", "/api/logout/all/"]


@pytest.mark.parametrize("path", WAYS)
def test_a_token_that_never_came_before_is_good_for_nothing_after_it(api: APIClient, user: User, path: str) -> None:
    """Signet opens its session in order to end it, as it writes nothing into the old tables."""
    old = simple_jwt.sign_in(user)
    before = tables()
    for _ in range(2):
        assert api.post(path, {"refresh": old}).status_code in {200, 204}
    assert present(api, old).status_code == 401
    assert tables() == before
    assert Session.objects.get().revoked_at is not None


@pytest.mark.parametrize("path", WAYS)
def test_a_user_who_signed_out_at_the_old_side_gets_the_same_answer(api: APIClient, user: User, path: str) -> None:
    """They are signed out."""
    old = simple_jwt.sign_in(user)
    simple_jwt.blacklist(old)
    assert api.post(path, {"refresh": old}).status_code in {200, 204}


def test_signing_out_everywhere_ends_what_was_adopted_too(api: APIClient, user: User) -> None:
    """All sessions of the user, whoever opened them."""
    refresh(api, simple_jwt.sign_in(user))
    own = sign_in(api)["refresh"]
    assert api.post("/api/logout/all/", {"refresh": own}).status_code == 204
    assert not Session.objects.filter(revoked_at=None).exists()


def test_verifying_a_token_opens_no_session(api: APIClient, user: User) -> None:
    """The answer is 200 while the token is valid, and a refusal once it is revoked."""
    old = simple_jwt.sign_in(user)
    assert api.post("/api/token/verify/", {"token": old}).status_code == 200
    simple_jwt.blacklist(old)
    assert api.post("/api/token/verify/", {"token": old}).status_code in {400, 401}
    assert not Session.objects.exists()


def test_verifying_a_token_looks_its_session_up(api: APIClient, user: User) -> None:
    """All four kinds of token, before and after the session ends."""
    old = simple_jwt.sign_in(user)
    newest = refresh(api, old)
    theirs = simple_jwt.rotate(newest["refresh"])
    tokens = [old, newest["refresh"], theirs, newest["access"]]
    assert [api.post("/api/token/verify/", {"token": one}).status_code for one in tokens] == [200] * 4
    api.post("/api/logout/", {"refresh": newest["refresh"]})
    assert [api.post("/api/token/verify/", {"token": one}).status_code for one in tokens] == [401] * 4


def test_what_the_old_side_took_back_ends_the_session_here(api: APIClient, user: User) -> None:
    """A user who signs out means the session, and not one of its tokens."""
    newest = refresh(api, simple_jwt.sign_in(user))
    theirs = simple_jwt.rotate(newest["refresh"])
    simple_jwt.blacklist(newest["refresh"])
    assert api.post("/api/logout/", {"refresh": newest["refresh"]}).status_code == 204
    assert Session.objects.get().revoked_at is not None
    assert present(api, theirs).status_code == 401
    assert api.get("/live/", HTTP_AUTHORIZATION=f"Bearer {newest['access']}").status_code == 401


def test_verifying_an_adopted_token_without_types_looks_its_session_up(api: APIClient, user: User) -> None:
    """No claim says that it is a refresh token."""
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "TOKEN_TYPE_CLAIM": None}):
        old = simple_jwt.sign_in(user)
        newest = refresh(api, old)["refresh"]
        api.post("/api/logout/", {"refresh": newest})
        assert api.post("/api/token/verify/", {"token": old}).status_code == 401
