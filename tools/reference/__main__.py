"""
Write the reference pages in ``docs/reference/`` from the source they describe, or check that they are fresh.

    python -m tools.reference           writes them
    python -m tools.reference --check   exit status 1 if one of them would change
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from drf_signet import errors
from drf_signet.answers import ANSWERS, REASON, Answers, Row
from drf_signet.client_address import NETWORK_PREFIXES
from drf_signet.errors import SignetError
from drf_signet.rates import SHARES, USUAL_RATES, USUAL_SHARES
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from tools.reference.attacks import ATTACKS
from tools.reference.python import UndocumentedError, python_page
from tools.reference.tables import (
    ACCOUNT_REFUSALS,
    BROWSER_REFUSALS,
    COUNTED,
    OF_REST_FRAMEWORK,
    REFUSALS,
    SESSION_REFUSALS,
    Refusal,
)

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "drf_signet"
SIMPLE_JWT: Final = ROOT / "compat" / "src" / "drf_signet_compat" / "simplejwt"
PAGES: Final = ROOT / "docs" / "reference"
OWN_CHECKS: Final = (
    "checks.py",
    "key_checks.py",
    "deploy_checks.py",
    "user_checks.py",
    "project_checks.py",
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
NOTE: Final = "<!-- Written by `python -m tools.reference`; change the source instead. -->"


def main(arguments: list[str]) -> int:
    """Write or check every page. The answer is the exit status."""
    try:
        pages = {
            "settings.md": settings_page(),
            "errors.md": errors_page(),
            "checks.md": checks_page(),
            "throttles.md": throttles_page(),
            "python.md": python_page(NOTE),
        }
    except UndocumentedError as error:
        print(error)
        return 1
    stale = [name for name, text in pages.items() if not _is_fresh(PAGES / name, text)]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `make reference`.")
        return 1 if stale else 0
    for name in stale:
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(pages[name])
        print(f"docs/reference/{name} written.")
    return 0


def settings_page() -> str:
    """Every field of ``settings.Settings`` with its type, default and meaning."""
    rows = [f"| `{name}` | `{default}` | `{kind}` | {text} |" for name, kind, default, text in _fields()]
    return "\n".join(
        (
            "# Settings",
            NOTE,
            "",
            "One dict, `SIGNET`, in the settings of the project. Every key may be left out. A key that is not in this",
            "list, or a value of another type, is a [system check](checks.md) error.",
            "",
            "| Key | Default | Type | Meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def errors_page() -> str:
    """Every error class of ``errors`` with its code, and the codes that go over the wire."""
    rows = [f"| `{name}` | `{code}` | {message} | {text} |" for name, code, message, text in _errors()]
    return "\n".join(
        (
            "# Errors",
            NOTE,
            "",
            "## In Python",
            "",
            "Raised by tokens and flows; all are subclasses of `drf_signet.errors.SignetError`. Codes never change.",
            "",
            "| Class | `code` | Text | When |",
            "|---|---|---|---|",
            *rows,
            "",
            "## Over HTTP",
            "",
            "| Status | `code` in the body | When |",
            "|---|---|---|",
            "| 400 | none: errors stand under their field's name | a field is missing, blank or of the wrong type |",
            *_answers(REFUSALS),
            "",
            "Every 401 has a `WWW-Authenticate` header; it names `invalid_token` where a token was refused.",
            "",
            "A token in a body, for a refresh or verification, is refused with",
            '`{"detail": "Token is invalid or expired", "code": "token_not_valid", "reason": "token_expired"}`.',
            "The text is the same for a bad token and for an old one; `reason`, a code of the first table, tells",
            "them apart. A token in the header is refused with `messages`, one for each of `AUTH_TOKEN_CLASSES`.",
            "Clients look at `code` and `reason`: texts may change, and are in the language of the request where the",
            "catalogues of the project have it.",
            "",
            "For an exception handler of your own, that is one error with one code: `exc.detail` is a dict of all",
            'keys, `exc.get_codes()` is `{"detail": "token_not_valid"}`, and drf-standardized-errors makes one error.',
            "",
            "REST framework's own refusals at our endpoints have their code beside `detail`, too, unless an exception",
            "handler of your own says something else:",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(OF_REST_FRAMEWORK),
            "",
            "## Over HTTP, with sessions",
            "",
            "The endpoints of `drf_signet.sessions` answer the same, and so do its authentication classes, with the",
            "`reason` beside `code`.",
            "",
            "| Status | `code` | `reason` | When |",
            "|---|---|---|---|",
            *_session_refusals(),
            "",
            "A 409, 429 or 503 is no end of a session: the client keeps its tokens.",
            "",
            "## Over HTTP, for browsers",
            "",
            "The endpoints of `drf_signet.sessions.browser` answer the same, and these:",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(BROWSER_REFUSALS),
            "",
            "## Over HTTP, with accounts",
            "",
            "What is wrong with a field stands under its name, and the code beside it, such as",
            '`{"token": ["The link has expired. …"], "code": "link_expired"}`. A user model with a field called `code`',
            "has the errors of that field there. For an exception handler of your own, each error has the code itself.",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(ACCOUNT_REFUSALS),
            "",
        )
    )


def _session_refusals() -> Iterator[str]:
    for kind, when in SESSION_REFUSALS:
        row = _row_of(kind, EXCHANGE_ANSWERS)
        reason = f"`{kind.code}`" if row.more is REASON else ""
        yield f"| {row.status} | `{row.code or kind.code}` | {reason} | {when} |"


def _answers(refusals: Iterable[Refusal]) -> Iterator[str]:
    for told, when in refusals:
        status, code = told if isinstance(told, tuple) else _told(told)
        yield f"| {status} | `{code}` | {when} |"


def _told(kind: type[SignetError]) -> tuple[int, str]:
    row = _row_of(kind, ANSWERS)
    return row.status, row.code or kind.code


def _row_of(kind: type[SignetError], answers: Answers) -> Row:
    row = answers.row_of(kind)
    assert row is not None, kind
    return row


def throttles_page() -> str:
    """Every scope of ``rates.USUAL_RATES``."""
    assert COUNTED.keys() == USUAL_RATES.keys()
    rows = [f"| `{scope}` | `{rate}` | {COUNTED[scope]} |" for scope, rate in USUAL_RATES.items()]
    return "\n".join(
        (
            "# Throttles",
            NOTE,
            "",
            "What may happen only so often. Beyond that the answer is a 429, with the seconds to wait in",
            "`Retry-After`, the same for an account that exists and one that doesn't, and before any password is",
            "looked at. `10/5m` is ten in five minutes.",
            "",
            "| Scope | Usual rate | What is counted |",
            "|---|---|---|",
            *rows,
            "",
            '`SIGNET["THROTTLE_RATES"]` changes some of them: `{"sign_in_ip": "30/10m"}`; `None` is no limit. Behind',
            "proxies, or a Unix socket, set `NUM_PROXIES`: see",
            "[Unix sockets and proxies](../how-to/in-your-project.md#unix-sockets-and-proxies).",
            "",
            "An attempt has failed unless all of it succeeds, a second factor and conditions of the project included.",
            "In tests, limits can be [turned off](../how-to/testing.md#throttles).",
            "",
            "## IPv6",
            "",
            "An address counts as its /64 network, and as each wider one, which may do so many times as much. One",
            "device has a /64, one household a /56, and one company a /48.",
            "",
            "| | /64 | /56 | /48 | /32 |",
            "|---|---|---|---|---|",
            *_shares(),
            "",
            ATTACKS,
            "## The cache",
            "",
            "Counts are kept in Django's default cache, under keyed hashes and not names. They are exact with Redis",
            "and Memcached, and with local memory within one process; each further process counts for itself. Where",
            "the cache can't be reached, signing in answers 503, and refreshing goes on.",
            "",
        )
    )


def _shares() -> Iterator[str]:
    special = ", ".join(f"`{scope}`" for scope in SHARES)
    for scopes, shares in ((special, *SHARES.values()), ("all others", USUAL_SHARES)):
        numbers = [*map(str, shares), *["no limit"] * (len(NETWORK_PREFIXES) - len(shares))]
        yield f"| {scopes} | {' | '.join(numbers)} |"


def checks_page() -> str:
    """Every id of the modules of checks."""
    rows = [f"| `signet.{number}` | {text} |" for number, text in sorted(_checks(SOURCE, OWN_CHECKS))]
    theirs = sorted(_checks(SIMPLE_JWT, SIMPLE_JWT_CHECKS))
    of_simple_jwt = [f"| `signet.simplejwt.{number}` | {text} |" for number, text in theirs]
    return "\n".join(
        (
            "# System checks",
            NOTE,
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


def _fields() -> Iterator[tuple[str, str, str, str]]:
    body = _class(SOURCE / "settings.py", "Settings").body
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            default = ast.unparse(field.value) if field.value else ""
            kind = ast.unparse(field.annotation).replace(" | ", " or ")
            shown = "None" if default.startswith("field(") else default.replace("'", '"')
            yield field.target.id, kind, shown, _one_line(str(text.value.value))


def _errors() -> Iterator[tuple[str, str, str, str]]:
    for name in re.findall(r"── (\w+)", errors.__doc__):
        kind: type[SignetError] = getattr(errors, name)
        yield name, kind.code, kind.default_message, _one_line(kind.__doc__ or "")


def _checks(source: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for node in ast.parse((source / name).read_text()).body:
            found = re.match(r"(?s)([EW]\d{3})(?: and ([EW]\d{3}))?: (.*)", _docstring(node))
            if found is None:
                continue
            numbers = [number for number in found.groups()[:2] if number]
            texts = found[3].split("; ") if len(numbers) > 1 else [found[3]]
            for number, text in zip(numbers, texts, strict=True):
                yield number, _one_line(text[0].upper() + text[1:])


def _docstring(node: ast.stmt) -> str:
    return (ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else ""


def _class(path: Path, name: str) -> ast.ClassDef:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    raise LookupError(name)


def _one_line(text: str) -> str:
    return " ".join(inspect.cleandoc(text).split()).replace("``", "`").rstrip(".")


def _is_fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
