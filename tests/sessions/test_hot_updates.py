"""What a session costs PostgreSQL: one row, updated in place."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import connections

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken

REFRESHES = 50
COUNTED = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = %s"


def counted(alias: str) -> tuple[int, int]:
    """How many rows of the table were updated so far, and how many of them in place."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(COUNTED, [Session._meta.db_table])
        updated, in_place = cursor.fetchone()
    return updated, in_place


def test_every_refresh_is_a_hot_update(postgresql: str) -> None:
    """No index grows with the refreshes (heap-only tuples), and there is one row after any number of them."""
    user = User.objects.create_user("ada", password="pw")
    token = RefreshToken.for_user(user)
    before = counted(postgresql)
    for _ in range(REFRESHES):
        token = refresh(str(token), RefreshToken)
    after = counted(postgresql)
    assert [new - old for new, old in zip(after, before, strict=True)] == [REFRESHES, REFRESHES]
    assert Session.objects.count() == 1
    assert Session.objects.get().generation == REFRESHES
