"""The service as operators watch it: two processes with figures, logs in JSON and traces, one of which is killed."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Final

import psutil
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from signet_server.metrics.serving import EVERY
from tests.real_parts import ports, servers
from tests.service.conftest import Service, clean_environment
from tests.service.http import call
from tests.service.processes import SECRETS, descriptors, workers_of
from tests.service.test_command import signet

TRACE: Final = "0af7651916cd43dd8448eb211c80319c"
PROXIED: Final = {"X-Forwarded-For": "203.0.113.7", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
ADA: Final = {"username": "ada", "password": "correct-horse-battery"}


@dataclass
class Watched:
    """The service, and where its figures, its log and its traces are."""

    service: Service
    metrics: int
    variables: Mapping[str, str]
    master: subprocess.Popen[bytes]
    log: Path
    spans: Path

    def samples(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        """The figures, by name and labels."""
        text = self.ask("/metrics")[1].decode()
        families = text_string_to_metric_families(text)
        return {(s.name, frozenset(s.labels.items())): s.value for one in families for s in one.samples}

    def value(self, name: str, **labels: str) -> float:
        """One of them."""
        return self.samples().get((f"signet_{name}", frozenset(labels.items())), 0.0)

    def ask(self, path: str, method: str = "GET", accept: str = "*/*") -> tuple[int, bytes, str]:
        """Status, body and type of an answer of the port for figures."""
        connection = http.client.HTTPConnection("127.0.0.1", self.metrics, timeout=10)
        try:
            connection.request(method, path, headers={"Accept": accept})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers["Content-Type"]
        finally:
            connection.close()

    def workers(self) -> Sequence[psutil.Process]:
        """The processes that answer."""
        return workers_of(self.master.pid)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """On PostgreSQL and Redis, behind a proxy."""
    folder = tmp_path_factory.mktemp("watched")
    with servers.private_folder() as data, servers.postgresql(data) as database, servers.redis() as cache:
        port, metrics = ports.free_port(), ports.free_port()
        variables = {
            **SECRETS,
            "DATABASE_URL": database,
            "REDIS_URL": cache,
            "PORT": str(port),
            "METRICS": str(metrics),
            "NUM_PROXIES": "1",
            "LOG_FORMAT": "json",
            "ADMIN": "0",
            "OTEL_TRACES_EXPORTER": "console",
            "OTEL_METRICS_EXPORTER": "none",
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "PYTHONUNBUFFERED": "1",
        }
        assert signet("manage", "migrate", "-v0", variables=variables).returncode == 0
        log, spans = folder / "log", folder / "spans"
        with log.open("w") as errors, spans.open("w") as output:
            master = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "signet_server", "serve", "--workers", "2"],
                env=clean_environment(variables),
                stdout=output,
                stderr=errors,
            )
        service = Service(f"http://127.0.0.1:{port}", "", folder)
        try:
            ports.wait_for_port(port)
            found = Watched(service, metrics, variables, master, log, spans)
            # The master listens before there is anybody to answer.
            assert until(lambda: found.workers() and found.value("processes") == 2)
            yield found
            # A process that is still starting would end late.
            until(lambda: found.value("processes") == 2)
        finally:
            master.terminate()
            try:
                assert master.wait(timeout=90) == 0
            finally:
                master.kill()
                master.wait()


def until(is_so: Any, seconds: float = 60) -> bool:
    """Whether *is_so* comes to be, in *seconds*."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_figures_survive_a_killed_process(watched: Watched) -> None:
    """Every process answers for all, and no sum ever falls."""
    assert until(lambda: watched.value("processes") == 2)
    figures: list[tuple[str, dict[str, str]]] = [
        ("http_requests_total", {"endpoint": "token_obtain_pair", "status": "401"}),
        ("refusals_total", {"code": "no_active_account"}),
        ("sign_ins_total", {"result": "refused"}),
        ("http_requests_total", {"endpoint": "none", "status": "404"}),
    ]

    def counted() -> list[float]:
        return [watched.value(name, **labels) for name, labels in figures]

    time.sleep(EVERY + 0.5)
    before, starts = counted(), watched.value("process_starts_total")
    since = watched.value("start_time_seconds")
    assert 0 < since < time.time()
    for _ in range(4):
        assert call(watched.service, "POST", "/api/v1/token/", ADA, headers=PROXIED).status == 401
        call(watched.service, "GET", "/no/such/address", headers=PROXIED)
    after = [one + 4 for one in before]
    assert until(lambda: counted() == after), counted()
    watched.workers()[0].kill()
    assert until(lambda: watched.value("process_starts_total") == starts + 1 and watched.value("processes") == 2)
    assert counted() == after
    assert watched.value("start_time_seconds") == since


