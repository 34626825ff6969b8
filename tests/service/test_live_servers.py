"""`signet doctor --live` beside real servers that answer, refuse, or are full: true lines, and no secret."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import psycopg
import pytest
import redis
from django.db import OperationalError

from signet_server.live import refusals
from tests.real_parts import ports, servers
from tests.service.processes import SECRETS
from tests.service.test_command import signet

SECRET: Final = "p4ssword"
NOBODY: Final = f"http://127.0.0.1:{ports.free_port()}"


def asked(*variables: Mapping[str, str]) -> Iterator[str]:
    """What is said with each of *variables*, all at once: it takes seconds to start."""

    def ask(more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return signet("doctor", "--live", NOBODY, variables={**SECRETS, **more})

    with ThreadPoolExecutor(len(variables)) as pool:
        for result in pool.map(ask, variables):
            assert result.returncode == 1
            assert not result.stderr
            assert SECRET not in result.stdout
            assert "bug" not in result.stdout
            yield result.stdout


def test_postgresql() -> None:
    """Connections of others count, too; and who may not come in, or may not change anything, is told so."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url, ExitStack() as others:
        with psycopg.connect(url, autocommit=True) as root:
            for name in ("app", "crowd", "reader"):
                root.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'".encode())
            root.execute("ALTER ROLE crowd CONNECTION LIMIT 0")
            root.execute("ALTER ROLE reader SET default_transaction_read_only = on")
            root.execute("ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'")
            root.execute("SELECT pg_reload_conf()")
        for _ in range(7):
            others.enter_context(psycopg.connect(url))
        of = {name: url.replace("//postgres:@", f"//{name}:{SECRET}@") for name in ("app", "crowd", "reader")}
        assert of["app"] != url
        odd = of["app"].replace("/postgres?", "/nowhere?")
        app, crowd, reader, nowhere = asked(
            *({"DATABASE_URL": one} for one in (of["app"], of["crowd"], of["reader"], odd))
        )
    used = int(app.partition(" connections are in use")[0].rsplit(" of ", 1)[0].split()[-1])
    assert used >= 8
    assert "the primary: it accepts changes" in app
    assert "None is synchronous, though" in app
    assert "Run 'signet manage migrate'" in app
    assert "It has no connection left" in crowd
    assert "the primary, but read-only here" in reader
    assert "It has no such database or user" in nowhere


def test_mariadb(tmp_path: Path) -> None:
    """Whether it accepts changes is what the server says, whatever else is asked; and its refusals are told apart."""
    database = pytest.importorskip("MySQLdb")
    with servers.mariadb(tmp_path / "m") as url:
        socket = url.partition("=")[2]
        root = database.connect(user="root", unix_socket=socket)
        with root.cursor() as cursor:
            cursor.execute("CREATE DATABASE signet")
            for name in ("app", "crowd"):
                cursor.execute(f"CREATE USER {name}@localhost IDENTIFIED BY '{SECRET}'")
                cursor.execute(f"GRANT ALL ON signet.* TO {name}@localhost")
            cursor.execute("ALTER USER crowd@localhost WITH MAX_USER_CONNECTIONS 1")
            cursor.execute("SET GLOBAL read_only = 1")
        crowd = database.connect(user="crowd", passwd=SECRET, unix_socket=socket)
        of = f"mysql://{{}}:{SECRET}{{}}@localhost/signet{{}}?unix_socket={socket}".format
        urls = of("app", "", ""), of("crowd", "", ""), of("app", "x", ""), of("app", "", "2")
        app, full, wrong, nowhere = asked(*({"DATABASE_URL": one} for one in urls))
        crowd.close()
        root.close()
    assert "read-only. Nobody can sign in" in app
    assert int(app.partition(" connections are in use")[0].rsplit(" of ", 1)[0].split()[-1]) >= 3
    assert "It has no connection left" in full
    assert "It refuses the user, the password or this machine" in wrong
    assert "It has no such database or user" in nowhere


def test_sqlite_and_keys(tmp_path: Path) -> None:
    """Files that aren't there, or are no database; keys are asked for in any case."""
    odd = tmp_path / "odd.sqlite3"
    odd.write_bytes(b"no database" * 100)
    keys = {"SIGNING_KEY": "", "SIGNING_KEYS": str(tmp_path / "keys.json")}
    broken = tmp_path / "broken.json"
    broken.write_text(f'{{"keys": ["{SECRET}"]}}')
    none, file = asked(
        {"DATABASE_URL": f"sqlite:///{tmp_path / 'no/such.sqlite3'}", **keys},
        {"DATABASE_URL": f"sqlite:///{odd}", **keys, "SIGNING_KEYS": str(broken)},
    )
    assert "Make its folder. Then run 'signet manage migrate'." in none
    assert "BAD disk       There is no folder" in none
    assert "the file of SIGNING_KEYS isn't there. Next step: Restore it, or run 'signet keys generate'" in none
    assert "The file can't be used" in file
    assert "Key 1 of the set is no JWK" in file
    assert not odd.with_suffix(".sqlite3-journal").exists()


def test_redis(tmp_path: Path) -> None:
    """One that shows nothing of itself is none that is away, and one that refuses the password is no silent one."""
    with servers.redis() as url:
        with redis.Redis.from_url(url) as root:
            root.execute_command("ACL", "SETUSER", "app", "on", f">{SECRET}", "~*", "+@all", "-info", "-time")
            root.execute_command("ACL", "SETUSER", "reader", "on", f">{SECRET}", "~*", "+@read")
            root.execute_command("ACL", "SETUSER", "plain", "on", f">{SECRET}", "~*", "+@all", "-@scripting")
        of = url.replace("redis://", "redis://{}:{}@").format
        file = {"DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}"}
        urls = of("app", SECRET), of("app", f"{SECRET}x"), of("reader", SECRET), of("plain", SECRET)
        app, wrong, reader, plain = asked(*({**file, "REDIS_URL": one} for one in urls))
    assert "It shows this user nothing of itself (INFO)" in app
    assert "ok  cache      The server keeps what is stored in it, and counts attempts." in app
    assert "It refuses the user or the password (AuthenticationError)" in wrong
    assert "It answers, but refuses what Signet asks (NoPermissionError)" in reader
    assert "It answers, but refuses what Signet asks (NoPermissionError)" in plain


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('connection failed: FATAL:  password authentication failed for user "signet"', "It refuses the user"),
        ("connection failed: FATAL:  SASL authentication failed", "It refuses the user"),
        ("connection failed: FATAL:  no such database: x", "It has no such database"),
        ("FATAL:  remaining connection slots are reserved for non-replication superuser", "It has no connection left"),
        ("query_wait_timeout", "The pooler has no connection to lend"),
        ("server login has been failing, try again later (server_login_retry)", "The pooler has no connection"),
        ("no answer within 2.0 seconds", "doesn't answer in time"),
        ("failed to resolve host 'x': [Errno -2] Name or service not known", "The name of its host is unknown"),
        ("server does not support SSL, but SSL was required", "There is no encrypted connection"),
        ("connection failed: Connection refused p4ssword", "No answer (database_unavailable)"),
    ],
)
def test_what_a_database_says_is_told_in_words_of_ours(monkeypatch: pytest.MonkeyPatch, words: str, said: str) -> None:
    """As PostgreSQL and PgBouncer say it, with a next step."""
    monkeypatch.setattr(refusals, "is_no_file", lambda: False)
    monkeypatch.setattr(refusals, "connection", SimpleNamespace(vendor="postgresql"))
    found, step = refusals.refusal(OperationalError(words))
    assert said in found
    assert step.endswith(".")
    assert SECRET not in found + step
