"""No part of a token in anything that is logged, raised or shown."""

from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Callable

import pytest

from drf_signet_client import (
    Answer,
    AuthError,
    AuthUnavailable,
    InvalidCredentials,
    NotSignedIn,
    SessionExpired,
    TokenFileError,
    TokenManager,
    Tokens,
)
from drf_signet_client.endpoints import Grant
from libraries import LIBRARIES
from scripted import URL, Script, Session, answer, pair
from secrets_in import text_in, text_of
from servers_that_fail import failing
from wire import Reply, serving
from wire import Tokens as Behaviour

SECRET = "s3cr3t"
HIDDEN = {"access": f"{SECRET}-access", "refresh": f"{SECRET}-refresh"}


def test_what_is_shown_of_each_thing() -> None:
    """The repr of whatever holds a token."""
    script = Script()
    script.sign_in = answer(200, HIDDEN)
    session = Session(script)
    tokens = session.told[0][0]
    assert isinstance(tokens, Tokens)
    assert SECRET in tokens.to_json()
    shown = [tokens, script.sign_in, Grant(**HIDDEN, lifetime=None), session.manager, vars(session.manager)]
    shown += [answer(200, HIDDEN, Set_Cookie=SECRET)]
    assert SECRET not in f"{shown} {[str(one) for one in shown]}"


def sent_in_the_error(url: str, body: object) -> Answer:
    """As a library does whose errors hold the request."""
    raise RuntimeError(body)


@pytest.mark.parametrize(
    "post",
    [
        sent_in_the_error,
        lambda url, body: answer(503, HIDDEN),
        lambda url, body: answer(401, HIDDEN),
        lambda url, body: answer(409, HIDDEN),
        lambda url, body: answer(404, b'{"access": "s3cr3t-access", "refresh": "s3'),
        lambda url, body: answer(200, b'{"access": "s3cr3t-access", "refresh": "s3'),
        lambda url, body: answer(200, {"access": "s3cr3t access"}),
        lambda url, body: answer(401, {"code": "s3cr3t-S"}),
    ],
)
def test_errors_hold_nothing(post: Callable[[str, object], Answer], caplog: pytest.LogCaptureFixture) -> None:
    """Not in their text, arguments or attributes, nor in those of the errors that led to them, shown or not."""
    caplog.set_level(logging.DEBUG)
    manager = TokenManager(URL, post=post)
    manager.adopt(Tokens(URL, **HIDDEN, lifetime=None, received_at=1.0))
    access = manager.get()
    with pytest.raises(AuthError) as caught:
        manager.get(access)
    assert SECRET not in text_of(caught.value)
    with pytest.raises(AuthError) as caught:
        manager.login(username="ada", password=SECRET[:] + "-password")
    assert SECRET not in text_of(caught.value).replace("SECRET", "")
    manager.logout()
    assert SECRET not in text_in(caplog.records)


def test_tokens_that_can_not_be_read_hold_nothing() -> None:
    """The error of Python's own reader would hold the whole text."""
    with pytest.raises(ValueError, match="no JSON") as caught:
        Tokens.from_json('{"access": "s3cr3t-access", "refresh": "s3cr')
    assert SECRET not in text_of(caught.value).replace('from_json(\'{"access": "s3cr3t-access"', "")


@pytest.mark.parametrize("library", LIBRARIES)
def test_nothing_in_the_logs_of_the_library(library: str, caplog: pytest.LogCaptureFixture) -> None:
    """With everything that it and we have to say."""
    caplog.set_level(logging.DEBUG)
    behaviour = Behaviour()
    with serving(behaviour) as server:
        manager = TokenManager(server.url)
        manager.login(username="ada", password="pass-word")
        behaviour.expire()
        with LIBRARIES[library](manager) as send:
            assert send("GET", f"{server.url}x").status_code == 200
            server.behaviour = lambda sent: Reply(401 if sent.path == "/x" else 503)
            with pytest.raises(AuthUnavailable) as caught:
                send("GET", f"{server.url}x")
        manager.logout()
    said = text_in(caplog.records) + text_of(caught.value)
    assert "drf_signet_client" in caplog.text
    assert not [one for one in ("access-", "refresh-", "pass-word") if one in said]


def test_a_server_that_breaks_off(caplog: pytest.LogCaptureFixture) -> None:
    """Its half of an answer is in no error."""
    caplog.set_level(logging.DEBUG)
    with failing("stops") as url, pytest.raises(AuthUnavailable) as caught:
        TokenManager(url).login(username="ada", password="pass-word")
    assert '"access"' not in text_of(caught.value) + text_in(caplog.records)


@pytest.mark.parametrize(
    "error",
    [
        AuthError("some_code", "text"),
        InvalidCredentials(),
        NotSignedIn(),
        SessionExpired(),
        AuthUnavailable(7.5, "HTTP 503"),
        TokenFileError(),
    ],
)
def test_errors_come_out_of_other_processes_as_they_are(error: AuthError) -> None:
    """Those of a pool are pickled."""
    for one in [pickle.loads(pickle.dumps(error)), copy.copy(error)]:
        assert type(one) is type(error)
        assert (one.code, str(one), vars(one)) == (error.code, str(error), vars(error))
        assert isinstance(one, AuthError)


def test_a_pair_is_a_pair() -> None:
    """The secret of these tests would be found."""
    assert b"access-0" in pair(0).content
