"""`signet doctor --live`: each line, and that it ends."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, cast

import pytest

from signet_server import cli
from signet_server.live import cache, clocks, machine, mail, postgresql, replicas, report
from signet_server.live.finding import Finding
from tests.real_parts import ports
from tests.service.processes import SECRETS
from tests.service.smtp_listener import smtp_listener
from tests.service.test_command import signet

if TYPE_CHECKING:
    from signet_server.environment_variables import Environment


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
    assert cli.run_live(cast("Environment", None), []) == 130
