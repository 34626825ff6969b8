"""The outbox in a process that ends, such as a command: it does what it can, soon, and leaves the rest."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.stand_ins.silent_server import silent_server

SCRIPT: Final = """
import json
import sys

import django
from django.conf import settings

apps = ["django.contrib.contenttypes", "django.contrib.auth", "drf_signet.sessions", "drf_signet.accounts"]
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}
settings.configure(INSTALLED_APPS=apps, DATABASES={"default": database})
django.setup()

from django.core.management import call_command
from drf_signet.accounts import mail_threads, outbox

call_command("migrate", verbosity=0)
mail_threads.CLAIMING = mail_threads.ENDING = float(sys.argv[4])
outbox.in_table(sys.argv[2], json.loads(sys.argv[3]))
"""


def run(database: Path, job: str, arguments: str, seconds: float) -> list[tuple[int, bool]]:
    """A process that asks for *job*, and ends. The answer: the attempts at what it left, and whether that is due."""
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(database), job, arguments, str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(database)) as opened:
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        rows = opened.execute(f"SELECT attempts, due_at <= {now} FROM signet_accounts_waitingmail").fetchall()
    return [(attempts, bool(is_due)) for attempts, is_due in rows]


def test_what_is_quick_is_done(tmp_path: Path) -> None:
    """Though the process had nothing else to do."""
    made = tmp_path / "made"
    assert run(tmp_path / "waiting.sqlite3", "os.mkdir", f'{{"path": "{made}"}}', seconds=30) == []
    assert made.is_dir()


def test_what_takes_for_ever_is_left_to_others(tmp_path: Path) -> None:
    """The process ends all the same, and nobody has to wait for its claim to run out."""
    with silent_server() as silent:
        arguments = f'{{"url": "http://127.0.0.1:{silent.port}"}}'
        assert run(tmp_path / "waiting.sqlite3", "urllib.request.urlopen", arguments, seconds=1) == [(1, True)]
        assert silent.was_called.is_set()
