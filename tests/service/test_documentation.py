"""What ``docs/how-to/service.md`` tells an operator to do."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from drf_signet import lock_waits
from drf_signet.identities.providers.provider_problems import problems_of
from drf_signet.sessions.retries import PATIENCE
from signet_server import deadline, hashing, migration_lock, redis_cache
from signet_server.argon2_cost import USUAL_COST
from signet_server.databases import limits
from signet_server.databases.postgresql import base as postgresql
from signet_server.databases.sqlite3 import base as sqlite
from signet_server.environment import CONNECTION, LOCK_TIMEOUT, read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_providers import ENDINGS
from signet_server.http_server import bounds
from signet_server.http_server.application import CHUNK
from signet_server.signing_keys import TABLE
from signet_tokens.key_file import KeyFile
from signet_tokens.living_ring import LivingRing
from tests.real_parts import ports
from tests.service.conftest import Service, clean_environment
from tests.service.http import call

VARIABLES = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "environment.md").read_text()
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "service.md").read_text()
BLOCKS = re.findall(r"(?s)```sh\n(.*?)```", PAGE)


def test_the_first_start_works_as_it_is_written(tmp_path: Path) -> None:
    """Pasted into a shell in an empty folder, the lines end in a service that answers for its host."""
    block, *_ = BLOCKS
    port = ports.free_port()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (tmp_path / "output").open("w") as output:
        shell = subprocess.Popen(
            ["sh", "-ec", block],
            cwd=tmp_path,
            env=clean_environment({"PORT": str(port), "PATH": path}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        ports.wait_for_port(port, seconds=60)
        service = Service(f"http://127.0.0.1:{port}", "", tmp_path)
        headers = {"Host": "auth.example.com"}
        assert call(service, "GET", "/readyz", headers=headers).status == 200
        assert call(service, "GET", "/readyz").status == 400, "it answers for other hosts than those in ALLOWED_HOSTS"
        answer = call(service, "POST", "/api/v1/token/", {"username": "root", "password": "guess"}, headers=headers)
        assert answer.status == 401
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
        shell.wait(timeout=90)
    printed = (tmp_path / "output").read_text()
    assert "Everything is fine." in printed
    assert f"Signet is listening on 127.0.0.1, port {port}" in printed


@pytest.mark.parametrize("block", BLOCKS[1:3], ids=["file", "table"])
def test_keys_are_made_as_it_is_written(block: str, tmp_path: Path) -> None:
    """A file for its owner alone, and a table with a key that encrypts."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    said = subprocess.run(
        ["sh", "-ec", f"{block}env"],
        cwd=tmp_path,
        env=clean_environment({"PATH": path}),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    variables = dict(line.split("=", 1) for line in said.splitlines() if "KEY" in line)
    rest = {"SECRET_KEY": "s" * 60, "ALLOWED_HOSTS": "auth.example.com", "EMAIL_URL": "console:"}
    keys = read_environment({**variables, **rest}).signing_keys
    if isinstance(keys, Path):
        assert stat.S_IMODE(keys.stat().st_mode) == 0o600
        assert LivingRing(KeyFile(keys, "HS256")).signing_key.algorithm == "ES256"
    else:
        assert keys == TABLE


