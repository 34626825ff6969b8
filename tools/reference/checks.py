"""The page of system checks: every id of the modules of checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tools.reference.page import one_line
from tools.reference.sources import SIMPLE_JWT, SOURCE

OWN_CHECKS: Final = (
    "checks.py",
    "key_checks.py",
    "deploy_checks.py",
    "user_checks.py",
    "project_checks.py",
    "language_checks.py",
    "proxy_checks.py",
    "tenant_checks.py",
    "table_checks.py",
    "database_checks.py",
    "user_model_checks.py",
    "effect_checks.py",
    "sessions/checks.py",
    "sessions/tier_checks.py",
    "sessions/cookie_checks.py",
    "accounts/checks.py",
    "accounts/user_checks.py",
)
SIMPLE_JWT_CHECKS: Final = ("checks.py", "neighbour_checks.py", "token_blacklist/checks.py", "adoption/checks.py")


def checks_page(note: str) -> str:
    """Every id of the modules of checks."""
    rows = [f"| `signet.{number}` | {text} |" for number, text in sorted(_checks(SOURCE, OWN_CHECKS))]
    theirs = sorted(_checks(SIMPLE_JWT, SIMPLE_JWT_CHECKS))
    of_simple_jwt = [f"| `signet.simplejwt.{number}` | {text} |" for number, text in theirs]
    return "\n".join(
        (
            "# System checks",
            note,
            "",
            "`manage.py check` runs the errors (E), and the warnings (W) that are not about safety: W023, W025, W026,",
            "W030, W032, W039, W040, W047 to W049 and W063 to W069. `manage.py check --deploy` runs all. They reach a",
            'project with any of our apps in `INSTALLED_APPS`, `"drf_signet"` or another, and one with none by the',
            "addresses of `drf_signet.urls` and `drf_signet.sessions.urls`.",
            "",
            "| Id | What is wrong |",
            "|---|---|",
            *rows,
            "",
            "## Coming from Simple JWT",
            "",
            "With `drf_signet_compat.simplejwt`, whatever is in `INSTALLED_APPS`. `manage.py check` runs the warnings",
            "as well, but for W003. E007 needs `--database default`; `migrate` asks it, too. Those from 101 on are",
            "about adoption.",
            "",
            "| Id | What is wrong |",
            "|---|---|",
            *of_simple_jwt,
            "",
        )
    )


def _checks(source: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for node in ast.parse((source / name).read_text()).body:
            found = re.match(r"(?s)([EW]\d{3})(?: and ([EW]\d{3}))?: (.*)", _docstring(node))
            if found is None:
                continue
            numbers = [number for number in found.groups()[:2] if number]
            texts = found[3].split("; ") if len(numbers) > 1 else [found[3]]
            for number, text in zip(numbers, texts, strict=True):
                yield number, one_line(text[0].upper() + text[1:])


def _docstring(node: ast.stmt) -> str:
    return (ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else ""
