"""`TokenFile`: private, whole at every moment, and shared by several processes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drf_signet_client import NotSignedIn, TokenFile, TokenFileError, TokenManager, Tokens
from drf_signet_client.file_lock import locked
from scripted import URL, Script, Session, answer, pair
from service import PASSWORD, USERNAME, Service

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")

TOKENS = Tokens(URL, "access-5", "refresh-5", 300, 1_795_000_000.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the tokens are, in a folder that isn't there yet."""
    return tmp_path / "folder" / "tokens.json"


def test_what_is_kept_is_what_was_given(path: Path) -> None:
    """And nothing is left of it after a sign-out, nor of how it was written."""
    file = TokenFile(path)
    assert file.load() is None
    file.save(TOKENS)
    assert TokenFile(path).load() == TOKENS
    file.save(None)
    file.save(None)
    assert file.load() is None
    assert list(path.parent.iterdir()) == []


@posix
def test_the_file_is_private_from_the_beginning(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the process gives to others usually; it is so before anything is written."""
    modes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode)))
    before = os.umask(0)
    try:
        TokenFile(path).save(TOKENS)
        with TokenFile(path).alone():
            pass
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.with_name("tokens.json.lock").stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_file_that_others_can_use_is_refused(path: Path, mode: int) -> None:
    """Its tokens may be known already, or be somebody else's. A new sign-in makes it private again."""
    file = TokenFile(path)
    file.save(TOKENS)
    path.chmod(mode)
    with pytest.raises(TokenFileError) as caught:
        file.load()
    assert "access-5" not in str(caught.value)
    with pytest.raises(TokenFileError):
        TokenManager(URL, store=file)
    file.save(TOKENS)
    assert file.load() == TOKENS


@posix
def test_a_file_that_became_readable_can_be_signed_out_of(path: Path) -> None:
    """It goes; the server is told to end the session."""
    script = Script()
    session = Session(script, store=TokenFile(path))
    path.chmod(0o644)
    assert session.manager.logout()
    assert not path.exists()


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[:-20],
    "no JSON": lambda _: b"\x80\x00",
    "no object": lambda _: b"[]",
    "no tokens": lambda _: b"{}",
    "nested": lambda _: b"[" * 100_000,
    "a token of lines": lambda content: content.replace(b"access-5", b"access\\n5"),
    "no time": lambda content: content.replace(b"1795000000.0", b"null"),
    "endless": lambda content: b" " * 300_000 + content,
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_that_of_nobody(
    path: Path, spoil: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """Signing in makes it good again. The log says why one has to, and nothing of what was in it."""
    file = TokenFile(path)
    file.save(TOKENS)
    path.write_bytes(spoil(path.read_bytes()))
    manager = TokenManager(URL, post=Script(), store=file)
    assert not manager.is_signed_in
    assert "broken" in caplog.text
    assert "access" not in caplog.text
    manager.login()
    assert TokenManager(URL, store=TokenFile(path)).get() == "access-0"


def test_a_process_that_dies_while_writing_leaves_the_old_file(path: Path) -> None:
    """Killed between any two lines of `save`."""
    TokenFile(path).save(TOKENS)
    program = """
import os, sys
from drf_signet_client import TokenFile, Tokens
steps = int(sys.argv[2])
def trace(frame, event, argument):
    global steps
    if frame.f_code.co_name == "save":
        if event == "line":
            steps -= 1
            if steps == 0:
                os._exit(9)
        return trace
sys.settrace(trace)
TokenFile(sys.argv[1]).save(Tokens("https://api.example.com/api/v1/", "access-6", "refresh-6", 300, 1.0))
"""
    seen = []
    for steps in range(1, 30):
        done = subprocess.run([sys.executable, "-c", program, path, str(steps)], env=environment(), check=False)
        loaded = TokenFile(path).load()
        assert loaded is not None
        seen.append(loaded.access)
        if done.returncode == 0:
            break
        assert done.returncode == 9
    assert seen[0] == "access-5"
    assert seen[-1] == "access-6"
    assert len(seen) > 6


def test_the_file_of_another_service_is_refused(path: Path) -> None:
    """Its tokens must not be sent to this one."""
    TokenFile(path).save(TOKENS)
    with pytest.raises(Exception, match="other_service"):
        TokenManager("https://api.example.net/api/v1/", store=TokenFile(path))


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


def environment() -> dict[str, str]:
    """That of a process which imports the client."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}


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
