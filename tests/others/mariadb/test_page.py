"""What the page about projects says to write for MySQL and MariaDB."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import connections

from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.others.mariadb.conftest import Reached
from tests.others.page import blocks_of

WAITS = "SELECT @@innodb_lock_wait_timeout, @@lock_wait_timeout"


def test_the_options_are_taken(reached: Reached) -> None:
    """By the driver, and by the server."""
    (block,) = blocks_of("mysql")
    written: dict[str, Any] = {}
    exec(block, written)
    database = written["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.mysql"
    with reached(**database["OPTIONS"]) as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute(WAITS)
            assert cursor.fetchone() == (5, 5)
        token = RefreshToken.for_user(User.objects.create_user("ada"))
        assert refresh(str(token), RefreshToken)["gen"] == 1
