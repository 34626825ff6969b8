"""Each broken promise, planted in a log of a few lines: it is found by its name, and with the lines that prove it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.history.checking import check
from tests.history.http_recording import mistaken
from tests.history.recording import note

Line = Mapping[str, Any]
ROOT: Final = Path(__file__).parents[2]


def sign_in(at: float, session: str = "one", user: str = "ada", **more: Any) -> Line:
    """A session is opened."""
    said = {"status": 200, "received": 0, "refresh": "r0", "password": 0}
    return {**line(at, "sign_in", session, user), **said, **more}


def refresh(at: float, presented: int, received: int | None = None, session: str = "one", **more: Any) -> Line:
    """A token is exchanged."""
    said = {} if received is None else {"status": 200, "received": received, "refresh": f"r{received}"}
    return {**line(at, "refresh", session, "ada"), "presented": presented, **said, **more}


def line(at: float, kind: str, session: str = "one", user: str = "ada", **more: Any) -> Line:
    """Any other request."""
    made = {"who": "py0.x", "user": user, "kind": kind, "session": session, "sent": at, "ended": at + 0.1}
    return {**made, **more}


def call(at: float, status: int, session: str = "one", **more: Any) -> Line:
    """A request to the service itself."""
    return line(at, "call", session, **{"status": status, "tier": "live", **more})


def verify(at: float, status: int, **more: Any) -> Line:
    """A request to a service that verifies alone."""
    return line(at, "verify", status=status, **more)


def feed(at: float, status: int | None) -> Line:
    """That service polls the list of ended sessions."""
    return {"who": "py0", "kind": "feed", "sent": at, "ended": at + 0.1, "status": status}


def fault(at: float, until: float, code: str = "") -> Line:
    """Something goes wrong."""
    return {"who": "fault", "kind": "fault", "sent": at, "ended": until, "why": "killed", "code": code}


OUT: Final = line(20, "sign_out", presented=0, status=204)
EVERYWHERE: Final = line(20, "sign_out_all", "one", presented=0, status=204)
AGAIN: Final = {**EVERYWHERE, "sent": 22, "ended": 22.1}
LOST_OUT: Final = line(20, "sign_out", presented=0, why="left")
REVOKED: Final[dict[str, Any]] = {"status": 401, "code": "session_revoked"}
REUSED: Final[dict[str, Any]] = {"status": 401, "code": "token_reused"}
NEW_PASSWORD: Final = line(20, "set_password", password=1, status=204)
BUSY: Final[dict[str, Any]] = {"status": 503, "code": "session_busy", "retry_after": "1"}

CASES: Final[Mapping[str, tuple[Sequence[Line], str]]] = {
    "all is well": ([sign_in(0), refresh(10, 0, 1), call(11, 200), OUT, call(21, 401, code="session_revoked")], ""),
    "a 500": ([call(0, 500)], "server_error"),
    "a gateway without a fault": ([call(0, 502)], "gateway_error"),
    "a gateway in a fault": ([fault(0, 5), call(6, 504)], ""),
    "a gateway long after a fault": ([fault(0, 5), call(8, 504)], "gateway_error"),
    "late": ([call(0, 200, ended=10.1)], "slow"),
    "a hang": ([line(0, "call", ended=20.0, why="timeout")], "slow"),
    "busy": ([call(0, 503, code="session_busy", retry_after="1")], ""),
    "busy, for how long": ([call(0, 503, code="session_busy")], "unhelpful_503"),
    "busy, for no time": ([call(0, 503, code="session_busy", retry_after="0")], "unhelpful_503"),
    "busy, and why": ([call(0, 503, retry_after="1")], "unhelpful_503"),
    "a key that is unknown": ([call(0, 401, code="token_invalid")], "genuine_token_refused"),
    "spoiled": ([call(0, 401, code="token_invalid", spoiled=True)], ""),
    "spoiled and accepted": ([call(0, 200, spoiled=True)], "spoiled_token_accepted"),
    "racers agree": ([sign_in(0), refresh(9, 0, 1), refresh(9.05, 0, 1), refresh(9.06, 0, 1)], ""),
    "racers don't agree": ([sign_in(0), refresh(9, 0, 1), refresh(9.05, 0, 2)], "several_successors"),
    "two names": ([sign_in(0), refresh(9, 0, 1), refresh(9.05, 0, 1, refresh="x")], "several_live_generations"),
    "a void token": (
        [sign_in(0), refresh(100, 0, 1), refresh(120, 1, 2), refresh(140, 2, 3), refresh(160, 0, 4)],
        "several_successors",
    ),
    "a lost answer": ([sign_in(0), refresh(9, 0, why="lost"), refresh(40, 0, 1), refresh(50, 1, 2)], ""),
    "a lost answer, burned": ([sign_in(0), refresh(9, 0, why="lost"), refresh(40, 0, 2), refresh(50, 2, 3)], ""),
    "a lost answer, twice": ([sign_in(0), refresh(9, 0, why="lost"), refresh(40, 0, 3)], "several_live_generations"),
    "a lost answer is no theft": (
        [sign_in(0), refresh(9, 0, why="lost"), refresh(40, 0, **REUSED)],
        "honest_client_signed_out",
    ),
    "a theft": ([sign_in(0), refresh(9, 0, 1), refresh(320, 0, **REUSED), refresh(321, 1, **REVOKED)], ""),
    "a theft that is not found": ([sign_in(0), refresh(9, 0, 1), refresh(320, 0, 2)], "several_successors"),
    "refused": ([sign_in(0), refresh(9, 0, 1), refresh(30, 1, **REVOKED)], "honest_client_signed_out"),
    "a call is refused": ([sign_in(0), call(9, 401, code="session_revoked")], "honest_client_signed_out"),
    "verifying refuses": ([sign_in(0), verify(9, 401, code="session_revoked")], "honest_client_signed_out"),
    "gone": ([sign_in(0), refresh(9, 0, status=401, code="session_not_found")], "lost_sign_in"),
    "superseded": ([sign_in(0), refresh(9, 0, status=409, code="refresh_superseded")], "unexplained_answer"),
    "back": ([sign_in(0), refresh(9, 0, 1), refresh(30, 1, 2), refresh(60, 0, 1)], "lost_refresh"),
    "back, after a failover": (
        [sign_in(0), refresh(9, 0, 1), refresh(30, 1, 2), fault(40, 50, "forgets"), refresh(60, 0, 1)],
        "",
    ),
    "a fault that forgets nothing": (
        [sign_in(0), refresh(9, 0, 1), refresh(30, 1, 2), fault(40, 50), refresh(60, 0, 1)],
        "lost_refresh",
    ),
    "forgotten, and no thief": (
        [
            sign_in(0),
            refresh(99, 0, 1),
            refresh(100, 1, 2),
            fault(101, 102, "forgets"),
            refresh(103, 2, 3),
            refresh(104, 1, 3),
        ],
        "",
    ),
    "forgotten, and a thief": (
        [sign_in(0), refresh(99, 0, 1), refresh(100, 1, 2), fault(101, 102, "forgets"), refresh(103, 2, **REUSED)],
        "honest_client_signed_out",
    ),
    "busy, and done": ([sign_in(0), refresh(9, 0, **BUSY), refresh(10, 0, 1), refresh(11, 1, 2)], ""),
    "a sign-out is lost": ([sign_in(0), OUT, refresh(30, 0, 1)], "lost_sign_out"),
    "a sign-out without an answer": ([sign_in(0), LOST_OUT, refresh(30, 0, 1), refresh(40, 1, 2)], ""),
    "a sign-out without an answer, done": ([sign_in(0), LOST_OUT, refresh(21, 0, **REVOKED)], ""),
    "a sign-out that is done and undone": (
        [sign_in(0), LOST_OUT, refresh(21, 0, **REVOKED), refresh(22, 0, 1)],
        "refreshed_after_end",
    ),
    "a sign-out that is done too late": (
        [sign_in(0), LOST_OUT, refresh(30, 0, 1), refresh(60, 1, **REVOKED)],
        "honest_client_signed_out",
    ),
    "accepted after the end": ([sign_in(0), OUT, call(20.2, 200)], "accepted_after_end"),
    "accepted within the poll": ([sign_in(0), OUT, verify(23, 200)], ""),
    "accepted after the poll": ([sign_in(0), OUT, verify(26, 200)], "accepted_after_end"),
    "nobody could poll": ([sign_in(0), OUT, feed(21, None), verify(26, 200)], ""),
    "somebody could poll": ([sign_in(0), OUT, feed(21, None), feed(23, 200), verify(26, 200)], "accepted_after_end"),
    "accepted after theft": (
        [sign_in(0), refresh(9, 0, 1), refresh(320, 0, **REUSED), call(321, 200)],
        "accepted_after_end",
    ),
    "accepted elsewhere after theft": (
        [sign_in(0), refresh(9, 0, 1), refresh(320, 0, **REUSED), verify(321, 200), verify(325, 200)],
        "accepted_after_end",
    ),
    "refused and accepted": (
        [sign_in(0), LOST_OUT, call(21, 401, code="session_revoked"), call(22, 200)],
        "accepted_after_end",
    ),
    "a refusal while it is under way": ([sign_in(0), LOST_OUT, call(20.05, 401, code="session_revoked")], ""),
    "a session of two": ([sign_in(0), sign_in(5, "one", "eve")], "shared_session"),
    "the answer of another": (
        [sign_in(0), refresh(9, 0, 1, mistaken="two"), refresh(10, 0, 1), call(11, 200, mistaken="eve")],
        "answer_of_another",
    ),
    "not found": ([sign_in(0), call(9, 404, code="not_found")], "unexpected_status"),
    "a refusal without a code": ([sign_in(0), call(9, 401)], "unexpected_status"),
    "everywhere, at the second time": (
        [sign_in(0), sign_in(1, "two"), {**EVERYWHERE, **BUSY}, AGAIN, refresh(30, 0, 1, "two")],
        "lost_sign_out",
    ),
    "everywhere, and in before the second time": (
        [sign_in(0), {**EVERYWHERE, **BUSY}, sign_in(21, "two"), AGAIN, refresh(30, 0, 1, "two")],
        "",
    ),
    "everywhere": ([sign_in(0), sign_in(1, "two"), EVERYWHERE, refresh(30, 0, session="two", **REVOKED)], ""),
    "everywhere but there": ([sign_in(0), sign_in(1, "two"), EVERYWHERE, refresh(30, 0, 1, "two")], "lost_sign_out"),
    "everywhere, of another": (
        [sign_in(0), sign_in(1, "two", "eve"), EVERYWHERE, refresh(30, 0, session="two", **REVOKED)],
        "honest_client_signed_out",
    ),
    "everywhere, and again in": (
        [sign_in(0), EVERYWHERE, sign_in(21, "two"), refresh(30, 0, session="two", **REVOKED)],
        "honest_client_signed_out",
    ),
    "another password": (
        [
            sign_in(0),
            sign_in(1, "two"),
            NEW_PASSWORD,
            refresh(22, 0, 1),
            refresh(30, 0, session="two", status=401, code="password_changed"),
        ],
        "",
    ),
    "the session that chose it": (
        [sign_in(0), NEW_PASSWORD, refresh(22, 0, status=401, code="password_changed")],
        "honest_client_signed_out",
    ),
    "the other session": ([sign_in(0), sign_in(1, "two"), NEW_PASSWORD, refresh(30, 0, 1, "two")], "lost_sign_out"),
    "the password before": ([sign_in(0), NEW_PASSWORD, sign_in(30, "two")], "lost_password"),
    "the new password": (
        [sign_in(0), NEW_PASSWORD, sign_in(30, "", status=401, code="no_active_account", password=1, received=None)],
        "lost_password",
    ),
    "perhaps a new password": ([sign_in(0), {**NEW_PASSWORD, "status": None}, sign_in(30, "two")], ""),
}


def written(folder: Path, lines: Sequence[Line]) -> Path:
    """A log of *lines*."""
    log = folder / "log.jsonl"
    log.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    return log


@pytest.mark.parametrize("case", CASES)
def test_each_is_found_by_name_and_nothing_else(tmp_path: Path, case: str) -> None:
    """The last of its lines is the one that can't be."""
    lines, name = CASES[case]
    found = check(written(tmp_path, lines), 3.0)
    assert {one.name for one in found} == ({name} if name else set()), "\n".join(map(str, found))


