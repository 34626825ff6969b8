"""The outbox in a process that was forked, as those of a web server are that loads the project first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

SCRIPT: Final = """
import os
import sys
from threading import Barrier

import django
from django.conf import settings

settings.configure()
django.setup()

from drf_signet.accounts import outbox
from drf_signet.errors import MailBusyError

begun = Barrier(outbox.THREADS + 1)
for _ in range(outbox.THREADS):
    outbox._threads().submit(begun.wait, 20)
begun.wait(20)
while outbox._places().acquire(blocking=False):
    pass
if os.fork() == 0:
    try:
        outbox.in_thread("os.mkdir", {"path": sys.argv[1]})
    except MailBusyError:
        sys.exit("what the parent does keeps the child from its work")
    sys.exit()
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_child_has_threads_and_places_of_its_own(tmp_path: Path) -> None:
    """It does what it is given, though its parent had started the threads and had filled all places."""
    made = tmp_path / "made-by-the-child"
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert made.is_dir()
