"""How long things may take, and how much there may be of them, for each process: as in docs/how-to/service.md."""

from __future__ import annotations

from typing import Final

HEADERS: Final = 10.0
"""Seconds in which the headers of a request have to be there, from the connection or its first byte on."""

BODY: Final = 10.0
"""Seconds in which its body has to be there, from the end of the headers on."""

IDLE: Final = 75.0
"""Seconds that a connection stays open between two requests: longer than proxies keep theirs."""

THREAD: Final = 6.0
"""Seconds that a request waits for a thread."""

ANSWER: Final = 9.0
"""Seconds, those included, until a request is answered without Django's answer, which may still be on its way."""

SEND: Final = 10.0
"""Seconds in which a client has to take the next 64 KiB of an answer, or the last."""

LINGER: Final = 2.0
"""Seconds in which a client whose request was refused may go on sending it, so that it gets to read why."""

DRAIN: Final = 4.0
"""Seconds after SIGTERM in which a service behind a proxy still answers, so that the proxy learns that it ends."""

SHUTDOWN: Final = 12.0
"""Seconds in which a process ends that was told to, or whose master is gone."""

LISTEN: Final = 20.0
"""Seconds in which those who had the port before have to let go of it."""

THREADS: Final = 8
"""Requests that Django works on at once: most of the time they wait for the database, unless they hash a password."""

WAITING: Final = 256
"""Requests that wait for a thread."""

CONNECTIONS: Final = 1_000
"""Connections at once."""

CONNECTIONS_OF_ONE: Final = 400
"""Connections at once from one address, where clients have addresses of their own here (NUM_PROXIES is 0)."""

TARGET_BYTES: Final = 8_192
"""Of path and query (RFC 9112 section 3)."""

HEADER_BYTES: Final = 65_536
"""Of all headers of a request together."""

BODY_BYTES: Final = 1_048_576
"""Of the body of one request."""

BODIES_BYTES: Final = 64 * 1_048_576
"""Of all bodies that are here."""
