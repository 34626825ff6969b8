"""Ending sessions: which rows, why, how many, and which signals are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import UserNotFoundError
from drf_signet.sessions.ending import end, end_all, end_oldest, end_others
from drf_signet.sessions.models import Reason, Session, TokenUser
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.tokens import AccessToken
from tests.sessions.hearing import ended, hearing

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=30)


def open_some(user: User, number: int = 3) -> list[Session]:
    """Sessions of *user*, each opened a minute after the one before, the last of them a minute before NOW."""
    return [open_session(user, Lifetimes(MONTH, MONTH), NOW - MINUTE * (number - one)) for one in range(number)]


def state() -> dict[str, tuple[datetime | None, str]]:
    """When and why each session was ended."""
    return {str(one.pk): (one.revoked_at, one.revoke_reason) for one in Session.objects.all()}


def keys(sessions: list[Session]) -> list[str]:
    """Their primary keys, in an order of their own."""
    return sorted(str(one.pk) for one in sessions)


LIVE = (None, "")


def test_end_ends_that_session_alone(ada: User) -> None:
    """It sends one signal, updates the instance like its row, and touches no other row."""
    first, second, third = open_some(ada)
    with hearing() as heard:
        end(second, Reason.LOGOUT, NOW)
    assert state() == {str(first.pk): LIVE, str(second.pk): (NOW, "logout"), str(third.pk): LIVE}
    assert ended(heard) == [(str(second.pk), "logout")]
    assert [name for name, _ in heard] == ["session_ended"]
    assert (second.revoked_at, second.revoke_reason) == (NOW, "logout")


def test_a_session_ends_once(ada: User) -> None:
    """Neither the time nor the reason of the first end is overwritten, and no second signal is sent."""
    (session,) = open_some(ada, 1)
    stale = Session.objects.get()
    end(session, Reason.REUSE, NOW)
    with hearing() as heard:
        end(session, Reason.LOGOUT, NOW + MINUTE)
        end(stale, Reason.LOGOUT, NOW + MINUTE)
    assert state() == {str(session.pk): (NOW, "reuse")}
    assert heard == []


def test_end_others_spares_one(ada: User) -> None:
    """All live sessions of the user but the given one, with their number."""
    mine, *others = open_some(ada)
    with hearing() as heard:
        assert end_others(mine, Reason.ENDED_BY_USER, NOW) == 2
        assert end_others(mine, Reason.ENDED_BY_USER, NOW) == 0
    assert state() == {str(mine.pk): LIVE, **dict.fromkeys(keys(others), (NOW, "ended_by_user"))}
    assert ended(heard) == [(key, "ended_by_user") for key in keys(others)]


def test_end_all_ends_those_of_one_user(ada: User) -> None:
    """Sessions of others, ended ones and expired ones stay as they are."""
    grace = User.objects.create_user("grace")
    foreign = open_some(grace, 1)
    expired = open_session(ada, Lifetimes(MINUTE, MINUTE), NOW - MINUTE)
    over, *living = open_some(ada)
    end(over, Reason.LOGOUT, NOW - MINUTE)
    with hearing() as heard:
        assert end_all(ada, Reason.LOGOUT_ALL, NOW) == 2
        assert end_all(ada, Reason.LOGOUT_ALL, NOW) == 0
    assert state() == {
        str(foreign[0].pk): LIVE,
        str(expired.pk): LIVE,
        str(over.pk): (NOW - MINUTE, "logout"),
        **dict.fromkeys(keys(living), (NOW, "logout_all")),
    }
    assert ended(heard) == [(key, "logout_all") for key in keys(living)]


@pytest.mark.parametrize(("keep", "survivors"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_end_oldest_keeps_the_newest(ada: User, keep: int, survivors: int) -> None:
    """It keeps the given number, counted from the latest sign-in, even if an older one was used more recently."""
    sessions = open_some(ada)
    Session.objects.filter(pk=sessions[0].pk).update(rotated_at=NOW + MINUTE)
    with hearing() as heard:
        assert end_oldest(sessions[-1], keep, Reason.LIMIT, NOW) == 3 - survivors
        assert end_oldest(sessions[-1], keep, Reason.LIMIT, NOW) == 0
    gone = sessions[: 3 - survivors]
    assert {key for key, (moment, _) in state().items() if moment} == set(keys(gone))
    assert ended(heard) == [(key, "limit") for key in keys(gone)]


def test_end_all_needs_no_more_than_a_user(ada: User) -> None:
    """By default the reason is an administrator, and the time is now. The user may come from a token."""
    started = timezone.now()
    open_session(ada, Lifetimes(MONTH, MONTH), started)
    assert end_all(ada) == 1
    open_session(ada, Lifetimes(MONTH, MONTH), started)
    assert end_all(TokenUser(AccessToken.for_user(ada))) == 2
    assert {reason for _, reason in state().values()} == {"ended_by_admin"}
    assert all(at and at >= started for at, _ in state().values())


def test_end_all_refuses_what_is_no_user(ada: User) -> None:
    """If nothing would be ended, or somebody else's sessions, an error says so."""
    open_some(ada, 1)
    with pytest.raises(UserNotFoundError):
        end_all(User(username="new"))
    for wrong in (ada.pk, Group(pk=ada.pk), AnonymousUser()):
        with pytest.raises(TypeError, match="AUTH_USER_MODEL"):
            end_all(wrong)  # type: ignore[arg-type]
    assert [reason for _, reason in state().values()] == [""]


def test_end_oldest_counts_live_sessions_alone(ada: User) -> None:
    """An ended or expired session doesn't count."""
    first, second, third = open_some(ada)
    end(third, Reason.LOGOUT, NOW)
    open_session(ada, Lifetimes(MINUTE, MINUTE), NOW - MINUTE)
    assert end_oldest(second, 2, Reason.LIMIT, NOW) == 0
    assert end_oldest(second, 1, Reason.LIMIT, NOW) == 1
    assert state()[str(first.pk)] == (NOW, "limit")
    assert state()[str(second.pk)] == LIVE


ACTS: dict[str, tuple[int, Callable[[Session], object]]] = {
    "end": (1, lambda session: end(session, Reason.LOGOUT, NOW)),
    "end-others": (2, lambda session: end_others(session, Reason.LOGOUT, NOW)),
    "end-all": (2, lambda session: end_all(session.user, Reason.LOGOUT, NOW)),
    "end-oldest": (3, lambda session: end_oldest(session, 1, Reason.LOGOUT, NOW)),
    "end-no-oldest": (1, lambda session: end_oldest(session, 3, Reason.LOGOUT, NOW)),
}


@pytest.mark.parametrize("act", ACTS)
def test_ending_takes_two_statements_at_the_most(
    user: User, django_assert_num_queries: DjangoAssertNumQueries, act: str
) -> None:
    """However many sessions there are."""
    statements, perform = ACTS[act]
    session = open_some(user)[0]
    with django_assert_num_queries(statements):
        perform(session)


def test_an_end_by_another_request_meanwhile_is_not_announced_twice(user: User) -> None:
    """Somebody signs out between the SELECT and the UPDATE: that end keeps its reason and its signal."""
    first, second = open_some(user, 2)
    rivals = [Session.objects.get(pk=first.pk)]

    def interfere(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and rivals:
            end(rivals.pop(), Reason.LOGOUT, NOW)
        return execute(sql, *rest)

    with hearing() as heard, connections["default"].execute_wrapper(interfere):
        assert end_all(user, Reason.LOGOUT_ALL, NOW) == 1
    assert ended(heard) == sorted([(str(first.pk), "logout"), (str(second.pk), "logout_all")])
