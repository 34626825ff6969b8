"""Signing in and out, also while something else is under way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from drf_signet_client import (
    Answer,
    AuthError,
    AuthUnavailable,
    InvalidCredentials,
    NotSignedIn,
    SessionExpired,
    TokenManager,
    Tokens,
)
from scripted import URL, Script, Session, answer, pair


def test_nobody_is_signed_in_at_first() -> None:
    """Then there is nothing to refresh, or to sign out."""
    script = Script()
    manager = TokenManager(URL, post=script)
    assert not manager.is_signed_in
    with pytest.raises(NotSignedIn):
        manager.get()
    with pytest.raises(NotSignedIn):
        manager.peek()
    with pytest.raises(NotSignedIn):
        manager.get_for_stream()
    assert manager.logout() is False
    assert script.sent == []


@pytest.mark.parametrize(
    ("refusal", "kind", "code"),
    [
        (answer(401, {"detail": "No active account"}), InvalidCredentials, "invalid_credentials"),
        (answer(401, {"code": "no_active_account"}), InvalidCredentials, "invalid_credentials"),
        (answer(401, {"code": "email_not_verified"}), AuthError, "email_not_verified"),
        (answer(401, {"code": "Not A Code eyJ"}), InvalidCredentials, "invalid_credentials"),
        (answer(400, {"username": ["This field may not be blank."]}), AuthError, "unexpected_answer"),
        (answer(404, b"<h1>"), AuthError, "unexpected_answer"),
        (answer(200, {"access": "only"}), AuthError, "unexpected_answer"),
        (answer(307, Location="https://elsewhere.example.com/"), AuthError, "unexpected_answer"),
        (answer(429, Retry_After="7"), AuthUnavailable, "unavailable"),
        (answer(503), AuthUnavailable, "unavailable"),
    ],
)
def test_a_refused_sign_in_changes_nothing(refusal: Answer, kind: type[AuthError], code: str) -> None:
    """Whoever was signed in still is."""
    script = Script()
    session = Session(script)
    script.sign_in = refusal
    with pytest.raises(AuthError) as caught:
        session.manager.login(username="ada", password="wrong")
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert session.manager.get() == "access-0"
    assert session.reasons == ["login"]


def test_the_server_says_how_long_to_wait_before_signing_in() -> None:
    """That is the caller's to do."""
    script = Script()
    script.sign_in = answer(429, Retry_After="7")
    with pytest.raises(AuthUnavailable) as caught:
        Session(script)
    assert caught.value.retry_after == 7


@pytest.mark.parametrize(("everywhere", "path"), [(False, "logout/"), (True, "logout/all/")])
def test_signing_out(everywhere: bool, path: str) -> None:
    """Here at once; the server gets the refresh token."""
    script = Script()
    session = Session(script)
    act = session.manager.logout_everywhere if everywhere else session.manager.logout
    assert act() is True
    assert script.sent[-1] == (path, "refresh-0")
    assert act() is False
    assert len(script.sent) == 2
    assert session.told[1:] == [(None, "logout")]
    with pytest.raises(NotSignedIn):
        session.manager.get()


@pytest.mark.parametrize("failure", [OSError(), RuntimeError(), answer(503), answer(401), answer(404)])
def test_signing_out_without_a_server(failure: Answer | Exception) -> None:
    """It's done on this side, before the server is asked, and the caller hears that it's this side only."""
    signed_in = []

    def post(url: str, body: object) -> Answer:
        if url.endswith("token/"):
            return pair(0)
        signed_in.append(manager.is_signed_in)
        if isinstance(failure, Exception):
            raise failure
        return failure

    manager = TokenManager(URL, post=post)
    manager.login()
    assert manager.logout() is False
    assert signed_in == [False]


def test_signing_out_after_the_end_of_the_session() -> None:
    """Nothing is left of it, not even the news of its end."""
    session = Session(Script(answer(401)))
    with pytest.raises(SessionExpired):
        session.manager.get("access-0")
    session.manager.logout()
    with pytest.raises(NotSignedIn):
        session.manager.get()
    assert session.reasons == ["login", "expired"]


class Meanwhile:
    """A refresh that is answered after *act*, which is done while others wait for it."""

    def __init__(self, answer: Answer, act: Callable[[Session], object]) -> None:
        self.arrived, self.go_on = Event(), Event()
        self.script = Script(lambda: self.later(answer))
        self.session = Session(self.script)
        with ThreadPoolExecutor(3) as pool:
            waiting: list[Future[str]] = [pool.submit(self.session.manager.get, "access-0") for _ in range(3)]
            assert self.arrived.wait(5)
            self.script.sign_in = pair(7)
            act(self.session)
            self.go_on.set()
        self.outcomes = [one.exception() or one.result() for one in waiting]

    def later(self, answer: Answer) -> Answer:
        """*answer*, when it's time."""
        self.arrived.set()
        assert self.go_on.wait(5)
        return answer


@pytest.mark.parametrize("late", [pair(1), answer(401), answer(503)])
def test_a_sign_out_during_a_refresh_stays(late: Answer) -> None:
    """The result of the refresh is discarded, and everybody who waits for it gets the reason."""
    after = Meanwhile(late, lambda session: session.manager.logout())
    assert [type(one) for one in after.outcomes] == [NotSignedIn] * 3
    assert after.session.told[1:] == [(None, "logout")]
    assert after.script.sent[-1] == ("logout/", "refresh-0")


@pytest.mark.parametrize("late", [pair(1), answer(401)])
def test_a_sign_in_during_a_refresh_stays(late: Answer) -> None:
    """The new session is neither replaced nor ended by the answer to the old one."""
    after = Meanwhile(late, lambda session: session.manager.login())
    assert after.outcomes == ["access-7"] * 3
    assert after.session.reasons == ["login", "login"]


def test_tokens_that_were_kept_are_adopted() -> None:
    """As old as they are."""
    session = Session(Script(pair(1)))
    kept, _ = session.told[0]
    assert kept is not None
    later = TokenManager(URL, post=Script(pair(1)), clock=session.clock)
    session.clock.passed = 290
    later.adopt(Tokens.from_json(kept.to_json()))
    assert later.get() == "access-1"


def test_tokens_of_another_service_are_not_adopted() -> None:
    """They would be sent to this one."""
    manager = TokenManager(URL)
    with pytest.raises(AuthError, match="other_service"):
        manager.adopt(Tokens("https://api.example.net/", "access-0", "refresh-0", None, 1.0))
    assert not manager.is_signed_in


def test_changes_are_told_in_their_order() -> None:
    """The last change wins, and the error of a listener goes to the code that caused the change."""
    script = Script(*[pair(number) for number in range(1, 5_000)])
    session = Session(script)

    def refresh() -> None:
        while True:
            session.manager.get(session.manager.get())

    with ThreadPoolExecutor(2) as pool:
        refreshing = pool.submit(refresh)
        session.manager.logout()
        with pytest.raises(NotSignedIn):
            refreshing.result(10)
    assert session.told[-1] == (None, "logout")
    assert session.reasons.count("logout") == 1


def test_a_listener_that_fails() -> None:
    """Its error goes to the code that caused the change, which has still happened."""

    def on_change(tokens: Tokens | None, why: str) -> None:
        raise LookupError

    manager = TokenManager(URL, post=Script(), on_change=on_change)
    with pytest.raises(LookupError):
        manager.login()
    assert manager.get() == "access-0"
