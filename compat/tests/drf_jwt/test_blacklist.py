"""The blacklist app, on tables of its own and on those of the old package. Its answers are in the conformance test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.test import override_settings

from compat.tests.drf_jwt.blacklist_scenarios import JTI, SCENARIOS
from drf_signet_compat.drf_jwt.v1_19.blacklist.token_family import family_ends_at
from drf_signet_compat.drf_jwt.v1_19.revocation import family_of
from tests.real_parts import servers
from tests.sessions.conftest import options_for

NOW: Final = datetime(2030, 1, 1, tzinfo=UTC)
SECONDS: Final = int(NOW.timestamp())
WEEK: Final = timedelta(days=7)


def play(name: str, database: dict[str, Any]) -> None:
    """Run the scenario *name* on *database*."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "compat.tests.drf_jwt.blacklist_scenarios", name, json.dumps(database)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SCENARIOS)
def test_sqlite(name: str) -> None:
    """It holds on SQLite."""
    play(name, {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"})


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """A real server, which starts once."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        yield url


def test_postgresql(postgresql_url: str) -> None:
    """It holds on PostgreSQL, too, where the tables matter most: one after the other, in schemas of their own."""
    import psycopg

    for name in ("fresh", "taken_over", "half_way"):
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        play(name, {**options_for(postgresql_url), "NAME": name})


@pytest.mark.parametrize(
    ("payload", "jwt_auth", "end"),
    [
        ({"exp": SECONDS + 60}, {}, timedelta(seconds=60)),
        ({"exp": SECONDS + 60}, {"JWT_LEEWAY": 30}, timedelta(seconds=90)),
        ({"exp": SECONDS + 60}, {"JWT_LEEWAY": timedelta(seconds=30)}, timedelta(seconds=90)),
        ({"exp": SECONDS + 60, "orig_iat": SECONDS}, {}, WEEK + timedelta(seconds=300)),
        (
            {"exp": SECONDS + 60, "orig_iat": SECONDS - 10},
            {"JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=1), "JWT_EXPIRATION_DELTA": timedelta(hours=1)},
            timedelta(days=1, hours=1, seconds=-10),
        ),
        ({"exp": SECONDS + 10**6, "orig_iat": SECONDS}, {}, timedelta(seconds=10**6)),
        ({}, {}, timedelta(days=36_525)),
        ({"exp": SECONDS + 60}, {"JWT_VERIFY_EXPIRATION": False}, timedelta(days=36_525)),
        ({"exp": SECONDS + 60, "orig_iat": 10**40}, {}, timedelta(days=36_525)),
        ({"exp": SECONDS + 60, "orig_iat": True}, {}, timedelta(days=36_525)),
        ({"exp": "tomorrow"}, {}, timedelta(days=36_525)),
    ],
)
def test_end_of_a_family(payload: dict[str, object], jwt_auth: dict[str, object], end: timedelta) -> None:
    """A row has to stay until the last token that can be refreshed from the same sign-in has ended."""
    with override_settings(JWT_AUTH=jwt_auth):
        assert family_ends_at(payload, NOW) == NOW + end


@pytest.mark.parametrize(
    ("payload", "is_known"),
    [
        ({"jti": JTI}, True),
        ({"jti": "x", "orig_jti": JTI}, True),
        ({"jti": "x"}, False),
        ({"jti": 7}, False),
        ({"jti": [JTI]}, False),
        ({}, False),
    ],
)
def test_name_of_a_family(payload: dict[str, object], is_known: bool) -> None:
    """The first token's identifier; what is no UUID names none, and breaks nothing."""
    assert (str(family_of(payload)) == JTI) is is_known
