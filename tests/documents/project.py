"""A Django project that somebody begins, edits, and runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.ports import free_port, wait_for_port

CLOCK: Final = Path(__file__).with_name("clock")
NAME: Final = "mysite"
ON_PURPOSE: Final = ("SYSTEMROOT", "PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
"""Of the environment of the tests: a reader's terminal has no variables of ours."""

ANSWERED_IN: Final = 120
"""Seconds for one command, and until a server listens, on a busy machine."""


USER: Final = {"username": "ada", "password": "correct-horse-battery"}
FAST: Final = """
# Those of Django take a third of a second for each password, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""


class Project:
    """The folder that ``startproject`` made, in which the unpacked wheels can be imported."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self._clock = folder.with_name(f"{folder.name}.clock")
        self._clock.write_text("0")
        self._variables = {
            **{name: value for name, value in os.environ.items() if name in ON_PURPOSE},
            "PYTHONPATH": os.pathsep.join([str(library), str(CLOCK)]),
            "SECONDS_AHEAD": str(self._clock),
        }

    def begin(self) -> None:
        """What every quick start begins with: the project, the tables, and `USER`, whose password isn't asked for."""
        self.folder.mkdir()
        self._run("-m", "django", "startproject", NAME, ".")
        self.add_to_settings(FAST)
        self.manage("migrate", "-v", "0")
        words = ("createsuperuser", "--noinput", "--username", USER["username"], "--email", "ada@example.com")
        self.manage(*words, DJANGO_SUPERUSER_PASSWORD=USER["password"])

    def begin_like(self, begun: Project) -> None:
        """The same, by a copy."""
        shutil.copytree(begun.folder, self.folder)

    def forget_users(self) -> None:
        """Begin the database anew, as another user model needs."""
        (self.folder / "db.sqlite3").unlink()

    def set_up(self, apps: Sequence[str], settings: str, files: Mapping[str, str]) -> None:
        """What the reader types, and the tables of the *apps*."""
        self.install(*apps)
        self.add_to_settings(settings)
        for file, text in files.items():
            self.write(file, text)
        self.manage("migrate", "-v", "0")

    def write(self, file: str, text: str) -> None:
        """A file of the reader's own."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add_to_settings(self, text: str) -> None:
        """Lines at the end of ``settings.py``."""
        with (self.folder / NAME / "settings.py").open("a") as settings:
            settings.write(f"\n{text}")

    def install(self, *apps: str) -> None:
        """Further lines of ``INSTALLED_APPS``."""
        settings = self.folder / NAME / "settings.py"
        added = "".join(f'    "{app}",\n' for app in apps)
        text, count = re.subn(r"(?ms)^(INSTALLED_APPS = \[.*?)^\]", rf"\1{added}]", settings.read_text())
        assert count == 1, text
        settings.write_text(text)

    def manage(self, *words: str, **variables: str) -> str:
        """What a command of ``manage.py`` prints. It has to succeed, and nothing may warn."""
        return self._run("manage.py", *words, **variables)

    def python(self, code: str) -> str:
        """What *code* prints in ``manage.py shell``."""
        return self.manage("shell", "-v", "0", "-c", code)

    def set_clock(self, *, seconds_ahead: float) -> None:
        """What time it is in the project's processes."""
        new = self._clock.with_suffix(".new")
        new.write_text(str(seconds_ahead))
        new.replace(self._clock)

    @contextmanager
    def served(self) -> Iterator[str]:
        """``manage.py runserver``. The value is the address, without a slash at the end."""
        port = free_port()
        log = self.folder.with_name(f"{self.folder.name}.log")
        command = [sys.executable, "-W", "error", "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        with (
            log.open("w") as output,
            subprocess.Popen(
                command, cwd=self.folder, env=self._variables, stdout=output, stderr=subprocess.STDOUT
            ) as server,
        ):
            try:
                try:
                    wait_for_port(port, ANSWERED_IN)
                except TimeoutError:
                    pytest.fail(log.read_text())
                yield f"http://127.0.0.1:{port}"
            finally:
                server.kill()
        assert "Traceback" not in log.read_text(), log.read_text()

    def printed(self) -> str:
        """What the server has printed until now, its mails included."""
        return self.folder.with_name(f"{self.folder.name}.log").read_text()

    def _run(self, *words: str, **variables: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", *words],
            cwd=self.folder,
            env={**self._variables, **variables},
            check=False,
            capture_output=True,
            text=True,
            timeout=ANSWERED_IN,
        )
        assert (done.returncode, done.stderr.strip()) == (0, ""), done.stdout + done.stderr
        return done.stdout.strip()
