"""A project that is up: requests to it, and what it answers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.real_parts.old_environments import OUR_SOURCES

LOOP: Final = Path(__file__).with_name("request_loop.py")
CHECK: Final = ("check", "--fail-level", "WARNING")
MAILS_AT_ONCE: Final = """
from django.conf import settings
from django.test import override_settings
override_settings(SIGNET={**settings.SIGNET, "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once"}).enable()
"""
"""Code that lets a project send our mails before it answers."""


@dataclass(frozen=True)
class Answer:
    """The answer to one request."""

    status: int
    text: str
    cookies: Mapping[str, str]
    mails: list[str]

    @property
    def body(self) -> Any:
        """The JSON of the answer."""
        return json.loads(self.text)


class Site:
    """A project whose process is waiting for requests."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log

    def post(self, path: str, data: object, **others: Any) -> Answer:
        """POST *data* as JSON to *path*."""
        return self.request("POST", path, json.dumps(data), **others)

    def get(self, path: str, **others: Any) -> Answer:
        """GET *path*."""
        return self.request("GET", path, **others)

    def request(
        self,
        method: str,
        path: str,
        body: str = "",
        content_type: str = "application/json",
        *,
        header: str = "",
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make a request; *header* is the ``Authorization`` header. An error of the server fails the test."""
        request = {
            "method": method,
            "path": path,
            "body": body,
            "content_type": content_type,
            "headers": {**(headers or {}), **({"Authorization": header} if header else {})},
            "cookies": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items()),
        }
        answer = Answer(**self._ask({"request": request}))
        assert answer.status < 500, self._log.read_text()
        return answer

    def manage(self, *arguments: str) -> None:
        """Run a command of ``manage.py``."""
        self._ask({"manage": arguments})

    def run(self, code: str) -> Any:
        """Run *code* in the project; the value is that of ``result``."""
        return self._ask({"code": code})

    def _ask(self, job: Mapping[str, object]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._log.read_text()
        return json.loads(line)


@contextmanager
def site(folder: Path, python: Path | str, *options: str, ours: bool = False) -> Iterator[Site]:
    """
    The project in *folder*, up under *python*; with *ours*, our packages can be imported there.

    Where its process ends by an error, the test fails, and says what the process said.
    """
    log = folder.with_suffix(".log")
    variables = {"PYTHONPATH": os.pathsep.join(OUR_SOURCES)} if ours else {}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [str(python), "-P", *options, str(LOOP)],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        yield Site(process, log)
        assert process.stdin is not None
        process.stdin.close()
        status = process.wait(timeout=20)
    assert status == 0, log.read_text()
