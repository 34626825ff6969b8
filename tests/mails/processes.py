"""`Processes`: a project whose processes can be stopped and killed, and the mail server that sees them at work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.real_parts.old_environments import ROOT
from tests.service.smtp_listener import Listener, smtp_listener

DATABASE_BACKEND = "django_tasks_db.DatabaseBackend"
IN_TASKS = "drf_signet.accounts.task_dispatcher.in_tasks"


@dataclass
class Processes:
    """Those that `zygote` forks. Each *act* is one of its ``ACTS``."""

    zygote: subprocess.Popen[str]
    listener: Listener

    def order(self, name: str, **given: object) -> Any:
        """Have `zygote` do it."""
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        self.zygote.stdin.write(json.dumps([name, given]) + "\n")
        self.zygote.stdin.flush()
        return json.loads(self.zygote.stdout.readline())

    def run(self, act: str, point: str | None = None, stage: str | None = None, **arguments: object) -> int:
        """
        Run a process until it ends: by itself, at *point*, or where the mail server has come to *stage*.

        The answer is its status, or the signal that ended it, negative.
        """
        pid = self.order("fork", act=act, arguments=arguments, point=point)
        self.listener.at = lambda reached: os.kill(pid, signal.SIGKILL) if reached == stage else None
        os.kill(pid, signal.SIGCONT)
        status: int = self.order("wait", pid=pid)
        self.listener.at = lambda reached: None
        return status

    def run_together(self, *acts: str) -> list[int]:
        """Run several processes at once. The answer is the status of each."""
        pids = [self.order("fork", act=act, arguments={}, point=None) for act in acts]
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        return [self.order("wait", pid=pid) for pid in pids]

    def accepted(self) -> list[tuple[str, str]]:
        """The recipient and the Message-ID of each mail that the server has accepted; they are taken out."""
        mails = self.listener.envelopes
        taken = [mails.get() for _ in range(mails.qsize())]
        return [(to, message["Message-ID"]) for _, to, message in taken]


@contextmanager
def processes(
    database: Mapping[str, object], dispatcher: str | None, backend: str = DATABASE_BACKEND
) -> Iterator[Processes]:
    """Those of a new project with this *database*, MAIL_DISPATCHER, and *backend* of TASKS."""
    with smtp_listener() as listener:
        given = {"port": listener.port, "database": database, "dispatcher": dispatcher, "backend": backend}
        command = [sys.executable, "-W", "ignore", "-m", "tests.mails.zygote", json.dumps(given)]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as zygote:
            try:
                yield Processes(zygote, listener)
            finally:
                zygote.kill()
