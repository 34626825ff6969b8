"""Refreshing too often, as clients see it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet import tokens as core
from drf_signet.sessions import tokens as sessions
from tests.throttles.places import COOKIE, ELSEWHERE, HERE, assert_throttled, post, statuses

CORE, SESSIONS, BROWSER = "/api/token/refresh/", "/sessions/api/token/refresh/", "/sessions/api/browser/token/refresh/"
CORE_SLIDING, SESSIONS_SLIDING = "/api/sliding/refresh/", "/sessions/api/sliding/refresh/"
OF_SESSIONS = pytest.mark.parametrize(
    "path",
    [
        pytest.param(SESSIONS, id="sessions"),
        pytest.param(BROWSER, id="browser"),
        pytest.param(SESSIONS_SLIDING, id="sliding"),
    ],
)
EVERY = pytest.mark.parametrize(
    "path",
    [
        pytest.param(CORE, id="core"),
        pytest.param(CORE_SLIDING, id="core-sliding"),
        pytest.param(SESSIONS, id="sessions"),
        pytest.param(BROWSER, id="browser"),
        pytest.param(SESSIONS_SLIDING, id="sessions-sliding"),
    ],
)
LIMITED = {"THROTTLE_RATES": {"refresh_ip": "5/m", "refresh_session": "3/m"}}


def token_for(path: str, user: User) -> str:
    """A token with its own session that can be refreshed at *path*."""
    made: dict[str, Any] = {
        CORE: core.RefreshToken,
        CORE_SLIDING: core.SlidingToken,
        SESSIONS_SLIDING: sessions.SlidingToken,
    }
    return str(made.get(path, sessions.RefreshToken).for_user(user))


def refresh(api: APIClient, path: str, token: str, ip: str = HERE) -> Response:
    """The answer to a refresh with *token*."""
    api.cookies.clear()
    if path == BROWSER:
        return post(api, path, {}, ip, HTTP_COOKIE=f"{COOKIE}={token}")
    return post(api, path, {"token" if "sliding" in path else "refresh": token}, ip)


def next_token(path: str, answer: Response) -> str:
    """The token for the client's next refresh."""
    assert answer.status_code == 200, answer.content
    if path == BROWSER:
        return str(answer.cookies[COOKIE].value)
    return str(json.loads(answer.content)["token" if "sliding" in path else "refresh"])


@OF_SESSIONS
@pytest.mark.usefixtures("counts")
def test_a_session_is_refreshed_so_often_and_no_more(user: User, api: APIClient, path: str) -> None:
    """From anywhere, and with any of its tokens. The session and others go on."""
    with override_settings(SIGNET=LIMITED):
        token = token_for(path, user)
        for number in range(3):
            token = next_token(path, refresh(api, path, token, f"10.0.0.{number}"))
        assert assert_throttled(refresh(api, path, token, ELSEWHERE)) <= 80
        assert refresh(api, path, token_for(path, user), ELSEWHERE).status_code == 200
    assert refresh(api, path, token).status_code == 200


@EVERY
@pytest.mark.usefixtures("counts")
def test_an_address_refreshes_so_often_and_no_more(user: User, api: APIClient, path: str) -> None:
    """With any number of sessions. A whole network of IPv6 is one address."""
    with override_settings(SIGNET=LIMITED):
        answers = [refresh(api, path, token_for(path, user), f"2001:db8::{number:x}") for number in range(6)]
        assert statuses(answers) == [200] * 5 + [429]
        assert_throttled(answers[-1])
        assert refresh(api, path, token_for(path, user), ELSEWHERE).status_code == 200


@EVERY
def test_the_usual_limits_disturb_nobody(user: User, api: APIClient, path: str) -> None:
    """Twenty refreshes of one session in a moment are not too many."""
    token = token_for(path, user)
    assert statuses([refresh(api, path, token) for _ in range(20)]) == [200] * 20


@EVERY
def test_forged_tokens_cost_nobody_anything(user: User, api: APIClient, path: str) -> None:
    """A client that can't sign can't use up the share of a session, or of an address that it shares."""
    token = token_for(path, user)
    head, payload, signature = token.split(".")
    forged = [f"{head}.{payload}.{signature[::-1]}", f"{head}.{payload}.", "x", "a.b.c", token + "x"]
    with override_settings(SIGNET=LIMITED):
        for _ in range(4):
            assert {refresh(api, path, one).status_code for one in forged} == {401}
        assert statuses([refresh(api, path, token) for _ in range(3)]) == [200] * 3


@OF_SESSIONS
def test_a_refresh_that_was_refused_ends_nothing(user: User, api: APIClient, path: str) -> None:
    """Its token is still the newest: nothing was written."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"refresh_session": "1/m"}}):
        token = next_token(path, refresh(api, path, token_for(path, user)))
        for _ in range(3):
            answer = refresh(api, path, token)
            assert_throttled(answer)
    assert refresh(api, path, token).status_code == 200
