"""The gettext catalogues of the web app, in ``web/src/locales``. The tests of the app compare their texts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.real_parts.needs import program
from tools import javascript


@pytest.mark.parametrize("name", ["en", "de", "es", "fr", "ja"])
def test_gettext_finds_nothing_wrong(name: str) -> None:
    """And it prints no warning."""
    msgfmt = program("msgfmt", package="gettext")
    po = javascript.CATALOGUES / f"{name}.po"
    done = subprocess.run([msgfmt, "--check", "-o", "/dev/null", po], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_text_that_is_in_no_catalogue_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what to do, and the catalogues stay as they are."""
    before = (javascript.CATALOGUES / "de.po").read_bytes()
    extract_with(monkeypatch, "")
    assert (javascript.check_catalogues(), capsys.readouterr().out) == (0, "")

    extract_with(monkeypatch, '\nmsgid "New"\nmsgstr ""\n')
    assert javascript.check_catalogues()
    (line,) = capsys.readouterr().out.splitlines()
    assert "run 'make web'" in line
    assert (javascript.CATALOGUES / "de.po").read_bytes() == before


def extract_with(monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    """Let npm find the texts that are known, and *more*."""

    def npm(*words: str, **environment: str) -> int:
        assert words == javascript.EXTRACT
        with Path(environment["SIGNET_CATALOGUES"], "de.po").open("a") as catalogue:
            catalogue.write(more)
        return 0

    monkeypatch.setattr(javascript, "npm", npm)
