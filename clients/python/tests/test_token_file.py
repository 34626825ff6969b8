"""`TokenFile`: private, and whole at every moment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drf_signet_client import TokenFile, TokenFileError, TokenManager, Tokens
from processes import environment
from scripted import URL, Script, Session

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")

TOKENS = Tokens(URL, "access-5", "refresh-5", 300, 1_795_000_000.0)


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
    "not an object": lambda _: b"[]",
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
