"""A refresh in a transaction of the project's own, while another request refreshes the same token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, transaction

from drf_signet.database_errors import outage
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.crowd import together
from tests.others.mariadb.conftest import Reached

SNAPSHOT_ISOLATION = "SET SESSION innodb_snapshot_isolation = ON"
"""What newer versions do by themselves."""


def elsewhere(act: Callable[[], str]) -> str:
    """What *act* answers on a connection of its own."""
    (answer,) = together(1, lambda which: act())
    return answer


@pytest.mark.parametrize("level", ["read committed", "repeatable read", "serializable"])
def test_who_was_overtaken_gets_the_same_answer(reached: Reached, level: str) -> None:
    """Though the transaction began before, and MySQL goes on to read what was there then."""
    with reached(isolation_level=level) as alias:
        token = str(RefreshToken.for_user(User.objects.create_user("ada")))
        with transaction.atomic(using=alias):
            if level != "serializable":
                assert Session.objects.get().generation == 0
            other = elsewhere(lambda: str(refresh(token, RefreshToken)))
            assert str(refresh(token, RefreshToken)) == other
        assert Session.objects.get().generation == 1


def test_a_server_that_sends_who_was_overtaken_away_is_believed(reached: Reached) -> None:
    """The transaction is the caller's to repeat: 503, where an endpoint called."""
    with reached(isolation_level="repeatable read", init_command=SNAPSHOT_ISOLATION) as alias:
        token = str(RefreshToken.for_user(User.objects.create_user("ada")))
        with transaction.atomic(using=alias):
            assert Session.objects.get().generation == 0
            elsewhere(lambda: str(refresh(token, RefreshToken)))
            with pytest.raises(OperationalError) as caught:
                refresh(token, RefreshToken)
            transaction.set_rollback(True, using=alias)  # Django's own
        found = outage(caught.value)
        assert found is not None
        assert found.code == "session_busy"
        assert refresh(token, RefreshToken)["gen"] == 1
