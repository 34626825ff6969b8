"""Fixtures for all tests: a user, a client, and settings that are restored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.checks.registry import registry
from rest_framework.test import APIClient

from drf_signet.outage_log import OUTAGES
from drf_signet.refusal_log import REFUSALS
from drf_signet.sessions import tier_checks
from tests.real_parts import servers

# Modules that assert for several folders of tests: their failures are explained like those of the tests.
pytest.register_assert_rewrite(
    "tests.wire.answers",
    "tests.wire.doors",
    "tests.sessions_wire.places",
    "tests.sessions_wire.client",
    "tests.throttles.places",
    "tests.accounts.askers",
    "compat.tests.simplejwt.switch.rollout",
    "tests.service.faulty",
    "tests.service.mariadb_faults",
    "tests.service.postgresql_faults",
    "tests.service.sqlite_faults",
)

PASSWORD = "correct-horse-battery"
NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tiers_side_by_side() -> None:
    """
    Mute the warnings about mixed tiers: most tests' project has endpoints with and without sessions on purpose.

    Before each, as a test that changes INSTALLED_APPS registers all of them anew.
    """
    if settings.SETTINGS_MODULE == "tests.projects.full.settings":
        registry.registered_checks -= set(tier_checks.ALWAYS)


@pytest.fixture(autouse=True)
def purging_at_each_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing to chance: the same statements each time."""
    if apps.is_installed("drf_signet.sessions"):
        monkeypatch.setattr("drf_signet.sessions.purging.ONE_IN", 1)


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    """The URL of one MariaDB server for all tests of this process; each makes databases of its own there."""
    with servers.private_folder() as folder, servers.mariadb(folder) as url:
        yield url


@pytest.fixture
def user(db: None) -> User:
    """An ordinary user."""
    created = get_user_model().objects.create_user("ada", "ada@example.com", PASSWORD)
    assert isinstance(created, User)
    return created


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Reset the limits: the attempts of one test don't count in the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reset the log's limits, and stop their clock: a busy machine must not make two lines of one."""
    for log in (OUTAGES, REFUSALS):
        log.forget()
        monkeypatch.setattr(log, "_clock", lambda: 0.0)


@pytest.fixture
def api() -> APIClient:
    """A client that sees what a client over HTTP would see: an error of ours is a 500, not a traceback."""
    return APIClient(raise_request_exception=False)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time stands still, so that two answers about it are the same."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def encode_and_tell(self: MD5PasswordHasher, password: str, salt: str) -> str:
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode_and_tell)
    return passwords
