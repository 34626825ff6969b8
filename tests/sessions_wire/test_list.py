"""The list of the user's sessions, and the end of one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions_wire.client import bearer, end_session, list_sessions, refresh, sign_in
from tests.sessions_wire.places import API, LIST
from tests.sessions_wire.refusals import BLACKLISTED, not_valid
from tests.sessions_wire.signed import access_token, ago
from tests.wire.answers import BAD_TOKEN, CHALLENGE, NOT_SHOWN_TO_US, assert_answer

HOUR = timedelta(hours=1)
FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
NO_SUCH_SESSION = {"detail": "No Session matches the given query.", "code": "not_found"}


def sids(shown: list[dict[str, object]]) -> list[object]:
    """The sessions in the order of the list."""
    return [one["id"] for one in shown]


def test_a_session_is_shown_as_it_is(user: User, api: APIClient) -> None:
    """Where and when the user signed in, when the session was used last, and when it ends; no secret, and no more."""
    access = sign_in(api, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")["access"]
    (shown,) = list_sessions(api, access)
    row = Session.objects.get()
    times = {name: datetime.fromisoformat(shown.pop(name)) for name in ("created_at", "last_used_at", "expires_at")}
    assert times == {"created_at": row.created_at, "last_used_at": row.rotated_at, "expires_at": row.expires_at}
    assert shown == {
        "id": str(row.pk),
        "device": "Firefox on Ubuntu",
        "ip": "192.0.2.7",
        "methods": ["pwd"],
        "current": True,
    }


def test_the_fields_have_an_order(user: User, api: APIClient) -> None:
    """That of interest."""
    (shown,) = list_sessions(api, access_token(user))
    assert list(shown) == ["id", "device", "ip", "methods", "created_at", "last_used_at", "expires_at", "current"]
    # A program opened it.
    assert shown["methods"] == []


def test_a_refresh_is_a_use(user: User, api: APIClient) -> None:
    """It moves ``last_used_at`` and nothing else, and another access token of the session is as current."""
    token = RefreshToken.for_user(user, now=ago(HOUR))
    Session.objects.update(created_at=ago(HOUR))
    answer = refresh(api, token)
    (shown,) = list_sessions(api, answer["access"])
    assert datetime.fromisoformat(shown["last_used_at"]) - datetime.fromisoformat(shown["created_at"]) >= HOUR
    assert shown["current"] is True


def test_the_last_used_comes_first(user: User, api: APIClient) -> None:
    """And one of them is the one that asks."""
    tokens = [RefreshToken.for_user(user, now=ago(hours * HOUR)) for hours in (3, 1, 2)]
    mine = access_token(user)
    shown = list_sessions(api, mine)
    assert sids(shown) == [mine["sid"], tokens[1]["sid"], tokens[2]["sid"], tokens[0]["sid"]]
    assert [one["current"] for one in shown] == [True, False, False, False]
    newest = refresh(api, tokens[0])["access"]
    assert sids(list_sessions(api, newest))[0] == tokens[0]["sid"]


def test_the_sessions_of_others_are_not_shown(user: User, other: User, api: APIClient) -> None:
    """To neither of them."""
    mine, theirs = access_token(user), access_token(other)
    assert sids(list_sessions(api, mine)) == [mine["sid"]]
    assert sids(list_sessions(api, theirs)) == [theirs["sid"]]


def test_what_is_over_is_not_shown(user: User, api: APIClient) -> None:
    """Neither what was ended, nor what reached its end, nor what lay idle for longer than its token lives."""
    RefreshToken.for_user(user, now=ago(timedelta(days=1, seconds=1)))
    mine, ended, over = (RefreshToken.for_user(user) for _ in range(3))
    end(ended.session, Reason.LOGOUT, ago(timedelta()))
    Session.objects.filter(pk=over.session.pk).update(expires_at=ago(timedelta(seconds=1)))
    assert sids(list_sessions(api, mine.access_token)) == [mine["sid"]]


def test_a_session_is_ended_from_another_device(user: User, api: APIClient) -> None:
    """204; it is in the list no more, and none of its tokens is accepted."""
    there = RefreshToken.for_user(user)
    here = access_token(user)
    response = end_session(api, there["sid"], here)
    assert (response.status_code, response.content) == (204, b"")
    row = Session.objects.get(pk=there.session.pk)
    assert (row.revoked_at is not None, row.revoke_reason) == (True, "ended_by_user")
    assert sids(list_sessions(api, here)) == [here["sid"]]
    refused = api.post(f"{API}token/refresh/", {"refresh": str(there)})
    assert_answer(refused, 401, not_valid("session_revoked", BLACKLISTED), BAD_TOKEN)


def test_ending_a_session_may_be_repeated(user: User, api: APIClient) -> None:
    """The answer is the same the second time."""
    there, here = access_token(user), access_token(user)
    assert [end_session(api, there["sid"], here).status_code for _ in range(2)] == [204, 204]


def test_a_session_may_end_itself(user: User, api: APIClient) -> None:
    """204, and then 401."""
    token = access_token(user)
    assert end_session(api, token["sid"], token).status_code == 204
    assert_answer(LIST.show(api, str(token)), 401, not_valid("session_revoked", BLACKLISTED), BAD_TOKEN)


def test_a_foreign_session_is_none(user: User, other: User, api: APIClient) -> None:
    """404 as for one that never was, and it goes on."""
    theirs = RefreshToken.for_user(other)
    mine = access_token(user)
    for identifier in (theirs["sid"], uuid4()):
        assert_answer(end_session(api, identifier, mine), 404, NO_SUCH_SESSION)
    refresh(api, theirs)


@pytest.mark.parametrize("identifier", ["1", "abc", "None", "%00", "0" * 32, "A" * 1_000])
def test_what_is_no_identifier_is_no_path(user: User, api: APIClient, identifier: str) -> None:
    """404, and no error of ours."""
    assert end_session(api, identifier, access_token(user)).status_code == 404


def test_without_a_token_nothing_is_ended(user: User, api: APIClient) -> None:
    """401, before anything is said of the session."""
    token = access_token(user)
    for identifier in (token["sid"], uuid4()):
        assert_answer(api.delete(f"{API}sessions/{identifier}/"), 401, NOT_SHOWN_TO_US, CHALLENGE)
    assert Session.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("path", "method"),
    [
        *((f"{API}sessions/", method) for method in ("POST", "PUT", "PATCH", "DELETE")),
        *((f"{API}sessions/{uuid4()}/", method) for method in ("GET", "POST", "PUT", "PATCH")),
    ],
    ids=[f"{path}-{method}" for path in ("list", "detail") for method in ("1", "2", "3", "4")],
)
def test_other_methods_are_refused(user: User, api: APIClient, path: str, method: str) -> None:
    """The list is read, and a session is ended: nothing else."""
    response = getattr(api, method.lower())(path, HTTP_AUTHORIZATION=bearer(access_token(user)))
    assert_answer(response, 405, {"detail": f'Method "{method}" not allowed.', "code": "method_not_allowed"})


def test_the_number_of_queries(user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The list is one beside that of every live request; the end of a session is two."""
    there, here = access_token(user), access_token(user)
    for _ in range(20):
        access_token(user)
    with django_assert_num_queries(2):
        assert len(list_sessions(api, here)) == 22
    with django_assert_num_queries(3):
        end_session(api, there["sid"], here)
