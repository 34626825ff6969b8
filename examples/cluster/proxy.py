"""HAProxy: one address for the nodes, one for the primary database, and one for the primary cache."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from examples.cluster.answers import answers
from examples.cluster.caches import Cache
from examples.cluster.certificate import self_signed
from examples.cluster.databases import Database
from examples.cluster.nodes import Node
from examples.cluster.part import Part
from examples.cluster.place import Place
from examples.cluster.ports import free_port
from examples.cluster.secret_words import Secrets

SETTINGS: Final = """\
global
    maxconn 4000
    log stdout format raw local0 notice
    # At a reload, the new process gets the open ports from the former one.
    stats socket {socket} mode 600 level admin expose-fd listeners
    # The former one no longer sees who is the primary, so it doesn't keep connections to a database.
    hard-stop-after 10s

defaults
    log global
    timeout connect 1s
    timeout check 2s
    retries 3
    option redispatch 1

# The web app and the API.
frontend web
    mode http
    bind 127.0.0.1:{browser} ssl crt {certificate}
    # For curl and load, which need no cookies.
    bind 127.0.0.1:{web}
    timeout client 30s
    timeout http-request 10s
    # At a reload, an idle connection stays until it was answered on once more: closed at once, it would take along the
    # request that is on its way. None is idle for as long as the former process may last.
    option idle-close-on-response
    timeout http-keep-alive 8s
    option forwardfor
    # The whole request is read before it is answered: a connection that is closed on a body takes the answer along.
    option http-buffer-request
    # Where no node is ready, one that lives knows better what is away than we do.
    use_backend alive if {{ nbsrv(ready) eq 0 }}
    default_backend ready

defaults nodes
    log global
    mode http
    balance leastconn
    timeout connect 1s
    timeout check 2s
    # A node answers after 9 seconds at the most.
    timeout server 9500ms
    retries 3
    option redispatch 1
    # A connection for each request: none is sent into a connection that a node is about to close.
    http-reuse never
    option http-server-close
    # Another node is asked where nothing was sent, and where nothing changes.
    retry-on conn-failure empty-response
    http-request disable-l7-retry unless METH_GET
    http-check send hdr Host 127.0.0.1
    errorfile 502 {away}
    errorfile 503 {away}
    errorfile 504 {away}
    # A node that isn't ready finishes what it has: a connection that is cut here takes the answer along.
    default-server check inter 1s fastinter 300ms fall 3 rise 1

backend ready from nodes
    option httpchk GET /readyz
{nodes}

backend alive from nodes
    option httpchk GET /healthz
{nodes}

defaults streams
    log global
    mode tcp
    timeout connect 1s
    timeout check 2s
    # As long as the connections of PgBouncer and of the nodes may lie idle.
    timeout client 15m
    timeout server 15m

# The primary database: Patroni says which it is.
listen database from streams
    bind 127.0.0.1:{database}
    option httpchk GET /primary
    default-server check inter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
{databases}

# The primary cache: each says so itself.
listen cache from streams
    bind 127.0.0.1:{cache}
    # A former primary that comes back takes itself for one, until the sentinels tell it better.
    stick-table type ip size 1
    stick on dst
    option tcp-check
    tcp-check connect
    tcp-check send AUTH\\ {password}\\r\\n
    tcp-check expect string +OK
    # Redis hangs up after this, so the answer of a replica isn't waited for any longer.
    tcp-check send info\\ replication\\r\\nQUIT\\r\\n
    tcp-check expect string role:master
    default-server check inter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
{caches}

defaults pages
    mode http
    timeout client 10s

# What the proxy knows, as a page.
frontend statistics from pages
    bind 127.0.0.1:{statistics}
    stats enable
    stats uri /
    stats refresh 2s
"""

AWAY: Final = json.dumps({"detail": "The service can't answer right now. Try again.", "code": "service_unavailable"})


@dataclass
class Proxy(Part):
    """HAProxy."""

    browser_port: int = 0
    database_port: int = 0
    cache_port: int = 0
    statistics_port: int = 0

    @property
    def url(self) -> str:
        """Of the API, without TLS."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def browser_url(self) -> str:
        """Of the web app, with a certificate that browsers warn of."""
        return f"https://127.0.0.1:{self.browser_port}"

    @property
    def statistics_url(self) -> str:
        """Of the page that shows what is up."""
        return f"http://127.0.0.1:{self.statistics_port}/"

    @property
    def socket(self) -> Path:
        """Where operators ask it, and a new process asks for the ports."""
        return self.log.parent / self.name / "socket"

    def reload(self) -> None:
        """Read the settings again: another process takes over, and this one ends what it has begun, within 10 s."""
        former, usual = self.process, self.command
        assert former is not None, "it runs"
        self.process, self.command = None, [*usual, "-x", str(self.socket), "-sf", str(former.pid)]
        try:
            self.start()
        finally:
            self.command = usual
        former.wait()

    def is_ready(self) -> bool:
        """Whether a node behind it is ready."""
        return answers(f"{self.url}/readyz")


def new_proxy(place: Place, programs: Mapping[str, str]) -> Proxy:
    """HAProxy, with ports for all that it leads to. It can start once `configure` has said where that is."""
    name, ports = "haproxy", [free_port() for _ in range(5)]
    command = [programs["haproxy"], "-db", "-f", str(place.of(name) / "haproxy.cfg")]
    return Proxy(
        name,
        "proxy",
        ports[0],
        place.log(name),
        command,
        place.environment(),
        browser_port=ports[1],
        database_port=ports[2],
        cache_port=ports[3],
        statistics_port=ports[4],
    )


def configure(
    proxy: Proxy,
    place: Place,
    secrets: Secrets,
    behind: tuple[Sequence[Node], Sequence[Database], Sequence[Cache]],
) -> None:
    """Write what *proxy* leads to."""
    nodes, databases, caches = behind
    text = SETTINGS.format(
        web=proxy.port,
        browser=proxy.browser_port,
        certificate=place.write(proxy.name, "certificate.pem", self_signed()),
        database=proxy.database_port,
        cache=proxy.cache_port,
        statistics=proxy.statistics_port,
        socket=proxy.socket,
        password=secrets.cache,
        away=place.write(proxy.name, "away.http", answer_of_the_proxy()),
        nodes="\n".join(f"    server {one.name} 127.0.0.1:{one.port}" for one in nodes),
        databases="\n".join(
            f"    server {one.name} 127.0.0.1:{one.port} check port {one.rest_port}" for one in databases
        ),
        caches="\n".join(f"    server {one.name} 127.0.0.1:{one.port}" for one in caches),
    )
    place.write(proxy.name, "haproxy.cfg", text)


def answer_of_the_proxy() -> str:
    """What clients get where no node answers: they wait a second, and try again."""
    headers = (
        "HTTP/1.1 503 Service Unavailable",
        "Content-Type: application/json",
        f"Content-Length: {len(AWAY)}",
        "Cache-Control: no-store",
        "Retry-After: 1",
        "Connection: close",
    )
    return "\r\n".join((*headers, "", AWAY))
