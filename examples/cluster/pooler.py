"""PgBouncer: few connections to the primary for many clients, each lent for one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import psycopg

from examples.cluster.databases import NAME
from examples.cluster.part import Part
from examples.cluster.place import Place
from examples.cluster.ports import free_port
from examples.cluster.secret_words import Secrets

WAIT: Final = 2

SETTINGS: Final = """\
[databases]
{name} = host=127.0.0.1 port={database_port} dbname={name}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
# Two for each core of the database's machine and a few that wait for the disk; PostgreSQL allows 60.
default_pool_size = 20
max_client_conn = 1000
# The service gives up after 6 seconds: whoever gets no connection hears it before that.
query_wait_timeout = 3
# As long as no primary can be had, look for one each second, not every 15.
server_login_retry = 1
server_connect_timeout = 2
# HAProxy cuts connections to a primary that is none any more; an idle one is looked at again.
server_check_delay = 5
server_idle_timeout = 60
server_lifetime = 600
tcp_keepalive = 1
tcp_keepidle = 5
tcp_keepintvl = 2
tcp_keepcnt = 3
ignore_startup_parameters = extra_float_digits
"""


@dataclass
class PgBouncer(Part):
    """Transaction mode, so nothing that a session sets lasts."""

    password: str = ""

    @property
    def url(self) -> str:
        """Of the service's database, through this."""
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}?disable_server_side_cursors=True"

    def is_ready(self) -> bool:
        """Whether it lends a connection to a primary."""
        url = self.url.partition("?")[0]
        try:
            with psycopg.connect(url, connect_timeout=WAIT, autocommit=True) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True


def pgbouncer(place: Place, programs: Mapping[str, str], secrets: Secrets, database_port: int) -> PgBouncer:
    """PgBouncer in front of the *database_port* of HAProxy, which leads to the primary."""
    port, name = free_port(), "pgbouncer"
    users = place.write(name, "users.txt", f'"{NAME}" "{secrets.database}"\n', place.user)
    text = SETTINGS.format(name=NAME, database_port=database_port, port=port, users=users)
    file = place.write(name, "pgbouncer.ini", text, place.user)
    command = [programs["pgbouncer"], str(file)]
    environment = place.environment()
    return PgBouncer(
        name, "pool of connections", port, place.log(name), command, environment, place.user, password=secrets.database
    )
