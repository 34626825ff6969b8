"""What a snapshot reads from the database: which sessions, by how many statements, and what an error changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import RevocationsUnknownError
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.revocation_list import SNAPSHOT, RevocationSnapshot, read_revoked
from tests.sessions.test_snapshot import is_revoked

HERE = uuid4()
MONTH = timedelta(days=30)
IN_A_SAVEPOINT = 3
"""One query, and the savepoint around it: each test runs in a transaction."""


def test_an_end_in_this_process_takes_effect_at_once(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Before any interval passes: by one query, and none for the requests after it."""
    session = open_session(user, Lifetimes(MONTH, MONTH), timezone.now())
    SNAPSHOT.expire()
    SNAPSHOT.check(session.pk)
    end(session, Reason.LOGOUT, timezone.now())
    with django_assert_num_queries(IN_A_SAVEPOINT):
        assert is_revoked(SNAPSHOT, session.pk)
        assert is_revoked(SNAPSHOT, session.pk)
    SNAPSHOT.expire()


def test_what_is_read_are_the_ends_of_one_access_lifetime(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Plus a minute, for clocks that are apart: one query with a short answer."""
    now = timezone.now()
    ages = {"now": 0, "a lifetime ago": 300, "a little earlier": 330, "long ago": 365, "a day ago": 86_400}
    sessions = {name: open_session(user, Lifetimes(MONTH, MONTH), now - timedelta(days=2)) for name in [*ages, "live"]}
    for name, seconds in ages.items():
        end(sessions[name], Reason.LOGOUT, now - timedelta(seconds=seconds))
    with django_assert_num_queries(IN_A_SAVEPOINT):
        revoked = read_revoked()
    assert revoked == {sessions[name].pk for name in ("now", "a lifetime ago", "a little earlier")}
    with override_settings(SIGNET={"ACCESS_TOKEN_LIFETIME": timedelta(hours=1)}):
        assert sessions["long ago"].pk in read_revoked()


LONGER = {
    "sliding-tokens": {
        "SLIDING_TOKEN_LIFETIME": timedelta(hours=1),
        "AUTH_TOKEN_CLASSES": ("drf_signet.tokens.SlidingToken",),
    },
    "a-leeway": {"LEEWAY": timedelta(minutes=10)},
}


@pytest.mark.parametrize("signet", LONGER.values(), ids=LONGER)
def test_an_end_is_remembered_as_long_as_a_token_of_the_session_is_accepted(
    user: User, signet: dict[str, object]
) -> None:
    """Otherwise an ended session comes back to life after a few minutes."""
    now = timezone.now()
    session = open_session(user, Lifetimes(MONTH, MONTH), now - timedelta(hours=1))
    end(session, Reason.LOGOUT, now - timedelta(minutes=10))
    with override_settings(SIGNET=signet):
        assert session.pk in read_revoked()


def test_in_both_databases_the_answer_is_the_same(ada: User) -> None:
    """Identifiers, whatever the database calls them."""
    session = open_session(ada, Lifetimes(MONTH, MONTH), timezone.now())
    end(session, Reason.LOGOUT, timezone.now())
    assert read_revoked() == {session.pk}


def break_table(alias: str) -> Callable[[], None]:
    """Rename a column that is read; returns a function that restores it."""
    with connections[alias].cursor() as cursor:
        cursor.execute("ALTER TABLE signet_sessions_session RENAME COLUMN revoked_at TO elsewhere")

    def mend() -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute("ALTER TABLE signet_sessions_session RENAME COLUMN elsewhere TO revoked_at")

    return mend


def test_an_error_of_the_database_leaves_the_transaction_of_the_request_alone(postgresql: str) -> None:
    """PostgreSQL would refuse every further statement of it."""
    user = User.objects.create_user("ada")
    snapshot = RevocationSnapshot(read_revoked)
    mend = break_table(postgresql)
    try:
        with transaction.atomic(using=postgresql):
            with pytest.raises(RevocationsUnknownError):
                snapshot.check(HERE)
            User.objects.filter(pk=user.pk).update(first_name="Ada")
        assert User.objects.get().first_name == "Ada"
    finally:
        mend()
    assert Session.objects.count() == 0
