"""`signet doctor --live`: each line, and that it ends."""

from __future__ import annotations

import json
import logging
import ssl
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, cast
from urllib.error import URLError

import pytest

from signet_server import cli
from signet_server.live import cache, clocks, machine, mail, nodes, postgresql, replicas, report
from signet_server.live.finding import Finding
from tests.real_parts import ports
from tests.service.processes import SECRETS
from tests.service.smtp_listener import smtp_listener
from tests.service.test_command import signet

if TYPE_CHECKING:
    from signet_server.environment_variables import Environment


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


def test_no_server_speaks_to_the_terminal() -> None:
    """Whatever it calls itself."""
    assert str(Finding("replica", "a\x1b[2J\nok  b: streaming.")) == r"ok  replica    a\x1b[2J\nok  b: streaming."


@pytest.mark.parametrize(("ahead", "is_bad"), [(0.0, False), (0.9, False), (-0.9, False), (1.5, True), (-1.5, True)])
def test_a_second_between_clocks_is_bad(ahead: float, is_bad: bool) -> None:
    """In either direction."""
    assert clocks.compared("the database", lambda: time.time() + ahead).is_bad is is_bad
    assert not clocks.about("the database", ahead, 1.0, "").is_bad


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"redis_mode": "sentinel"}, "sentinel"),
        ({"role": "slave"}, "a replica"),
    ],
)
def test_a_cache_that_stores_nothing_is_named(info: Mapping[str, Any], said: str) -> None:
    """A sentinel answers like a cache, at first."""
    found = cache._part({"redis_version": "7.0.0", **info})
    assert found.is_bad
    assert said in found.found


@pytest.mark.parametrize(
    ("used", "most", "policy", "said"),
    [
        (10, 0, "noeviction", None),
        (10, 100, "noeviction", None),
        (90, 100, "noeviction", "sign-ins get 503"),
        (90, 100, "allkeys-lru", "it forgets attempts"),
    ],
)
def test_the_memory_of_the_cache(used: int, most: int, policy: str, said: str | None) -> None:
    """What happens when it is full depends on its policy."""
    found = cache._memory({"used_memory": used, "maxmemory": most, "maxmemory_policy": policy})
    assert found.is_bad is (said is not None)
    assert (said or policy) in found.found


def test_a_standby_and_a_primary_that_changes_nothing_are_named() -> None:
    """With the next step."""
    assert postgresql._part("15", is_standby=True, is_read_only=True, late=3.0).is_bad
    assert postgresql._part("15", is_standby=False, is_read_only=True, late=None).is_bad
    assert not postgresql._part("15", is_standby=False, is_read_only=False, late=None).is_bad


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("a", "streaming", "async", 0, None), None),
        (
            ("a", "streaming", "sync", 20 * replicas.MIB, 0),
            "20.0 MiB behind, 0.0 MiB not applied. A failover to it loses",
        ),
        (("a", "streaming", "sync", 0, 99 * replicas.MIB), "A failover to it takes longer"),
        (("a", "catchup", "async", 0, 0), "A failover to it loses"),
        (("a", "backup", "async", None, None), None),
        (("a", None, None, None, None), None),
    ],
)
def test_a_replica_that_lacks_changes_is_named(row: replicas.Row, said: str | None) -> None:
    """By what it lacks: the time of its last change says nothing of one that stands still."""
    found = replicas._about(row)
    assert found.is_bad is (said is not None)
    assert (said or "") in found.found


def test_what_a_failover_would_lose_is_said() -> None:
    """Unless this user may not see it, or the server follows another one itself."""
    asynchronous, hidden = ("a", "streaming", "async", 0, 0), ("a", None, None, None, None)
    assert [one.is_bad for one in replicas._together([asynchronous], "")] == [False]
    assert [one.is_bad for one in replicas._together([asynchronous], "a")] == [True]
    assert [one.is_bad for one in replicas._together([], "a")] == [True]
    for rows, names in (([], ""), ([asynchronous], None), ([hidden], "a"), ([("a", "streaming", "quorum", 0, 0)], "a")):
        assert not list(replicas._together(rows, names))


def options(port: int, **more: object) -> dict[str, Any]:
    """The mail server as the settings have it."""
    return {"OPTIONS": {"host": "127.0.0.1", "port": port, "use_tls": False, "use_ssl": False, **more}}


def test_the_mail_server_is_greeted_and_gets_no_mail() -> None:
    """Nor the password."""
    with smtp_listener() as listener:
        (found,) = mail.mail(options(listener.port, username="u", password="p4ssword"))
        assert not found.is_bad
        assert listener.envelopes.empty()
        assert not listener.credentials
        (found,) = mail.mail(options(listener.port, use_tls=True))
        assert found.is_bad
    (found,) = mail.mail(options(ports.free_port()))
    assert found.is_bad
    assert [one.is_bad for one in mail.mail({})] == [False]


def test_a_certificate_that_is_not_valid_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django would refuse it, too."""
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_message = "certificate has expired"

    def refuse(_: object) -> str:
        raise error

    monkeypatch.setattr(mail, "_greeted", refuse)
    (found,) = mail.mail(options(1))
    assert "certificate has expired" in found.found


def test_the_machine_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A slow one, and a full disk, are bad."""
    assert not next(machine.disk(tmp_path)).is_bad
    monkeypatch.setattr(machine, "LEAST", 1.1)
    assert next(machine.disk(tmp_path)).is_bad
    assert next(machine.disk(tmp_path / "none")).is_bad
    assert "One password takes" in next(machine.hashing()).found
    monkeypatch.setattr(machine, "SLOW", 0.0)
    assert next(machine.hashing()).is_bad


def test_nothing_is_waited_for_beyond_the_time() -> None:
    """The report shows the findings until then."""

    def hang() -> Iterator[Finding]:
        yield Finding("node", "answers.")
        Event().wait(30)

    def fail() -> list[Finding]:
        raise KeyError("p4ssword")

    asking = [report._Asking("node", hang, "http://a"), report._Asking("cache", fail)]
    for one in asking:
        one.start()
        one.join(0.2)
    lines = [str(one) for thread in asking for one in thread.found()]
    assert lines[0].startswith("ok  node       answers.")
    assert lines[1].startswith("BAD node       http://a: no answer within")
    assert lines[2].startswith("BAD cache      can't be asked (KeyError)")


def test_with_everything_away_it_ends_with_sentences() -> None:
    """And shows no secret."""
    port = ports.free_port()
    away = {
        "DATABASE_URL": f"postgres://signet:p4ssword@127.0.0.1:{port}/x",
        "REDIS_URL": f"redis://:p4ssword@127.0.0.1:{port}/0",
        "EMAIL_URL": f"smtp://u:p4ssword@127.0.0.1:{port}",
    }
    result = signet("doctor", "--live", f"http://127.0.0.1:{port}", variables={**SECRETS, **away})
    assert result.returncode == 1, result.stderr
    # A busy machine hashes slowly.
    assert result.stdout.splitlines()[-1].startswith("Bad: node, database, cache, mail")
    assert "p4ssword" not in result.stdout + result.stderr
    assert not result.stderr
    assert result.stdout.count("Next step: ") >= 4


def test_ctrl_c_ends_it_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it waits for answers."""

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "import_string", lambda _: interrupted)
    monkeypatch.setattr(logging, "disable", lambda _: None)
    assert cli.run_live(cast("Environment", None), []) == 130


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
