"""`signet doctor --live` and the nodes of a service: what each says, and what is no node."""

from __future__ import annotations

import json
import ssl
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import URLError

import pytest

from signet_server import cli
from signet_server.live import nodes
from tests.real_parts import ports


class Node(BaseHTTPRequestHandler):
    """Answers as a test wants it."""

    status = 200
    body: object = {"status": "ok", "database": "ok", "cache": "ok"}
    ahead = 0.0
    hosts: list[str | None] = []

    def do_GET(self) -> None:
        """The answer."""
        self.hosts.append(self.headers["Host"])
        data = json.dumps(self.body).encode()
        self.send_response_only(self.status)
        self.send_header("Date", formatdate(time.time() + self.ahead, usegmt=True))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where a node is."""
    monkeypatch.setattr(Node, "hosts", [])
    with ThreadingHTTPServer(("127.0.0.1", 0), Node) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_node_is_asked_by_the_name_of_the_service(url: str) -> None:
    """Its address is in no ALLOWED_HOSTS."""
    first, clock = nodes.node(url, "auth.example.com")
    assert (first.is_bad, clock.is_bad) == (False, False)
    assert "is ready: database ok, cache ok" in first.found
    assert Node.hosts == ["auth.example.com"]


@pytest.mark.parametrize(
    ("status", "body", "ahead", "said"),
    [
        (
            503,
            {"status": "unavailable", "database": "read only", "cache": "ok"},
            0.0,
            "isn't ready: database read only",
        ),
        (503, {"code": "server_busy", "detail": "x"}, 0.0, "with the code server_busy"),
        (503, "<html>", 0.0, "answers 503 to /readyz for the host auth.example.com, and not as Signet does"),
        (400, {"code": "bad_request"}, 0.0, "answers 400 to /readyz for the host auth.example.com"),
        (200, ["x"], 0.0, "not as Signet does"),
        (200, Node.body, 90.0, "s ahead of this machine"),
        (200, Node.body, -90.0, "s behind this machine"),
    ],
)
def test_what_is_wrong_with_a_node_is_said(
    url: str, monkeypatch: pytest.MonkeyPatch, status: int, body: object, ahead: float, said: str
) -> None:
    """With a next step."""
    for name, value in (("status", status), ("body", body), ("ahead", ahead)):
        monkeypatch.setattr(Node, name, value)
    bad = [one for one in nodes.node(url, "auth.example.com") if one.is_bad]
    assert len(bad) == 1
    assert said in bad[0].found


def test_no_proxy_answers_for_a_node(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as the one in http_proxy."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{ports.free_port()}")
    assert not any(one.is_bad for one in nodes.node(url, "auth.example.com"))


def test_why_a_node_does_not_answer_is_said() -> None:
    """By the kind of the error, or as a certificate that isn't valid for the address."""
    (found,) = nodes.node(f"http://127.0.0.1:{ports.free_port()}", "a")
    assert "doesn't answer (ConnectionRefusedError)" in found.found
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_message = "IP address mismatch"
    found = nodes._silent("https://10.0.0.5", URLError(error))
    assert "a certificate that isn't valid there (IP address mismatch)" in found.found
    assert "Ask by a name" in found.next_step


def test_a_date_may_be_that_of_two_seconds_ago(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server looks at its clock once a second, and the date has no fractions."""
    for ahead in (0.0, -1.0, -2.0):
        monkeypatch.setattr(Node, "ahead", ahead)
        clock = list(nodes.node(url, "a"))[1]
        assert not clock.is_bad
        assert "to within" in clock.found


@pytest.mark.parametrize(
    "odd",
    [
        "auth.example.com",
        "ftp://a",
        "http://",
        "http://user:p@host",
        "http://a:99999",
        "http://a:b",
        "http://a b",
        "http://ä",
    ],
)
def test_a_node_that_is_no_address_is_refused(odd: str) -> None:
    """Before anything is asked."""
    with pytest.raises(ArgumentTypeError):
        cli._url(odd)
