"""`manage.py token explain`: what it prints, where it reads from, and how it exits."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason
from drf_signet.sessions.tokens import RefreshToken

Printed = tuple[list[str], int]


def run(token: str) -> Printed:
    """The lines that the command prints for *token*, and its exit status."""
    out = StringIO()
    status = 0
    try:
        call_command("token", "explain", token, stdout=out, no_color=True)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return out.getvalue().splitlines(), status


def test_a_good_token_is_accepted(user: User) -> None:
    """A line for each fact, in two columns, then the verdict; the exit status says the same to a script."""
    token = RefreshToken.for_user(user)
    lines, status = run(str(token))
    assert (lines[-1], status) == ("Accepted.", 0)
    assert f"user        {user.pk}" in lines
    assert all(line[11] == " " and line[12] != " " for line in lines[:-1])
    assert not any(part in line for line in lines for part in str(token).split("."))


def test_a_refused_token_says_why(user: User) -> None:
    """The facts come first, and the exit status is 1."""
    token = RefreshToken.for_user(user)
    end(token.session, Reason.LOGOUT_ALL, token.current_time)
    lines, status = run(str(token))
    assert re.fullmatch(r"Refused: its session was ended: .* UTC, .+: .+ \(session_revoked\)\.", lines[-1])
    assert status == 1
    assert any(line.startswith("ended ") and line.endswith(": signed out everywhere") for line in lines)


@pytest.mark.parametrize("token", ["", " ", "garbage", "\udcff\udcfe.a.b", "\x1b[31m", "a.b.c", "жетон.a.b"])
def test_nonsense_is_refused_without_a_traceback(db: None, token: str) -> None:
    """One line is enough, and nothing of the nonsense is in it."""
    lines, status = run(token)
    assert status == 1
    assert len(lines) == 1
    assert re.fullmatch(
        r"Refused: (it is malformed|it has 1 part, .*|a part of it is .*) \(token_invalid\)\.", lines[0]
    )


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", " \n\n"])
def test_a_token_can_come_from_standard_input(user: User, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """So that no history of commands keeps it; the end of the line is not part of it."""
    monkeypatch.setattr(sys, "stdin", read_bytes((str(RefreshToken.for_user(user)) + ending).encode()))
    assert run("-")[1] == 0


def read_bytes(data: bytes) -> TextIOWrapper:
    """A standard input as a terminal of today has it."""
    return TextIOWrapper(BytesIO(data), encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage\n",
        b"\xff\xfe\x00",
    ],
)
def test_nonsense_from_standard_input_is_refused_as_well(
    db: None, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """Also where it isn't even text."""
    monkeypatch.setattr(sys, "stdin", read_bytes(data))
    lines, status = run("-")
    assert (lines[-1].startswith("Refused: "), status) == (True, 1)


CALLS: dict[str, Callable[[], object]] = {
    "no-verb": lambda: call_command("token"),
    "no-token": lambda: call_command("token", "explain"),
    "another-verb": lambda: call_command("token", "forge", "a.b.c"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_command_that_lacks_something_says_what(call: Callable[[], object]) -> None:
    """In the words of the command line."""
    with pytest.raises(CommandError, match=r"required|invalid choice"):
        call()
