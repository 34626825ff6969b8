"""Caddy with our file in front of two nodes: no request is lost when one of them ends, or when none is ready."""

from __future__ import annotations

import http.client
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

from tests.real_parts.needs import program
from tests.real_parts.ports import free_port

FILE: Final = Path(__file__).resolve().parents[2] / "deploy" / "proxy" / "Caddyfile"
PORTS: Final = (8001, 8002)
"""Of the nodes, as the file has them."""

HOST: Final = "auth.example.com"
PATIENCE: Final = 60.0
"""Seconds until the test gives up, on a busy machine."""


class Node:
    """What the proxy sees of a node: an answer to ``/readyz``, and to each other request its own port and the body."""

    def __init__(self) -> None:
        self.port = free_port()
        self.readiness = 200
        self.asked_as: set[tuple[str, int]] = set()
        """The host and the answer of each question for readiness."""
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Listen until `end`."""
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                node.asked_as.add((self.headers["Host"], node.readiness))
                self._say(node.readiness if self.path == "/readyz" else 200, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                forwarded = self.headers["X-Forwarded-For"]
                self._say(node.readiness, {"port": node.port, "body": body, "forwarded": forwarded})

            def log_message(self, *_: object) -> None:
                pass

            def _say(self, status: int, body: dict[str, object]) -> None:
                answer = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def wait_until_asked(self, status: int) -> None:
        """Until the proxy has had *status* for an answer."""
        end = time.monotonic() + PATIENCE
        self.asked_as.clear()
        while (HOST, status) not in self.asked_as:
            assert time.monotonic() < end, self.asked_as
            time.sleep(0.05)


class Front:
    """Caddy, and the nodes behind it."""

    def __init__(self, port: int, nodes: tuple[Node, Node]) -> None:
        self.port = port
        self.nodes = nodes

    def post(self) -> tuple[int, dict[str, object]]:
        """The status, and what the node says that answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("POST", "/", "some words", {"Host": HOST})
        response = connection.getresponse()
        status, body = response.status, response.read()
        connection.close()
        return status, json.loads(body or b"{}")


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """Our file, with ports of this machine, and without a certificate."""
    nodes, port = (Node(), Node()), free_port()
    text = FILE.read_text().replace(f"\n{HOST} {{", f"\nhttp://{HOST}:{port} {{")
    for usual, node in zip(PORTS, nodes, strict=True):
        text = text.replace(f"127.0.0.1:{usual}", f"127.0.0.1:{node.port}")
    configuration = tmp_path / "Caddyfile"
    configuration.write_text("{\n\tadmin off\n}\n" + text)
    command = [program("caddy", package="caddy"), "run", "--config", str(configuration), "--adapter", "caddyfile"]
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.end)
            node.start()
        log = stack.enter_context((tmp_path / "log").open("wb"))
        environment = {"HOME": str(tmp_path)}
        caddy = stack.enter_context(subprocess.Popen(command, stdout=log, stderr=log, env=environment))
        stack.callback(caddy.terminate)
        for node in nodes:
            node.wait_until_asked(200)
        yield Front(port, nodes)


def test_a_node_that_ends_gets_no_request(front: Front) -> None:
    """It says first that it isn't ready; by the time that it refuses connections, all requests go to the other."""
    ending, staying = front.nodes
    ending.readiness = 503
    ending.wait_until_asked(503)
    ending.wait_until_asked(503)
    ending.end()
    for _ in range(10):
        status, said = front.post()
        assert (status, said["port"], said["body"]) == (200, staying.port, "some words")


def test_where_no_node_is_ready_the_service_answers(front: Front) -> None:
    """With its own 503, its body and its ``Retry-After``; and it still knows whose request it is."""
    for node in front.nodes:
        node.readiness = 503
    for node in front.nodes:
        node.wait_until_asked(503)
        node.wait_until_asked(503)
    status, said = front.post()
    assert (status, said["body"], said["forwarded"]) == (503, "some words", "127.0.0.1")


def test_a_node_that_was_killed_breaks_no_other(front: Front) -> None:
    """Those requests may fail that went to it before Caddy asked again, and no later one."""
    killed, staying = front.nodes
    killed.end()
    end = time.monotonic() + PATIENCE
    good = 0
    while good < 10:
        status, said = front.post()
        assert time.monotonic() < end, status
        good = good + 1 if (status, said.get("port")) == (200, staying.port) else 0
