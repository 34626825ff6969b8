"""Opening a session: one row, with the device it came from, and never too many of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import UserInactiveError, UserNotFoundError
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions import purging
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from tests.sessions.hearing import ended, hearing

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=30)


def test_a_row_holds_what_it_was_opened_with(ada: User) -> None:
    """All fields of it, and one signal says so."""
    with hearing() as heard, signing_in_from(Device("curl/8.5.0", "2001:db8::7")):
        opened = open_session(ada, Lifetimes(MONTH, MONTH), NOW)
    session = Session.objects.get()
    assert (session.pk, bytes(session.secret)) == (opened.pk, opened.secret)
    assert len(opened.secret) == 16
    assert (session.user_id, session.auth_hash) == (ada.pk, fingerprint(ada))
    assert (session.generation, session.previous_generation) == (0, None)
    assert (session.rotated_at, session.created_at, session.expires_at) == (NOW, NOW, NOW + MONTH)
    assert (session.revoked_at, session.revoke_reason) == (None, "")
    assert (session.user_agent, session.ip) == ("curl/8.5.0", "2001:db8::7")
    assert heard == [("session_opened", opened)]


def test_sessions_share_no_secret(user: User) -> None:
    """Nor an identifier, also where all else is the same."""
    sessions = [open_session(user, Lifetimes(MONTH, MONTH), NOW) for _ in range(5)]
    assert len({one.secret for one in sessions}) == len({one.pk for one in sessions}) == 5
    assert {8 * len(one.secret) for one in sessions} == {128}


@pytest.mark.parametrize(("last_digit", "statements"), [(0, 3), (1, 2), (9, 2)])
def test_opening_takes_two_statements(
    user: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
    last_digit: int,
    statements: int,
) -> None:
    """The row, and a look at the user's other sessions; one in ten looks for expired ones as well."""
    monkeypatch.setattr(purging, "ONE_IN", 10)
    monkeypatch.setattr(Session._meta.get_field("id"), "_get_default", lambda: UUID(int=10**20 + last_digit))
    with django_assert_num_queries(statements):
        open_session(user, Lifetimes(MONTH, MONTH), NOW)


def test_sign_ins_delete_more_rows_than_they_add() -> None:
    """Whatever the chance."""
    assert purging.AT_SIGN_IN > purging.ONE_IN


def test_a_device_is_that_of_the_block(user: User) -> None:
    """Blocks nest, end with an error as well, and outside of them the device is unknown."""
    outer, inner = Device("outer", "192.0.2.1"), Device("inner", "192.0.2.2")
    with signing_in_from(outer):
        with suppress(KeyError), signing_in_from(inner):
            open_session(user, Lifetimes(MONTH, MONTH), NOW)
            raise KeyError
        open_session(user, Lifetimes(MONTH, MONTH), NOW + MINUTE)
    open_session(user, Lifetimes(MONTH, MONTH), NOW + 2 * MINUTE)
    rows = Session.objects.order_by("created_at").values_list("user_agent", "ip")
    assert list(rows) == [("inner", "192.0.2.2"), ("outer", "192.0.2.1"), ("", None)]


def test_a_user_has_so_many_sessions_at_the_most(ada: User) -> None:
    """A further sign-in ends the oldest, and no more than that; other users are not counted."""
    open_session(User.objects.create_user("grace"), Lifetimes(MONTH, MONTH), NOW - MINUTE)
    with override_settings(SIGNET={"SESSIONS_PER_USER": 2}), hearing() as heard:
        sessions = [open_session(ada, Lifetimes(MONTH, MONTH), NOW + one * MINUTE) for one in range(4)]
        assert ended(heard) == sorted((str(one.pk), "limit") for one in sessions[:2])
    living = Session.objects.filter(user_id=ada.pk).live(NOW)
    assert {one.pk for one in living} == {one.pk for one in sessions[2:]}


def test_what_is_over_takes_nobodys_place(ada: User) -> None:
    """Sessions that were ended or have expired don't count."""
    with override_settings(SIGNET={"SESSIONS_PER_USER": 2}):
        first = open_session(ada, Lifetimes(MONTH, MONTH), NOW - 2 * MINUTE)
        end(open_session(ada, Lifetimes(MONTH, MONTH), NOW - MINUTE), Reason.LOGOUT, NOW)
        open_session(ada, Lifetimes(MINUTE, MINUTE), NOW - MINUTE)
        open_session(ada, Lifetimes(MONTH, MONTH), NOW)
    assert Session.objects.get(pk=first.pk).revoked_at is None


@pytest.mark.parametrize("earlier", [MINUTE, timedelta()], ids=["clock-behind", "same-moment"])
def test_a_sign_in_never_ends_itself(user: User, earlier: timedelta) -> None:
    """Also where the clock of another machine is ahead, or stands still: whoever signs in now has a session."""
    with override_settings(SIGNET={"SESSIONS_PER_USER": 1}):
        for _ in range(8):
            open_session(user, Lifetimes(MONTH, MONTH), NOW)
            last = open_session(user, Lifetimes(MONTH, MONTH), NOW - earlier)
            assert Session.objects.get(pk=last.pk).revoked_at is None
            Session.objects.all().delete()


@pytest.mark.parametrize(
    ("signet", "token_class", "lifetime"),
    [
        ({}, RefreshToken, MONTH),
        ({"SESSION_LIFETIME": timedelta(days=90)}, RefreshToken, timedelta(days=90)),
        ({}, SlidingToken, timedelta(days=1)),
        ({"SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=7)}, SlidingToken, timedelta(days=7)),
        ({"SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=60)}, SlidingToken, MONTH),
    ],
)
def test_a_session_lives_as_long_as_the_settings_say(
    user: User, signet: dict[str, object], token_class: type[RefreshToken | SlidingToken], lifetime: timedelta
) -> None:
    """From the sign-in on."""
    with override_settings(SIGNET=signet):
        token_class.for_user(user, now=NOW)
    assert Session.objects.get().expires_at == NOW + lifetime


def test_who_may_have_no_token_opens_no_session(user: User) -> None:
    """Neither a disabled user nor one that was never saved."""
    user.is_active = False
    for refused, error in ((user, UserInactiveError), (User(username="ghost"), UserNotFoundError)):
        with pytest.raises(error):
            RefreshToken.for_user(refused)
    assert not Session.objects.exists()


def test_a_sign_in_deletes_a_few_old_rows(ada: User) -> None:
    """Fifty at the most, the oldest first; so the table doesn't grow for ever."""
    template = {"user_id": ada.pk, "auth_hash": "", "rotated_at": NOW, "created_at": NOW, "token_expires_at": NOW}
    old = Session.objects.bulk_create(
        Session(**template, expires_at=NOW - timedelta(hours=1) - MINUTE * number) for number in range(55)
    )
    open_session(ada, Lifetimes(MONTH, MONTH), NOW)
    left = {one.pk for one in Session.objects.filter(expires_at__lt=NOW)}
    assert left == {one.pk for one in old[:5]}
    open_session(ada, Lifetimes(MONTH, MONTH), NOW)
    assert Session.objects.count() == 2


def test_a_sign_in_deletes_nothing_that_may_be_asked_for(user: User) -> None:
    """A session that expired less than an access lifetime ago, and one that was ended and has not expired."""
    open_session(user, Lifetimes(MINUTE, MINUTE), NOW - 5 * MINUTE)
    end(open_session(user, Lifetimes(MONTH, MONTH), NOW - timedelta(days=1)), Reason.LOGOUT, NOW - timedelta(days=1))
    open_session(user, Lifetimes(MONTH, MONTH), NOW)
    assert Session.objects.count() == 3
