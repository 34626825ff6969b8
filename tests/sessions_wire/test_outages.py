"""The database is away: a 503 that says so, at every endpoint, and in the project's own views."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import ProgrammingError
from rest_framework.test import APIClient

from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken
from tests.sessions_wire.places import LIST, LIVE, RECENT, REFRESH
from tests.sessions_wire.session_endpoints import EVERY_ENDPOINT
from tests.stand_ins.outages import OUTAGES, Outage, database_raising
from tests.wire.doors import WHOAMI, Door
from tests.wire.endpoints import Endpoint

EVERY_OUTAGE = pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
LOOKED_UP = {"whoami": WHOAMI, "live": LIVE, "recent": RECENT, "list": LIST}


def assert_away(answer: Any, outage: Outage) -> None:
    """A 503 in JSON that says what is away, and when to try again."""
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Content-Type"]) == (outage.retry_after, "application/json")
    assert answer.json()["code"] == outage.code
    assert set(answer.json()) == {"detail", "code"}


@EVERY_OUTAGE
@pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)
def test_an_endpoint_answers_that_it_is_away(user: User, api: APIClient, endpoint: Endpoint, outage: Outage) -> None:
    """Nothing is wrong with what was sent."""
    body = endpoint.good(user)
    with database_raising(outage.error):
        answer = api.post(endpoint.path, body, format="json")
    assert_away(answer, outage)


@EVERY_OUTAGE
@pytest.mark.parametrize("door", LOOKED_UP.values(), ids=LOOKED_UP)
def test_a_view_of_a_project_answers_that_it_is_away(user: User, api: APIClient, door: Door, outage: Outage) -> None:
    """One of our classes looks up who sent the request."""
    token = AccessToken.for_user(user) if door is WHOAMI else RefreshToken.for_user(user).access_token
    with database_raising(outage.error):
        assert_away(door.show(api, str(token)), outage)
    assert door.show(api, str(token)).status_code == 200


def test_a_browser_keeps_its_cookie(user: User, api: APIClient) -> None:
    """An outage ends no session."""
    api.cookies["__Host-refresh"] = str(RefreshToken.for_user(user))
    api.cookies["__Host-refresh"]["secure"] = True
    with database_raising(OUTAGES["refused"].error):
        for path in ("token/refresh/", "logout/", "logout/all/"):
            answer = api.post(
                f"/sessions/api/browser/{path}", {}, format="json", secure=True, HTTP_SEC_FETCH_SITE="same-origin"
            )
            assert_away(answer, OUTAGES["refused"])
            assert not answer.cookies


@pytest.mark.usefixtures("user")
def test_many_refusals_are_one_line(api: APIClient, caplog: pytest.LogCaptureFixture) -> None:
    """Without a traceback."""
    with database_raising(OUTAGES["refused"].error), caplog.at_level(logging.INFO, "drf_signet"):
        for _ in range(20):
            api.post("/sessions/api/token/", {"username": "ada", "password": "wrong"})
    lines = [one for one in caplog.records if one.name == "drf_signet"]
    assert [one.message for one in lines] == ["database_unavailable: OperationalError: connection refused"]
    assert not lines[0].exc_info


def test_a_fault_of_the_program_is_no_outage(user: User, api: APIClient) -> None:
    """It is a 500, so that operators learn about it."""
    token = str(RefreshToken.for_user(user))
    with database_raising(ProgrammingError("no such column")):
        assert REFRESH.show(api, token).status_code == 500