def test_figures_come_while_every_thread_waits_for_the_database(watched: Watched) -> None:
    """And without those that only the database knows."""
    with psycopg.connect(watched.variables["DATABASE_URL"]) as blocker:
        blocker.execute("LOCK TABLE users_user, signet_accounts_waitingmail IN ACCESS EXCLUSIVE MODE")
        waiting = [Thread(target=call, args=(watched.service, "POST", "/api/v1/token/", ADA)) for _ in range(24)]
        for one in waiting:
            one.start()
        assert until(lambda: watched.value("http_threads_busy") > 0)
        assert watched.value("can_sign") == 1
        assert watched.value("http_threads") == 16
        blocker.rollback()
    for one in waiting:
        one.join()
    assert ("signet_mails_waiting", frozenset()) in watched.samples()


def test_figures_are_nowhere_else(watched: Watched) -> None:
    """And nothing else is where they are."""
    assert call(watched.service, "GET", "/metrics", headers=PROXIED).status == 404
    assert watched.ask("/api/v1/users/me/")[0] == 404
    assert watched.ask("/metrics", "POST")[0] == 404
    assert "openmetrics" in watched.ask("/metrics", accept="application/openmetrics-text; version=1.0.0")[2]


def test_each_line_of_the_log_is_an_object(watched: Watched) -> None:
    """From the first on, those of gunicorn about a killed process too."""
    starts = watched.value("process_starts_total")
    watched.workers()[0].send_signal(signal.SIGKILL)
    assert until(lambda: "SIGKILL" in watched.log.read_text())
    # Until the master has seen it, the killed process counts as one of two.
    assert until(lambda: watched.value("process_starts_total") == starts + 1 and watched.value("processes") == 2)
    call(watched.service, "GET", "/%0a%22%7d?token=secret", headers=PROXIED)
    assert until(lambda: "/%0a%22%7d" in watched.log.read_text())
    lines = [json.loads(one) for one in watched.log.read_text().splitlines()]
    assert lines[0]["message"].startswith("Signet is listening on")
    assert any(one["logger"] == "gunicorn.error" for one in lines)
    (found,) = [one for one in lines if one.get("path") == "/%0a%22%7d"]
    assert (found["client"], found["status"], found["trace_id"]) == ("203.0.113.7", 404, TRACE)
    assert "secret" not in json.dumps(lines)


def test_a_request_and_its_statements_are_one_trace(watched: Watched) -> None:
    """That of the proxy; with the cache, and without what was sent."""
    call(watched.service, "POST", "/api/v1/token/", {**ADA, "username": "grace"}, headers=PROXIED)
    assert until(lambda: {"POST api/v1/token/", "SELECT"} <= names(watched)), names(watched)
    text = watched.spans.read_text()
    assert "redis" in text
    assert "correct-horse-battery" not in text
    assert not re.findall(r"'grace'", text)


def names(watched: Watched) -> set[str]:
    """Of the parts of the trace."""
    decoder, found, text, at = json.JSONDecoder(), set(), watched.spans.read_text(), 0
    while (at := text.find("{\n", at)) >= 0:
        try:
            span, at = decoder.raw_decode(text, at)
        except ValueError:
            break
        if span["context"]["trace_id"] == f"0x{TRACE}":
            found.add(span["name"])
    return found


def test_nothing_is_shared_between_processes_but_memory(watched: Watched) -> None:
    """No file, and no connection."""
    assert until(lambda: len(watched.workers()) == 2)
    one, other = (descriptors(process) for process in watched.workers())
    assert not one & other & descriptors(psutil.Process(watched.master.pid))
    assert os.getpid() != watched.master.pid


def test_the_doctor_asks_the_running_service(watched: Watched) -> None:
    """Each part has a line, and nothing but a slow machine is bad."""
    result = signet("doctor", "--live", watched.service.url, variables=watched.variables)
    said = {line.split()[1] for line in result.stdout.splitlines()[:-2]}
    bad = [line for line in result.stdout.splitlines() if line.startswith("BAD")]
    assert [line for line in bad if "ms here" not in line and "which is slow" not in line] == []
    assert result.returncode == (1 if bad else 0), result.stdout + result.stderr
    assert said == {"node", "clock", "database", "tables", "queue", "keys", "cache", "mail", "hashing", "disk"}
    assert "the primary: it accepts changes" in result.stdout
    assert not result.stderr
