"""What MySQL or MariaDB says of itself: whether it accepts changes, and its connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from signet_server.live.finding import Finding

FULL: Final = 0.8
"""Of the connections."""

# With a table in the same statement, MariaDB answers that no server is read-only.
SERVER: Final = "SELECT VERSION(), @@global.read_only, @@global.max_connections"
CONNECTED: Final = "SHOW GLOBAL STATUS LIKE 'Threads_connected'"
"""All of them. Of the list of processes, a user without privileges sees only its own."""

OFF: Final = ("0", "OFF")


def about() -> Iterator[Finding]:
    """Two lines."""
    server: Any = connection
    kind = "MariaDB" if server.mysql_is_mariadb else "MySQL"
    with connection.cursor() as cursor:
        cursor.execute(SERVER)
        version, read_only, most = cursor.fetchone()
        name = f"{kind} {version.partition('-')[0]}"
        cursor.execute(CONNECTED)
        used = int(cursor.fetchone()[1])
    if str(read_only).upper() in OFF:
        yield Finding("database", f"{name}: it accepts changes.")
    else:
        found = f"{name}, read-only. Nobody can sign in or refresh."
        yield Finding("database", found, "Point DATABASE_URL to the server that accepts changes.")
    yield connections_in_use(used, int(most))


def connections_in_use(used: int, most: int) -> Finding:
    """Whether there are enough left."""
    found = f"{used} of {most} connections are in use"
    if used < FULL * most:
        return Finding("database", f"{found}.")
    step = "See who holds them (SHOW PROCESSLIST), or raise max_connections."
    return Finding("database", f"{found}. When all are, clients get 503.", step)