def test_a_line_that_was_cut_off_is_none(tmp_path: Path) -> None:
    """The process ended while it was written."""
    log = written(tmp_path, [sign_in(0), refresh(10, 0, 1)])
    log.write_text(log.read_text() + '{"who": "py0", "kind": "refr')
    assert not check(log, 3.0)


def test_an_answer_of_another_is_known_by_its_session_and_its_user() -> None:
    """Also that of a sign-in, which was sent without a session."""
    mine, body = {"user": "ada", "session": "one"}, b'{"username": "ada"}'
    assert mistaken(mine, {"session": "one"}, body) is None
    assert mistaken(mine, {"session": "two"}, body) == "two"
    assert mistaken(mine, {}, b'{"username": "eve"}') == "eve"
    claims = base64.urlsafe_b64encode(b'{"username": "eve"}').decode()
    assert mistaken({"user": "ada"}, {"session": "two"}, f'{{"access": "a.{claims}.c"}}'.encode()) == "eve"


def test_faults_are_noted_with_their_times(tmp_path: Path) -> None:
    """What is noted around a failover explains what went back in it."""
    log = tmp_path / "log.jsonl"
    with note(log, "the primary is killed", forgets=True):
        pass
    (fields,) = map(json.loads, log.read_text().splitlines())
    assert fields["ended"] >= fields["sent"] > 0
    assert (fields["kind"], fields["code"], fields["why"]) == ("fault", "forgets", "the primary is killed")


def test_the_command_shows_the_lines_that_prove_it(tmp_path: Path) -> None:
    """And its exit status says that there is something."""
    log = written(tmp_path, [sign_in(0), OUT, refresh(30, 0, 1)])
    command = [sys.executable, "-m", "tests.history", str(log)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "1 violations" in done.stdout
    assert "lost_sign_out: a refresh, 9.900 s after its session ended" in done.stdout
    assert "20.000-20.100  py0.x  sign_out ada one generation 0: 204" in done.stdout
    assert "30.000-30.100  py0.x  refresh ada one generation 0 → 1: 200" in done.stdout
