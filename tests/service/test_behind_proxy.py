"""The service behind a proxy that terminates TLS: browsers say https, and what arrives is plain http."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from drf_signet.accounts.testing import verify
from signet_server.users.models import User

PASSWORD = "correct-horse-battery"
LOGIN = "/admin/login/?next=/admin/"
TOKEN = "/api/v1/browser/token/"
PUBLIC = "https://auth.example.com"
FOREIGN = ("https://evil.example", "https://auth.example.com.evil.example", "https://x.auth.example.com", "null")


@pytest.fixture(autouse=True)
def root(db: None) -> User:
    """An administrator with a verified address."""
    user = User.objects.create_superuser("root", "root@example.com", PASSWORD)
    verify(user)
    return user


@pytest.fixture
def behind_proxy() -> Iterator[Client]:
    """A client that checks CSRF as browsers meet it, where PUBLIC_URL is one of https and plain http arrives."""
    with override_settings(
        ALLOWED_HOSTS=["auth.example.com"],
        CSRF_TRUSTED_ORIGINS=[PUBLIC],
        SESSION_COOKIE_SECURE=True,
        CSRF_COOKIE_SECURE=True,
    ):
        yield Client(enforce_csrf_checks=True, headers={"host": "auth.example.com"})


def sign_in(client: Client, origin: str) -> Any:
    """The answer to a script that signs in."""
    body = {"username": "root", "password": PASSWORD}
    return client.post(TOKEN, body, content_type="application/json", headers={"origin": origin})


def test_the_form_works_behind_a_proxy(behind_proxy: Client) -> None:
    """The browser says https, and what arrives is http."""
    token = behind_proxy.get(LOGIN, secure=False).cookies["__Host-csrftoken"].value
    body = {"username": "root", "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = behind_proxy.post(LOGIN, body, headers={"origin": PUBLIC})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    cookie = answer.cookies["__Host-sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["domain"] == ""


def test_no_other_host_of_the_domain_sets_a_cookie_of_the_admin(behind_proxy: Client, root: User) -> None:
    """Each has the prefix, also the one with what a page says next."""
    behind_proxy.force_login(root, "drf_signet.accounts.backends.EmailBackend")
    answer = behind_proxy.get("/admin/users/user/999/change/")
    assert answer.status_code == 302
    behind_proxy.get(LOGIN)
    assert [name for name in behind_proxy.cookies if not name.startswith("__Host-")] == []


@pytest.mark.parametrize("origin", FOREIGN)
def test_the_form_of_another_page_is_refused(behind_proxy: Client, origin: str) -> None:
    """Even with a token."""
    token = behind_proxy.get(LOGIN).cookies["__Host-csrftoken"].value
    body = {"username": "root", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert behind_proxy.post(LOGIN, body, headers={"origin": origin}).status_code == 403


def test_a_page_signs_in(behind_proxy: Client) -> None:
    """Also in a browser that says nothing but the origin; the cookie carries the prefix, and is for https alone."""
    answer = sign_in(behind_proxy, PUBLIC)
    assert (answer.status_code, answer.json().keys()) == (200, {"access", "expires_in"})
    cookie = answer.cookies["__Host-refresh"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert cookie["domain"] == ""


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_page_signs_nobody_in(behind_proxy: Client, origin: str) -> None:
    """With the right password neither."""
    answer = sign_in(behind_proxy, origin)
    assert (answer.status_code, answer.json()["code"], dict(answer.cookies)) == (403, "origin_refused", {})


def test_the_settings_trust_the_public_address(settings: Any) -> None:
    """By default, https and the first host."""
    assert settings.CSRF_TRUSTED_ORIGINS == ["https://testserver"]


def test_the_scheme_is_that_of_the_public_address(behind_proxy: Client, settings: Any) -> None:
    """HSTS is sent whatever a proxy says, and a page of plain http is not ours, though http is what arrives."""
    answer = behind_proxy.get("/activate")
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    assert sign_in(behind_proxy, "http://auth.example.com").status_code == 403
    settings.PUBLIC_URL = "http://auth.example.com"
    settings.CSRF_TRUSTED_ORIGINS = []
    plain = Client(headers={"host": "auth.example.com", "x-forwarded-proto": "https"})
    assert "Strict-Transport-Security" not in plain.get("/activate")
    assert sign_in(plain, "https://auth.example.com").status_code == 403
