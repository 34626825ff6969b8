"""The whole cluster."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psycopg
from psycopg import sql

from examples.cluster.caches import Cache, Sentinel, caches, sentinels
from examples.cluster.coordination import Etcd, etcd
from examples.cluster.databases import NAME, Database, databases
from examples.cluster.nodes import COMMAND, Node, environment_of_nodes, nodes
from examples.cluster.part import PAUSE, STARTING, NotReadyError, Part
from examples.cluster.place import Place
from examples.cluster.pooler import PgBouncer, pgbouncer
from examples.cluster.programs import find_programs, unprivileged_user
from examples.cluster.proxy import Proxy, configure, new_proxy
from examples.cluster.secret_words import USERNAME, Secrets
from examples.cluster.watch import Watch

COMMANDS: Final = 300.0
"""Seconds that a command of `signet` may take."""

FIRST_STEPS: Final = f"""
import os
from django.contrib.auth import get_user_model
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("keys", "generate")
user = get_user_model().objects.create_superuser("{USERNAME}", "{USERNAME}@example.com", os.environ["USER_PASSWORD"])
call_command("accounts", "verify", user.email)
"""
"""In one process: each start of Django takes a second."""

LIMITS: Final = {
    "statement_timeout": "5s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
}
"""Of the role, as PgBouncer lends one connection to many: nothing that a client sets there is its own."""


class Cluster:
    """
    Everything, on free ports of 127.0.0.1, with its files in *folder*.

    *environment* has more variables for the nodes. Raises `MissingProgramsError` and `UnusableFolderError`.
    """

    def __init__(self, folder: Path, *, environment: Mapping[str, str] = {}) -> None:
        programs = find_programs()
        self.place = Place(folder.absolute(), unprivileged_user())
        self._lock = self.place.prepare()
        self.secrets = Secrets()
        self.etcd: Etcd = etcd(self.place, programs)
        self.databases: Sequence[Database] = databases(self.place, programs, self.secrets, self.etcd.port)
        self.caches: Sequence[Cache] = caches(self.place, programs, self.secrets)
        self.sentinels: Sequence[Sentinel] = sentinels(self.place, programs, self.secrets, self.caches[0].port)
        self.proxy: Proxy = new_proxy(self.place, programs)
        self.pgbouncer: PgBouncer = pgbouncer(self.place, programs, self.secrets, self.proxy.database_port)
        cache_url = f"redis://:{self.secrets.cache}@127.0.0.1:{self.proxy.cache_port}/0"
        self._environment = environment_of_nodes(
            self.place, self.secrets, self.proxy.browser_url, self.pgbouncer.url, cache_url
        )
        self.nodes: Sequence[Node] = nodes(self.place, self._environment, environment)
        configure(self.proxy, self.place, self.secrets, (self.nodes, self.databases, self.caches))
        self._exits = ExitStack()

    @property
    def url(self) -> str:
        """The service, through HAProxy."""
        return self.proxy.url

    @property
    def parts(self) -> Sequence[Part]:
        """All of it, from the client's side to the disk."""
        behind = (*self.databases, self.etcd, *self.caches, *self.sentinels)
        return (self.proxy, *self.nodes, self.pgbouncer, *behind)

    def __enter__(self) -> Self:
        with ExitStack() as exits:
            exits.callback(os.close, self._lock)
            watch = exits.enter_context(Watch())
            for one in self.databases:
                watch.add(one.data / "postmaster.pid")
            for part in self.parts:
                part.started = watch.add
            exits.callback(self._kill_all)
            self._start()
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._exits.close()

    def part(self, name: str) -> Part:
        """The part of this name. Raises `KeyError`."""
        return {one.name: one for one in self.parts}[name]

    def primary(self, seconds: float = STARTING) -> Database:
        """The primary database, as soon as there is one. Raises `NotReadyError` after *seconds*."""
        found: list[Database] = []

        def is_found() -> bool:
            found[:] = [one for one in self.databases if one.is_primary()]
            return bool(found)

        wait_until(is_found, "there is no primary database", seconds)
        return found[0]

    def direct_url(self) -> str:
        """The primary database without PgBouncer, for migrations."""
        return f"postgres://{NAME}:{self.secrets.database}@127.0.0.1:{self.proxy.database_port}/{NAME}"

    def signet(self, *words: str) -> str:
        """
        What `signet` with *words* prints, run as on a node; what `signet manage` runs goes to the primary directly.

        Raises `subprocess.CalledProcessError`.
        """
        environment = dict(self.nodes[0].environment)
        if words[:1] == ("manage",):
            environment["DATABASE_URL"] = self.direct_url()
        return self._run([*COMMAND, *words], environment)

    def _run(self, command: Sequence[str], environment: Mapping[str, str]) -> str:
        done = subprocess.run(
            command,
            env=dict(environment),
            cwd=self.place.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMANDS,
            check=False,
        )
        if done.returncode:
            error = subprocess.CalledProcessError(done.returncode, command, done.stdout)
            error.add_note(done.stdout)
            raise error
        return done.stdout

    def _start(self) -> None:
        """Side by side. Whatever waits for another part looks for it by itself."""
        self.etcd.start()
        for part in (*self.caches, self.proxy):
            part.start()
        self.etcd.wait_until_ready()
        for database in self.databases:
            database.start()
        primary = self.primary()
        self._make_database(primary)
        self.pgbouncer.start()
        for sentinel in self.sentinels:
            sentinel.start()
        self._take_first_steps(primary)
        for node in self.nodes:
            node.start()
        for part in reversed(self.parts):
            part.wait_until_ready()
        wait_until(self._is_safe, "no replica follows the primary synchronously")

    def _make_database(self, primary: Database) -> None:
        url = primary.superuser_url.replace(f"/{NAME}", "/postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            role, password = sql.Identifier(NAME), sql.Literal(self.secrets.database)
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, password))
            for name, limit in LIMITS.items():
                statement = sql.SQL("ALTER ROLE {} SET {} = {}")
                connection.execute(statement.format(role, sql.Identifier(name), sql.Literal(limit)))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))

    def _take_first_steps(self, primary: Database) -> None:
        environment = {**self.nodes[0].environment, "DATABASE_URL": primary.url, "USER_PASSWORD": self.secrets.user}
        self._run([*COMMAND, "manage", "shell", "--verbosity", "0", "--command", FIRST_STEPS], environment)

    def _is_safe(self) -> bool:
        members = self.primary().members()
        roles = [one["role"] for one in members if one.get("state") in ("running", "streaming")]
        return "sync_standby" in roles and len(roles) == len(self.databases)

    def _kill_all(self) -> None:
        with ThreadPoolExecutor(len(self.parts)) as pool:
            list(pool.map(Part.kill, self.parts))


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float = STARTING) -> None:
    """Return as soon as *is_so*. Raises `NotReadyError`, with the words of *otherwise*, after *seconds*."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() >= end:
            raise NotReadyError(f"After {seconds:.0f} seconds, {otherwise}.")
        time.sleep(PAUSE)
