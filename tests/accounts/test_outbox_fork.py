"""The outbox in a process that was forked, as those of a web server are that loads the project first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

SCRIPT: Final = """
import os
import sys
from threading import Event

import django
import psutil
from django.conf import settings

apps = ["django.contrib.contenttypes", "django.contrib.auth", "drf_signet.sessions", "drf_signet.accounts"]
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1] + ".sqlite3"}
settings.configure(INSTALLED_APPS=apps, DATABASES={"default": database})
django.setup()

from django.core.management import call_command
from django.db import connections
from drf_signet.accounts import outbox
from drf_signet.accounts.mail_threads import end_mail_threads, threads_of_process

call_command("migrate", verbosity=0)
outbox.in_table("os.mkdir", {"path": sys.argv[1] + "-by-the-parent"})
connections.close_all()
threads = threads_of_process()
while not os.path.exists(sys.argv[1] + "-by-the-parent") or threads._calls or psutil.Process().open_files():
    Event().wait(0.1)
for thread in threads._threads:
    assert thread.is_alive()
if os.fork() == 0:
    outbox.in_table("os.mkdir", {"path": sys.argv[1]})
    assert threads_of_process() is not threads
    for _ in range(2_000):
        if os.path.exists(sys.argv[1]):
            break
        Event().wait(0.01)
    sys.exit()
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_child_has_threads_of_its_own(tmp_path: Path) -> None:
    """It does what it is given, though its parent had started the threads, and both end."""
    made = tmp_path / "made-by-the-child"
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert made.is_dir()
