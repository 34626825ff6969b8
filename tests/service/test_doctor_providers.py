"""`signet doctor`, also with `--live`: its lines about providers that answer, about those away, and about none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.real_parts import ports
from tests.service.conftest import Service
from tests.service.processes import SECRETS
from tests.service.test_command import signet
from tests.stand_ins.silent_server import silent_server


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables."""
    file = tmp_path_factory.mktemp("tables") / "signet.sqlite3"
    made = signet("manage", "migrate", "--verbosity", "0", variables=of(file, {}))
    assert made.returncode == 0, made.stderr
    return file


@pytest.fixture
def file(tables: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(tables, tmp_path))


def of(file: Path, issuers: dict[str, str]) -> dict[str, str]:
    """The variables of a service with a provider at each of *issuers*."""
    entries = {
        f"PROVIDERS_{name}_{ending}": value
        for name, issuer in issuers.items()
        for ending, value in (("ISSUER", issuer), ("CLIENT_ID", "signet"), ("ALLOW_HTTP", "1"))
    }
    usual = {"ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "console:", "DATABASE_URL": f"sqlite:///{file}"}
    return {**SECRETS, **usual, **entries}


@contextmanager
def refusing(reason: str) -> Iterator[str]:
    """The address of a server that has nothing, and says so with *reason*."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404, reason)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def lines_about(printed: str) -> list[str]:
    """The lines about providers."""
    return [line for line in printed.splitlines() if line.removeprefix("BAD ").removeprefix("ok  ")[:8] == "provider"]


def test_a_provider_that_answers_is_fine(demo: Service, file: Path) -> None:
    """That of the demo. Nothing is to mend."""
    issuer = f"{demo.url}/demo-provider"
    result = signet("doctor", variables=of(file, {"MY_IDP": issuer}))
    assert (result.returncode, result.stderr) == (0, "")
    assert lines_about(result.stdout) == [f"provider   my-idp says where it is: {issuer}."]
    assert result.stdout.endswith("\nEverything is fine.\n")


def test_a_provider_that_is_away_stops_no_start(file: Path) -> None:
    """Nobody is told that everything is fine, and the service may start: there are other ways in."""
    with silent_server() as silent:
        issuers = {"GONE": f"http://127.0.0.1:{ports.free_port()}", "MUTE": f"http://127.0.0.1:{silent.port}"}
        result = signet("doctor", variables=of(file, issuers))
    assert (result.returncode, result.stderr) == (0, "")
    assert lines_about(result.stdout) == [
        f"provider   {name.lower()} doesn't answer, so nobody can sign in with it. Check PROVIDERS_{name}_ISSUER, the "
        "network, and the status page of the provider."
        for name in issuers
    ]
    assert result.stdout.endswith("\nThe service can start, but nobody can sign in with gone, mute.\n")


def test_an_issuer_that_is_none_is_named(file: Path) -> None:
    """It is there, and no provider: somebody has to change the variable. It can't speak to the terminal."""
    with refusing("\x1b[2JNothing") as address:
        result = signet("doctor", variables=of(file, {"ACME": address}))
    assert (result.returncode, result.stderr) == (0, "")
    (line,) = lines_about(result.stdout)
    assert line.startswith("provider   acme can't be used: ")
    assert f"{address}/.well-known/openid-configuration: HTTP Error 404: " in line
    assert line.endswith("Check PROVIDERS_ACME_ISSUER and the others of it.")
    assert "\x1b" not in result.stdout
    assert result.stdout.endswith("\nThe service can start, but nobody can sign in with acme.\n")


def test_what_stops_a_start_comes_first(tmp_path: Path) -> None:
    """A database without tables, and the exit status of that."""
    (tmp_path / "empty.sqlite3").touch()
    away = {"GONE": f"http://127.0.0.1:{ports.free_port()}"}
    result = signet("doctor", variables=of(tmp_path / "empty.sqlite3", away))
    assert result.returncode == 1
    assert lines_about(result.stdout)
    assert result.stdout.endswith("\nMend before 'signet serve': database.\n")


def test_the_live_report_asks_each_provider(demo: Service, file: Path) -> None:
    """One that is away is bad, with a next step; that is the exit status, too."""
    with silent_server() as silent:
        issuers = {
            "DEMO": f"{demo.url}/demo-provider",
            "GONE": f"http://127.0.0.1:{ports.free_port()}",
            "MUTE": f"http://127.0.0.1:{silent.port}",
        }
        result = signet("doctor", "--live", demo.url, variables=of(file, issuers))
    assert (result.returncode, result.stderr) == (1, "")
    fine, *bad = lines_about(result.stdout)
    assert fine == f"ok  provider   demo says where it is: {issuers['DEMO']}."
    for line, name in zip(bad, ("gone", "mute"), strict=True):
        assert line.startswith(
            f"BAD provider   {name} doesn't answer, so nobody can sign in with it. Next step: Check "
        )
    last = result.stdout.splitlines()[-1]
    assert last.startswith("Bad: ")
    assert "provider" in last


def test_the_live_report_is_content_with_one_that_answers(demo: Service, file: Path) -> None:
    """Whatever a busy machine is bad at."""
    result = signet("doctor", "--live", demo.url, variables=of(file, {"DEMO": f"{demo.url}/demo-provider"}))
    last = result.stdout.splitlines()[-1]
    assert "provider" not in last
    assert result.returncode == (0 if last == "Everything is fine." else 1)
