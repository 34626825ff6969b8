"""The file of an SQLite database: who may make it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

from signet_server.databases.sqlite3.base import DatabaseWrapper
from signet_server.deadline import within, without_limits
from signet_server.environment import read_environment
from tests.service.test_environment import GOOD

pytestmark = pytest.mark.django_db


def connected(file: Path) -> Any:
    """Django's connection, as the service makes it."""
    config = read_environment({**GOOD, "DATABASE_URL": f"sqlite:///{file}"}).database
    return DatabaseWrapper({**connections.databases["default"], **config, "TIME_ZONE": None}, "default")


def test_a_service_makes_no_file(tmp_path: Path) -> None:
    """Neither in a request nor in a thread that sends mails: it was moved away, and comes back."""
    file = tmp_path / "signet.sqlite3"
    with pytest.raises(OperationalError, match="unable to open"):
        connected(file).ensure_connection()
    with within(1), pytest.raises(OperationalError, match="unable to open"):
        connected(file).ensure_connection()
    assert not file.exists()


def test_a_command_makes_it(tmp_path: Path) -> None:
    """Such as `migrate`; also where its name has a meaning in a URL."""
    file = tmp_path / "100% signet.sqlite3"
    with without_limits():
        connection = connected(file)
        connection.ensure_connection()
        connection.close()
    assert file.exists()
    again = connected(file)
    again.ensure_connection()
    again.close()
