"""PostgreSQL under Patroni: a primary, a replica that each commit waits for, and one more."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from examples.cluster.answers import answers, read
from examples.cluster.coordination import api_of
from examples.cluster.part import Part, pid_in, send, tree
from examples.cluster.place import Place
from examples.cluster.ports import free_port
from examples.cluster.secret_words import Secrets

NAME: Final = "signet"
"""Of the database, and of the role that owns it."""

TIMES: Final = {"ttl": 10, "loop_wait": 1, "retry_timeout": 3}
"""
Seconds. The key of the primary expires *ttl* after it was last renewed, and each member looks every *loop_wait*.

Patroni asks for ``loop_wait + 2 * retry_timeout <= ttl``. From version 3.2 on, it makes 20 of a smaller *ttl*.
"""

PARAMETERS: Final = {
    "max_connections": 60,
    "max_wal_senders": 8,
    "max_replication_slots": 8,
    # More is kept of each timeline, and every failover begins one.
    "wal_keep_size": "64MB",
    "max_wal_size": "128MB",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    # A replica that stands still is let go of: until then, commits wait for it.
    "wal_sender_timeout": "5s",
    "wal_receiver_timeout": "5s",
    # pg_rewind needs it, where a former primary is ahead of the new one.
    "wal_log_hints": "on",
    # In files of the data folder: a killed server leaves nothing in the memory of the machine.
    "dynamic_shared_memory_type": "mmap",
}


@dataclass
class Database(Part):
    """A PostgreSQL, and the Patroni that runs it."""

    rest_port: int = 0
    """Where Patroni answers: 200 at `/primary` only where it is one."""

    data: Path = Path()
    password: str = ""
    superuser_password: str = ""

    @property
    def url(self) -> str:
        """Of the service's database, on this server."""
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    @property
    def superuser_url(self) -> str:
        """Of the same database, for the superuser."""
        return f"postgres://postgres:{self.superuser_password}@127.0.0.1:{self.port}/{NAME}"

    def is_primary(self) -> bool:
        """Whether Patroni says that it is the primary."""
        return answers(f"http://127.0.0.1:{self.rest_port}/primary")

    def is_ready(self) -> bool:
        """Whether it is the primary, or a replica that follows."""
        return answers(f"http://127.0.0.1:{self.rest_port}/health")

    def members(self) -> Sequence[Mapping[str, Any]]:
        """What Patroni says of each member of the cluster; nothing where it doesn't answer."""
        found = read(f"http://127.0.0.1:{self.rest_port}/cluster")
        return found["members"] if isinstance(found, dict) else []

    def state(self) -> str:
        """Its role, where it runs."""
        state = super().state()
        if state != "ready":
            return state
        return next((_role(one) for one in self.members() if one["name"] == self.name), "not ready")

    def kill(self) -> None:
        """End both at once."""
        super().kill()
        # Patroni may have started another one in the meantime.
        send(signal.SIGKILL, self._postgresql())

    def processes(self) -> Sequence[psutil.Process]:
        """Patroni's, and PostgreSQL's, which aren't below it."""
        return [*super().processes(), *self._postgresql()]

    def _postgresql(self) -> Sequence[psutil.Process]:
        found = tree(pid_in(self.data / "postmaster.pid"))
        # The file outlives its server, and the id may be of another process by now.
        with suppress(psutil.NoSuchProcess):
            return found if found and str(self.data) in " ".join(found[0].cmdline()) else []
        return []


def databases(
    place: Place, programs: Mapping[str, str], secrets: Secrets, etcd_port: int, number: int = 3
) -> Sequence[Database]:
    """So many databases, with their files in *place*."""
    return [_database(f"postgres{each}", place, programs, secrets, etcd_port) for each in range(1, number + 1)]


def _database(name: str, place: Place, programs: Mapping[str, str], secrets: Secrets, etcd_port: int) -> Database:
    port, rest_port = free_port(), free_port()
    folder = place.of(name, place.user)
    settings = {
        "scope": NAME,
        "name": name,
        "log": {"level": "INFO"},
        "restapi": _address(rest_port),
        api_of(programs["patroni"]): {"host": f"127.0.0.1:{etcd_port}"},
        "bootstrap": {"dcs": _shared(), "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"]},
        "postgresql": {
            **_address(port),
            "data_dir": str(folder / "data"),
            "bin_dir": str(Path(programs["postgres"]).parent),
            "pgpass": str(folder / "pgpass"),
            "authentication": {
                "superuser": {"username": "postgres", "password": secrets.superuser},
                "replication": {"username": "replicator", "password": secrets.replication},
            },
            "parameters": {"unix_socket_directories": str(folder)},
            "pg_hba": ["host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256"],
            # The clone reads at full speed, and doesn't wait for the next checkpoint.
            "basebackup": [{"checkpoint": "fast"}],
        },
    }
    file = place.write(name, "patroni.yml", json.dumps(settings, indent=1), place.user)
    return Database(
        name,
        "database",
        port,
        place.log(name),
        [programs["patroni"], str(file)],
        {**place.environment(), "HOME": str(folder)},
        place.user,
        rest_port=rest_port,
        data=folder / "data",
        password=secrets.database,
        superuser_password=secrets.superuser,
    )


def _address(port: int) -> Mapping[str, str]:
    return {"listen": f"127.0.0.1:{port}", "connect_address": f"127.0.0.1:{port}"}


def _shared() -> Mapping[str, Any]:
    """What holds for the members together."""
    return {
        **TIMES,
        "maximum_lag_on_failover": 1_048_576,
        # One replica has each commit that was answered, and only that one may take over.
        "synchronous_mode": True,
        "synchronous_node_count": 1,
        # While etcd is away, the primary goes on as long as all replicas say that they know no other.
        "failsafe_mode": True,
        # A killed PostgreSQL isn't started again first: another one takes over at once.
        "primary_start_timeout": 0,
        "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": dict(PARAMETERS)},
    }


def _role(member: Mapping[str, Any]) -> str:
    names = {"leader": "primary", "sync_standby": "synchronous replica"}
    state = str(member.get("state"))
    role = names.get(str(member["role"]), str(member["role"]))
    return role if state in ("running", "streaming") else f"{role}, {state}"
