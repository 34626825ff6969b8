"""Secrets in files: ``SECRET_KEY_FILE`` is the path of a file with the value of ``SECRET_KEY``, and so on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from stat import S_ISREG
from typing import Final

from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_providers import secret_names

ENDING: Final = "_FILE"

IN_FILES: Final = (
    "SECRET_KEY",
    "SIGNING_KEY",
    "KEY_ENCRYPTION_KEYS",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SERVICES",
)
"""The variables that are secret, or have a password in them; and those of providers. SIGNING_KEYS is a path anyway."""

MAXIMUM_BYTES: Final = 1_048_576
"""Of a file: with more, it is the wrong one."""


def with_files(variables: Mapping[str, str]) -> Mapping[str, str]:
    """
    *variables*, and those whose values are in files, without the white space around them.

    Raises `EnvironmentProblemsError`. No value is ever part of a sentence.
    """
    problems: list[str] = []
    values = dict(variables)
    for name in (*IN_FILES, *secret_names(variables)):
        path = variables.get(f"{name}{ENDING}")
        if path and variables.get(name):
            problems.append(f"Set {name} or {name}{ENDING}, not both.")
        elif path:
            values[name] = _text(name, path, problems)
    if problems:
        raise EnvironmentProblemsError(problems)
    return values


def _text(name: str, path: str, problems: list[str]) -> str:
    try:
        # Editors on Windows begin a file with a mark that nobody sees.
        text = _content(path).decode("utf-8-sig").strip()
    except OSError as error:
        problems.append(f"{name}{ENDING} can't be read: {error.strerror}.")
        return ""
    except ValueError:
        problems.append(f"{name}{ENDING} should be the path of a text file of at most 1 MiB.")
        return ""
    if not text:
        problems.append(f"The file of {name}{ENDING} is empty.")
    return text


def _content(path: str) -> bytes:
    """What is in the file. Raises `OSError`, and `ValueError` where it is no file, or too long."""
    with open(path, "rb", opener=_opened_at_once) as file:
        if not S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError
        content = file.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise ValueError
    return content


def _opened_at_once(path: str, flags: int) -> int:
    # A pipe that nobody writes to must hold up no start.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
