"""The service in a process of its own, on each database it supports."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from tests.conformance.environment import STRICT
from tests.conformance.running import Running, running
from tests.real_parts import servers
from tests.real_parts.chromium import chromium

if TYPE_CHECKING:
    from tests.service.visitor import Visitor


@dataclass(frozen=True)
class Service:
    """A running demo: its address, what it printed before it was ready, and where its data is."""

    url: str
    greeting: str
    folder: Path


@contextmanager
def running_demo(folder: Path, variables: Mapping[str, str], port: int | None = 0) -> Iterator[Service]:
    """`signet demo` with *variables* in its environment, on a free port unless *port* says otherwise."""
    words = ["demo", "--folder", str(folder), *([] if port is None else ["--port", str(port)])]
    log = folder.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "signet_server", *words],
            env=clean_environment(variables),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            greeting = _wait_for_greeting(log)
            found = re.search(r"http://127\.0\.0\.1:\d+", greeting)
            assert found, f"no address in what it printed:\n{greeting}"
            _wait_for_worker(found[0])
            yield Service(found[0], greeting, folder)
        finally:
            process.terminate()
            process.wait(timeout=90)


def clean_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment without what configures the service, and with *variables*."""
    ours = (
        "SECRET_KEY",
        "SIGNING_KEY",
        "SIGNING_KEYS",
        "KEY_ENCRYPTION_KEYS",
        "ALLOWED_HOSTS",
        "PORT",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "EMAIL_FROM",
        "PUBLIC_URL",
        "AUDIENCE",
        "NUM_PROXIES",
        "ADMIN",
        "ROTATE_REFRESH_TOKENS",
        "ARGON2",
        "METRICS",
        "LOG_FORMAT",
        "SIGN_IN_CODES",
        "SIGNET_DEMO",
    )
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    inherited = {name: value for name, value in kept.items() if not name.startswith("PROVIDERS_")}
    return {**inherited, **variables}


@pytest.fixture(scope="session")
def sqlite_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo on SQLite, with a cache in memory."""
    with running_demo(tmp_path_factory.mktemp("demo"), {}) as service:
        yield service


@pytest.fixture(scope="session")
def postgresql_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo on PostgreSQL, with Redis."""
    with (
        servers.private_folder() as data,
        servers.postgresql(data) as database,
        servers.redis() as cache,
        running_demo(tmp_path_factory.mktemp("demo"), {"DATABASE_URL": database, "REDIS_URL": cache}) as service,
    ):
        yield service


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest) -> Service:
    """Either of them: each is started once, however often tests turn from one to the other."""
    running: Service = request.getfixturevalue(f"{request.param}_service")
    return running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo on SQLite, which trusts every proxy header, so that each visitor comes from an address of their own."""
    with running_demo(tmp_path_factory.mktemp("demo"), {"NUM_PROXIES": "1"}) as service:
        yield service


@pytest.fixture(scope="session")
def conformance() -> Iterator[Running]:
    """The service with the hook of the clients' suite. Where Node built no client, its pages have none to load."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def strict_conformance() -> Iterator[Running]:
    """The same, with a service whose refresh tokens are valid for one use."""
    with running(**{STRICT: "1"}) as started:
        yield started


@pytest.fixture
def visitor(demo: Service) -> Visitor:
    """Somebody without an account."""
    from tests.service.visitor import Visitor  # which knows what a service is from here

    return Visitor(demo)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    One browser for the tests of a module; each has profiles of its own.

    While it is there, Playwright's event loop runs in this thread, in which Django then uses no database.
    """
    with chromium() as started:
        yield started


def _wait_for_worker(url: str) -> None:
    """Until a worker answers: one that is told to end before it listens to that ends thirty seconds later."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=90)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    connection.close()


def _wait_for_greeting(log: Path, seconds: float = 120) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = log.read_text()
        if "token/refresh/" in text:
            return text
        time.sleep(0.05)
    raise TimeoutError(f"the demo did not start:\n{log.read_text()}")
