"""The proxy alone, with a node that says yes to everything."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Final

import pytest

from examples.cluster.nodes import Node
from examples.cluster.place import Place
from examples.cluster.proxy import Proxy, configure, new_proxy
from examples.cluster.secret_words import Secrets
from tests.real_parts.needs import program

READY: Final = 60.0
"""Seconds, on a busy machine."""


class SaysYes(BaseHTTPRequestHandler):
    """200 for each request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The answer."""
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """The proxy as the cluster has it."""
    found = {"haproxy": program("haproxy", package="haproxy")}
    place = Place(tmp_path, None)
    with ThreadingHTTPServer(("127.0.0.1", 0), SaysYes) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        made = new_proxy(place, found)
        node = Node("node1", "node", server.server_port, place.log("node1"), (), {})
        configure(made, place, Secrets(), ([node], [], []))
        made.start()
        try:
            wait_until_ready(made)
            yield made
        finally:
            made.stop()
            server.shutdown()


def wait_until_ready(proxy: Proxy) -> None:
    """Wait until it sees the node."""
    end = monotonic() + READY
    while not proxy.is_ready():
        assert monotonic() < end, proxy.log.read_text()
        sleep(0.05)


def test_a_reload_closes_no_idle_connection_before_it_is_used(proxy: Proxy) -> None:
    """A client that sends a request while the connection is closed can't know whether anybody read it."""
    kept = HTTPConnection("127.0.0.1", proxy.port, timeout=READY)
    kept.request("GET", "/")
    assert kept.getresponse().read() == b""
    # Nothing is opened anew behind the scenes.
    kept.auto_open = 0
    reloading = Thread(target=proxy.reload)
    reloading.start()
    try:
        wait_for_another_process(proxy)
        kept.request("GET", "/")
        answer = kept.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (200, "close")
    finally:
        reloading.join()
        kept.close()
    assert proxy.is_ready()
    assert "[ALERT]" not in proxy.log.read_text()


def wait_for_another_process(proxy: Proxy) -> None:
    """Wait until the former one has been told to stop."""
    end = monotonic() + READY
    while "Proxy web stopped" not in proxy.log.read_text():
        assert monotonic() < end, proxy.log.read_text()
        sleep(0.05)
