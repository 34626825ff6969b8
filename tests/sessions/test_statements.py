"""The compiled statements: they say what the querysets beside them say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import UserNotFoundError
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.ending import end
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.other_sessions import has_others
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.statements import Known, compare_and_swap, select_with_user
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions.managers import hiding

NOW = datetime(2027, 1, 15, 8, 30, 15, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def session(ada: User) -> Session:
    """A session that was refreshed and ended, so that each field has a value."""
    User.objects.filter(pk=ada.pk).update(last_login=NOW, first_name="Ada ünï")
    with signing_in_from(Device("curl/8.5.0 日本", "2001:db8::7")):
        token = RefreshToken.for_user(ada, now=NOW)
    refresh(str(token), RefreshToken, now=LATER)
    end(token.session, Reason.LOGOUT, LATER)
    found: Session = Session.objects.get()
    return found


def fields(instance: Session | User) -> dict[str, tuple[type, object]]:
    """Each field with its value and the type of it."""
    values = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    return {
        name: (type(value), bytes(value) if isinstance(value, memoryview) else value) for name, value in values.items()
    }


def test_a_row_is_read_as_the_orm_reads_it(session: Session, database: str) -> None:
    """Session and user, every field with its type, and from which database."""
    found = select_with_user(session.pk)
    expected = Session.objects.select_related("user").get(pk=session.pk)
    assert found is not None
    assert found == expected
    assert fields(found) == fields(expected)
    assert fields(found.user) == fields(expected.user)
    assert type(found.user) is User
    assert not found.get_deferred_fields() | found.user.get_deferred_fields()
    for state in (found._state, found.user._state):
        assert (state.db, state.adding) == (database, False)


def test_it_is_one_statement_as_the_orm_sends_it(session: Session, database: str) -> None:
    """With the user there already."""
    with CaptureQueriesContext(connections[database]) as ours:
        found = select_with_user(session.pk)
        assert found is not None
        assert found.user.username == "ada"
    with CaptureQueriesContext(connections[database]) as theirs:
        list(Session.objects.select_related("user").filter(pk=session.pk))
    assert [one["sql"] for one in ours] == [one["sql"] for one in theirs]


def test_what_was_read_can_be_saved(session: Session) -> None:
    """It is an ordinary instance."""
    found = select_with_user(session.pk)
    assert found is not None
    found.user.first_name = "Countess"
    found.user.save()
    found.user_agent = "another"
    found.save()
    assert Session.objects.values_list("user_agent", "user__first_name").get() == ("another", "Countess")


def test_no_row_is_none(session: Session, ada: User, database: str) -> None:
    """No such session, or one whose user is gone."""
    assert select_with_user(uuid4()) is None
    with connections[database].cursor() as cursor:
        cursor.execute("DELETE FROM auth_user WHERE id = %s", [ada.pk])
    assert select_with_user(session.pk) is None


@pytest.fixture
def live(ada: User) -> Session:
    """A session as it was read for a refresh."""
    token = RefreshToken.for_user(ada, now=NOW)
    found = select_with_user(token.session.pk)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"revoked_at": NOW},
        {"expires_at": NOW},
        {"token_expires_at": NOW},
        {"expires_at": NOW + timedelta(seconds=1)},
    ],
    ids=["live", "ended", "at-its-end", "idle-for-too-long", "at-its-last-second"],
)
def test_other_sessions_are_counted_as_the_queryset_does(ada: User, changed: dict[str, datetime]) -> None:
    """Those of the same user that can be refreshed; up to the number that is asked for."""
    newest, _, other = (RefreshToken.for_user(ada, now=NOW).session for _ in range(3))
    RefreshToken.for_user(User.objects.create_user("grace"), now=NOW)
    Session.objects.filter(pk=other.pk).update(**changed)
    counted = Session.objects.filter(user=ada).exclude(pk=newest.pk).refreshable(NOW).count()
    assert counted in {1, 2}
    assert [has_others(newest, number, NOW) for number in (1, 2, 3)] == [counted >= number for number in (1, 2, 3)]


def test_a_swap_writes_what_moves(live: Session) -> None:
    """Of that row and no other column, and says that it did."""
    other = RefreshToken.for_user(live.user, now=NOW).session
    before = Session.objects.values().get(pk=live.pk)
    moved = {
        "generation": 7,
        "previous_generation": 5,
        "racing_from_generation": 3,
        "rotated_at": LATER,
        "token_expires_at": LATER + DAY,
        "auth_hash": "f" * 32,
    }
    known = Known(live.generation, live.auth_hash)
    for name, value in {**moved, "user_agent": "other"}.items():
        setattr(live, name, value)
    assert compare_and_swap(live, known) is True
    assert Session.objects.values().get(pk=live.pk) == {**before, **moved}
    assert Session.objects.get(pk=other.pk).generation == 0


def test_a_swap_of_what_has_changed_writes_nothing(live: Session) -> None:
    """Another refresh was faster, or a sign-out, or a purge."""
    rival = select_with_user(live.pk)
    assert rival is not None
    rival.generation = live.generation = 1
    assert compare_and_swap(rival, Known(0, rival.auth_hash)) is True
    assert compare_and_swap(live, Known(0, live.auth_hash)) is False
    assert compare_and_swap(live, Known(2, live.auth_hash)) is False
    assert compare_and_swap(live, Known(1, "that of a new password")) is False
    end(rival, Reason.LOGOUT, LATER)
    before = Session.objects.values().get()
    live.generation = 2
    assert compare_and_swap(live, Known(1, live.auth_hash)) is False
    assert Session.objects.values().get() == before
    Session.objects.all().delete()
    assert compare_and_swap(live, Known(1, live.auth_hash)) is False


@pytest.fixture
def hidden(user: User) -> Iterator[RefreshToken]:
    """A token of a user whom the manager of users hides from now on."""
    token = RefreshToken.for_user(user)
    with hiding():
        User._base_manager.update(first_name="gone")
        yield token


def test_a_user_that_the_manager_hides_is_gone(hidden: RefreshToken) -> None:
    """As in every other view of the project: to refresh, to authenticate, and to be explained."""
    assert not User._default_manager.exists()
    assert select_with_user(hidden.session.pk) is None
    with pytest.raises(UserNotFoundError):
        refresh(str(hidden), RefreshToken)
    with pytest.raises(UserNotFoundError):
        live_session(hidden.access_token, hidden.current_time)


def test_a_user_who_is_shown_again_goes_on(hidden: RefreshToken) -> None:
    """Nothing was ended, and what was compiled is not what decides."""
    User._base_manager.update(first_name="")
    assert refresh(str(hidden), RefreshToken)["gen"] == 1


def test_a_manager_that_hides_costs_one_query_more(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """It is asked itself."""
    token = RefreshToken.for_user(user)
    with hiding(), django_assert_num_queries(2):
        found = select_with_user(token.session.pk)
        assert found is not None
        assert found.user == user


def test_a_replica_is_not_asked(postgresql: str) -> None:
    """Sessions are read where they are written: a replica may not know yet that one was ended."""
    token = RefreshToken.for_user(User.objects.create_user("ada"))
    with override_settings(DATABASE_ROUTERS=["tests.sessions.routers.ReadsElsewhere"]):
        assert select_with_user(token.session.pk) is not None
        assert Session.objects.get().pk == token.session.pk
        assert refresh(str(token), RefreshToken)["gen"] == 1
