"""A browser whose refresh token is in the cookie of another package: it moves into ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.conftest import tables
from drf_signet.sessions.models import Session


def post(api: APIClient, path: str, cookie: str, **meta: Any) -> Any:
    """The answer to a page of our own origin."""
    return api.post(path, {}, HTTP_COOKIE=cookie, HTTP_SEC_FETCH_SITE="same-origin", **meta)


def test_the_token_in_the_old_cookie_moves_into_ours(api: APIClient, user: User) -> None:
    """It becomes a session, and the old cookie is deleted where it was."""
    response = post(api, "/browser/refresh/", f"my-refresh={simple_jwt.sign_in(user)}")
    assert response.status_code == 200, response.content
    assert set(response.json()) == {"access", "expires_in"}
    assert response.cookies["refresh"]["httponly"]
    assert (response.cookies["my-refresh"].value, response.cookies["my-refresh"]["path"]) == ("", "/auth")
    assert Session.objects.get().generation == 1


def test_without_rotation_it_moves_as_it_is(api: APIClient, user: User) -> None:
    """Where the setting says so. From then on, it stays in ours, and no answer touches it."""
    old = simple_jwt.sign_in(user)
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": False}):
        response = post(api, "/browser/refresh/", f"my-refresh={old}")
        assert set(response.json()) == {"access", "expires_in"}
        assert (response.cookies["refresh"].value, response.cookies["my-refresh"].value) == (old, "")
        for _ in range(3):
            response = post(api, "/browser/refresh/", f"refresh={old}")
            assert (response.status_code, dict(response.cookies)) == (200, {})
    assert Session.objects.get().generation == 0


def test_ours_comes_before_the_old_one(api: APIClient, user: User) -> None:
    """Which is deleted then, too."""
    old = simple_jwt.sign_in(user)
    token = post(api, "/browser/refresh/", f"my-refresh={old}").cookies["refresh"].value
    response = post(api, "/browser/refresh/", f"refresh={token}; my-refresh={old}")
    assert response.status_code == 200
    assert response.cookies["my-refresh"].value == ""
    assert Session.objects.get().generation == 2


def test_a_foreign_page_gets_nothing_by_the_old_cookie(api: APIClient, user: User) -> None:
    """The origin is looked at first."""
    cookie = f"my-refresh={simple_jwt.sign_in(user)}"
    response = api.post("/browser/refresh/", {}, HTTP_COOKIE=cookie, HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 403
    assert not response.cookies
    bare = api.post("/browser/refresh/", {}, HTTP_COOKIE=cookie)
    assert bare.status_code == 403
    assert not Session.objects.exists()


def test_without_any_cookie_there_is_nothing_to_refresh(api: APIClient, user: User) -> None:
    """As before."""
    assert post(api, "/browser/refresh/", "").status_code == 401


def test_signing_out_ends_what_the_old_cookie_holds(api: APIClient, user: User) -> None:
    """Both cookies are deleted; nothing is written into the old tables."""
    old = simple_jwt.sign_in(user)
    before = tables()
    response = post(api, "/browser/logout/", f"my-refresh={old}")
    assert response.status_code == 204
    assert {name: morsel.value for name, morsel in response.cookies.items()} == {"refresh": "", "my-refresh": ""}
    assert post(api, "/browser/refresh/", f"my-refresh={old}").status_code == 401
    assert tables() == before


@pytest.mark.parametrize("path", ["/browser/refresh/", "/browser/logout/", "/browser/logout/all/"])
def test_two_cookies_of_the_old_name_are_refused(api: APIClient, user: User, other: User, path: str) -> None:
    """One of them was planted, and nobody can say which."""
    cookie = f"my-refresh={simple_jwt.sign_in(user)}; my-refresh={simple_jwt.sign_in(other)}"
    assert post(api, path, cookie).status_code == 400
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/plain/refresh/", "/plain/logout/", "/plain/logout/all/"])
@pytest.mark.parametrize("cookie", ["{}", "={}", "=; {}"])
def test_without_an_old_name_no_other_cookie_is_taken(api: APIClient, user: User, path: str, cookie: str) -> None:
    """Not even one without a name, which a sibling host can set."""
    response = post(api, path, cookie.format(simple_jwt.sign_in(user)))
    assert response.status_code == (401 if "refresh" in path else 204)
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/browser/logout/", "/browser/logout/all/"])
def test_signing_out_ends_what_both_cookies_hold(api: APIClient, user: User, path: str) -> None:
    """The old one may be of another sign-in."""
    ours = post(api, "/browser/refresh/", f"my-refresh={simple_jwt.sign_in(user)}").cookies["refresh"].value
    left = simple_jwt.sign_in(user)
    assert post(api, path, f"refresh={ours}; my-refresh={left}").status_code == 204
    assert post(api, "/browser/refresh/", f"my-refresh={left}").status_code == 401
    assert not Session.objects.filter(revoked_at=None).exists()
