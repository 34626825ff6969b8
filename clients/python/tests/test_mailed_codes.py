"""Signing in with a code by mail: ask, keep the request, and send both."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drf_signet_client import Answer, AuthError, AuthUnavailable, InvalidCredentials, TokenManager
from drf_signet_client.paths import Paths
from scripted import URL, answer, pair

ASKED = {"detail": "We are sending you a code.", "request": "r3quest", "expires_in": 600}


class Service:
    """Answers with *asked* and *confirmed*, and keeps what it was sent."""

    def __init__(self, asked: Answer, confirmed: Answer) -> None:
        self.answers = {"token/code/": asked, "token/code/confirm/": confirmed}
        self.sent: list[tuple[str, Mapping[str, object]]] = []

    def __call__(self, url: str, body: Mapping[str, object]) -> Answer:
        """The answer for the path."""
        path = url.removeprefix(URL)
        self.sent.append((path, body))
        return self.answers[path]


def test_a_code_signs_in() -> None:
    """With the request that it belongs to."""
    service = Service(answer(200, ASKED), pair(0))
    manager = TokenManager(URL, post=service)
    request = manager.ask_for_code("ada@example.com")
    assert not manager.is_signed_in
    manager.login_by_code(request, "7K2M9Q")
    assert manager.get() == "access-0"
    assert service.sent == [
        ("token/code/", {"email": "ada@example.com"}),
        ("token/code/confirm/", {"request": "r3quest", "code": "7K2M9Q"}),
    ]


@pytest.mark.parametrize(
    ("refusal", "kind", "code"),
    [
        (answer(400, {"detail": "No.", "code": "code_invalid"}), AuthError, "code_invalid"),
        (answer(400, {"detail": "No.", "code": "code_expired"}), AuthError, "code_expired"),
        (answer(401, {"code": "no_active_account"}), InvalidCredentials, "invalid_credentials"),
        (answer(404, b"<h1>"), AuthError, "unexpected_answer"),
        (answer(429, Retry_After="7"), AuthUnavailable, "unavailable"),
        (answer(503), AuthUnavailable, "unavailable"),
    ],
)
def test_a_refused_code_signs_nobody_in(refusal: Answer, kind: type[AuthError], code: str) -> None:
    """The error has the server's own code."""
    manager = TokenManager(URL, post=Service(answer(200, ASKED), refusal))
    with pytest.raises(AuthError) as caught:
        manager.login_by_code("r3quest", "7K2M9Q")
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert not manager.is_signed_in


@pytest.mark.parametrize(
    ("refusal", "kind", "code"),
    [
        (answer(400, {"email": ["No address."], "code": "invalid"}), AuthError, "invalid"),
        (answer(200, {"detail": "In a cookie."}), AuthError, "unexpected_answer"),
        (answer(429, Retry_After="7"), AuthUnavailable, "unavailable"),
    ],
)
def test_asking_may_be_refused(refusal: Answer, kind: type[AuthError], code: str) -> None:
    """As any sign-in."""
    manager = TokenManager(URL, post=Service(refusal, pair(0)))
    with pytest.raises(AuthError) as caught:
        manager.ask_for_code("ada@example.com")
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_the_paths_are_below_the_prefix() -> None:
    """As those of a sign-in."""
    paths = Paths(prefix="auth/").below(URL)
    assert (paths.code, paths.code_confirm) == (f"{URL}auth/token/code/", f"{URL}auth/token/code/confirm/")