@pytest.mark.parametrize("block", BLOCKS[3:], ids=["google", "acme"])
def test_a_provider_is_set_up_as_it_is_written(block: str, tmp_path: Path) -> None:
    """With its secret in a file, and everything that the table of endings names."""
    (name,) = re.findall(r"/run/secrets/(\w+)", block)
    (tmp_path / name).write_text("a-secret\n")
    said = subprocess.run(
        ["sh", "-ec", f"{block.replace('/run/secrets', str(tmp_path))}env"],
        env=clean_environment({}),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    variables = dict(line.split("=", 1) for line in said.splitlines() if line.startswith("PROVIDERS_"))
    rest = {"SECRET_KEY": "s" * 60, "SIGNING_KEY": "k" * 60, "ALLOWED_HOSTS": "a.example", "EMAIL_URL": "console:"}
    ((provider, entry),) = read_environment({**variables, **rest}).providers.items()
    assert provider == name
    assert entry["client_secret"] == "a-secret"
    assert list(problems_of(provider, entry)) == []


def test_the_endings_of_variables_are_named() -> None:
    """All of them, in the table, and no others."""
    rows = re.findall(r"(?m)^\| ((?:`_[A-Z_]+`(?:, )?)+) \|", PAGE)
    assert {one.strip("`") for row in rows for one in row.split(", ")} == {f"_{ending}" for ending in ENDINGS}


def test_the_variables_that_are_needed_are_named() -> None:
    """Those without which the service doesn't start."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read_environment({})
    needed = {sentence.partition(" ")[0] for sentence in caught.value.sentences}
    (told,) = re.findall(r"variables are needed: ([^.]+)\.", PAGE)
    assert set(re.findall(r"`(\w+)`", told)) == needed


def test_the_bounds_are_those_of_what_it_depends_on() -> None:
    """Database, cache and hashes."""
    statement, lock, idle = (milliseconds // 1_000 for milliseconds in limits.LIMITS.values())
    frozen = limits.STATEMENT / 1_000 + postgresql.GRACE
    for what, how in (
        ("PostgreSQL: a connection", f"{CONNECTION['connect_timeout']} s for each address"),
        ("a statement, or the lock of a row or table", f"{statement} s, {lock} s"),
        ("any answer of a server that hangs", f"{frozen:.0f} s; {postgresql.HEALTH_CHECK:.0f} s on"),
        ("a transaction in which nothing happens", f"{idle} s"),
        ("SQLite: the lock of the file", f"{sqlite.LOCK} s, and {PATIENCE:.0f} s for all attempts"),
        ("all statements of a request together", f"{deadline.REQUEST:.0f} s"),
        ("the cache in Redis", f"{redis_cache.WAIT} s for a connection, {redis_cache.WAIT} s for an answer"),
        ("a password to be hashed", f"{hashing.WAIT:.0f} s, while each process hashes two others"),
        ("another `migrate`", f"{migration_lock.WAIT:.0f} s"),
        ("`migrate`, for a table that somebody uses", f"{lock_waits.WAIT} s, {lock_waits.ATTEMPTS} times in 3 minutes"),
    ):
        row = next(one for one in PAGE.splitlines() if one.startswith(f"| {what} |"))
        assert how in row
    assert sqlite.LOCK == LOCK_TIMEOUT
    assert hashing.AT_ONCE == 2
    assert f"`{USUAL_COST}`" in VARIABLES


def test_the_bounds_are_those_of_the_server() -> None:
    """Each number of the table is one that is in force."""
    mib, kib = 2**20, 2**10
    for what, how in (
        ("the headers of a request", f"{bounds.HEADERS:.0f} s from the connection, or from their first byte; "),
        ("the headers of a request", f"{bounds.HEADER_BYTES // kib} KiB, {bounds.TARGET_BYTES // kib} KiB of address"),
        ("its body", f"{bounds.BODY:.0f} s after the headers, {bounds.BODY_BYTES // mib} MiB; "),
        ("its body", f"{bounds.BODIES_BYTES // mib} MiB for all bodies of a process"),
        ("a connection between two requests", f"{bounds.IDLE:.0f} s,"),
        ("connections", f"{bounds.CONNECTIONS:,} for each process; {bounds.CONNECTIONS_OF_ONE} from one address"),
        (f"a request, for one of {bounds.THREADS} threads", f"{bounds.THREAD:.0f} s, in a queue of {bounds.WAITING}"),
        ("the whole request", f"{bounds.ANSWER:.0f} s"),
        (f"a client that reads an answer, for each {CHUNK // kib} KiB", f"{bounds.SEND:.0f} s"),
        ("the end, after SIGTERM", f"{bounds.SHUTDOWN:.0f} s for requests in progress"),
        ("the end, after SIGTERM", f"{bounds.DRAIN:.0f} s before that"),
        ("the start, for a port that old processes are leaving", f"{bounds.LISTEN:.0f} s"),
    ):
        row = next(one for one in PAGE.splitlines() if one.startswith(f"| {what} |"))
        assert how in row
