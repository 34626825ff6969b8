"""`TokenFile`, shared by several processes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from drf_signet_client import NotSignedIn, TokenFile, TokenManager, Tokens
from drf_signet_client.file_lock import locked
from processes import environment
from scripted import URL, Script, Session, answer, pair
from service import PASSWORD, USERNAME, Service


def two(path: Path, *refreshes: object) -> tuple[Session, TokenManager, Script]:
    """Two managers that share a file, as two processes do."""
    script = Script(*refreshes)  # type: ignore[arg-type]
    first = Session(script, store=TokenFile(path))
    return first, TokenManager(URL, post=script, store=TokenFile(path), clock=first.clock), script


def test_what_one_process_got_the_other_one_uses(path: Path) -> None:
    """Instead of asking with a token that was replaced."""
    first, second, script = two(path, pair(1), pair(2))
    assert first.manager.get("access-0") == "access-1"
    assert second.get("access-0") == "access-1"
    assert second.get("access-1") == "access-2"
    assert first.manager.get("access-1") == "access-2"
    assert script.asked == ["refresh-0", "refresh-1"]


def test_a_token_that_another_process_got_is_as_old_as_it_is(path: Path) -> None:
    """When it was received is in the file."""
    first, second, _ = two(path, pair(1), pair(2))
    first.manager.get("access-0")
    first.clock.passed = 200
    assert second.get("access-0") == "access-1"
    first.clock.passed = 280
    assert second.get() == "access-2"


def test_a_sign_out_in_one_process_is_one_in_the_other(path: Path) -> None:
    """As soon as that one has to ask."""
    first, second, script = two(path)
    first.manager.logout()
    with pytest.raises(NotSignedIn):
        second.get("access-0")
    assert script.asked == []


def test_the_newest_tokens_are_those_that_are_signed_out(path: Path) -> None:
    """Whoever got them: a service without sessions ends nothing else."""
    first, second, script = two(path, pair(1))
    first.manager.get("access-0")
    assert second.logout()
    assert script.sent[-1] == ("logout/", "refresh-1")


@pytest.mark.parametrize("late", [pair(1), answer(401)])
def test_a_refresh_that_another_process_overtook_changes_nothing(path: Path, late: object) -> None:
    """A sign-out or a newer token of the other one stays, be the answer tokens or a refusal."""
    other = TokenFile(path)

    def replaced() -> object:
        other.save(Tokens(URL, "access-9", "refresh-9", 300, time.time()))
        return late

    first, _, _ = two(path, replaced)
    assert first.manager.get("access-0") == "access-9"
    assert other.load() is not None
    first.manager.logout()
    assert other.load() is None


def test_a_refresh_that_was_overtaken_goes_on_with_the_newer_token(path: Path) -> None:
    """A 409 says that there is one; if the file has it, the server is not asked again."""

    def replaced() -> object:
        TokenFile(path).save(Tokens(URL, "access-9", "refresh-9", 300, time.time()))
        return answer(409)

    first, _, script = two(path, replaced)
    assert first.manager.get("access-0") == "access-9"
    assert script.asked == ["refresh-0"]


def test_tokens_that_could_not_be_kept_are_used_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old ones in the file, which the server has replaced, don't come back."""
    first, _, script = two(path, pair(1), pair(2))

    def full(self: TokenFile, tokens: Tokens | None) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(TokenFile, "save", full)
        with pytest.raises(OSError, match="No space"):
            first.manager.get("access-0")
    assert first.manager.get() == "access-1"
    assert first.manager.get("access-1") == "access-2"
    assert script.asked == ["refresh-0", "refresh-1"]


def test_nobody_waits_for_ever_for_who_holds_the_lock(tmp_path: Path) -> None:
    """After the time-out it goes on without, as it does where there can be no lock."""
    path = tmp_path / "lock"
    with locked(path, 1):
        begin = time.monotonic()
        with locked(path, 0.2):
            assert 0.15 < time.monotonic() - begin < 2
    begin = time.monotonic()
    with locked(path, 5), locked(tmp_path / "nowhere" / "lock", 5):
        assert time.monotonic() - begin < 1


def test_four_processes_make_one_refresh(path: Path, service: Service) -> None:
    """Each with the same expired token, at the same moment, and four threads."""
    program = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen
from urllib.error import HTTPError
from drf_signet_client import TokenFile, TokenManager
url, path = sys.argv[1:]
manager = TokenManager(url, store=TokenFile(path))
def status(token):
    try:
        with urlopen(Request(url + "users/me/", headers={"Authorization": "Bearer " + token}), timeout=20) as answer:
            return answer.status
    except HTTPError as error:
        with error:
            return error.status
def act(_):
    token = manager.get()
    if status(token) == 401:
        token = manager.get(rejected=token)
    return status(token), token
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(4) as pool:
    done = list(pool.map(act, range(4)))
assert {status for status, _ in done} == {200}, done
print(*{token for _, token in done})
"""
    TokenManager(service.url, store=TokenFile(path)).login(username=USERNAME, password=PASSWORD)
    service.order(do="expire")
    service.order(do="delay", path="token/refresh/", seconds=0.3, times=1)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, service.url, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            text=True,
        )
        for _ in range(4)
    ]
    for one in processes:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    tokens = {one.communicate(timeout=30)[0] for one in processes}
    assert [one.returncode for one in processes] == [0] * 4
    assert len(tokens) == 1
    assert service.seen("token/refresh/") == 1
