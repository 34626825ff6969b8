"""Runs commands in this process, and shows them as a terminal would: the words, the output, the exit status."""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from django.core.management import ManagementUtility

from drf_signet_compat.migrate import command as migrate
from signet_server import cli, demo, doctor
from signet_server.environment import read_environment
from tools.reference.command_words import Example
from tools.reference.http_recorder import constant

RUNNING: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"Signet [\d.a-z]+, Python [\d.a-z+]+, Django [\d.a-z]+, REST framework [\d.a-z]+"), "Signet 1.0.0, …"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "2026-11-29 09:00:00"),
    (re.compile(r"(?<=The key )[\w-]{43}(?= \()"), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
    (re.compile(r"\d seconds? ago"), "now"),
    (re.compile(r"\bin (4|5) minutes?( and \d+ seconds)?|in 299 seconds"), "in 5 minutes"),
)
PROJECT: Final = """\
from rest_framework_simplejwt.authentication import JWTAuthentication

INSTALLED_APPS = ["rest_framework", "rest_framework_simplejwt"]
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"]}
"""


def run_managed(example: Example) -> str:
    """A command of ``manage.py``."""
    value = example.prepare()
    words = example.words.format(value).split()
    shown = f"python manage.py {example.words.format(example.shown)}"
    with example.around():
        return _terminal(shown, lambda: ManagementUtility(["manage.py", *words]).execute())


def signet_runs() -> Mapping[str, list[str]]:
    """Those of ``signet``, by its verbs."""
    environment = read_environment(os.environ)
    return {
        "demo": ["$ signet demo" + demo.welcome("http://127.0.0.1:8000", Path(".signet"), None).rstrip()],
        "serve": [_without_variables("signet serve", ["serve"])],
        "doctor": [_terminal("signet doctor", lambda: doctor.report(environment))],
        "manage": [_terminal("signet manage check", lambda: ManagementUtility(["signet manage", "check"]).execute())],
    }


def migrate_runs() -> Iterator[str]:
    """``signet-migrate`` in a project of one file, looking and then writing."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("settings.py").write_text(PROJECT)
        yield _terminal("signet-migrate", lambda: migrate.main([]))
        yield _terminal("signet-migrate --write --force", lambda: migrate.main(["--write", "--force"]))


def _without_variables(shown: str, words: list[str]) -> str:
    kept = dict(os.environ)
    os.environ.clear()
    try:
        return _terminal(shown, lambda: cli.main(words))
    finally:
        os.environ.update(kept)


def _terminal(shown: str, run: Callable[[], object]) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        status = _status_of(run)
    text = constant(raw.getvalue().decode())
    for pattern, word in RUNNING:
        text = pattern.sub(word, text)
    ending = f"\n$ echo $?\n{status}" if status else ""
    return f"$ {shown}\n{text.rstrip()}".rstrip() + ending


def _status_of(run: Callable[[], object]) -> int:
    try:
        answer = run()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return answer if isinstance(answer, int) else 0
