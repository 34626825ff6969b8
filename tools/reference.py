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
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "drf_signet"
PAGES: Final = ROOT / "docs" / "reference"
SESSION_REFUSALS: Final = (
    (401, "token_not_valid", "token_invalid", "the token is malformed, forged, or not meant for this service"),
    (401, "token_not_valid", "token_expired", "the token has expired"),
    (401, "token_not_valid", "wrong_token_type", "an access token where a refresh token is asked for, or the reverse"),
    (401, "token_not_valid", "claim_missing", "the token was issued without a session, or lacks another claim"),
    (401, "token_not_valid", "session_not_found", "`sid` names no session, or one that was over and has been purged"),
    (401, "token_not_valid", "session_mismatch", "`gen` or `jti` is not what the session issued: wrong, huge, odd"),
    (401, "token_not_valid", "session_user_mismatch", "the session is another user's"),
    (401, "token_not_valid", "session_expired", "the session has reached `SESSION_LIFETIME`"),
    (401, "token_not_valid", "session_revoked", "the session was ended: `Token is blacklisted`"),
    (401, "token_not_valid", "token_reused", "a replaced refresh token; a refresh with it ends the session"),
    (401, "no_active_account", "user_not_found", "on refresh: the user was deleted"),
    (401, "no_active_account", "user_inactive", "on refresh: the user was disabled; the session ends"),
    (401, "no_active_account", "password_changed", "on refresh: the password changed; the session ends"),
    (401, "no_active_account", "no_active_account", "on refresh: the project's own rule refuses the user"),
    (401, "insufficient_user_authentication", "", "`RecentSignIn`: the sign-in is older than `max_age` seconds"),
    (409, "refresh_superseded", "", "another request has just refreshed: use the token it got"),
    (503, "session_busy", "", "too many changes of one session at once; `Retry-After`"),
    (503, "revocations_unknown", "", "the database has been away for an access lifetime; `Retry-After`"),
)
NOTE: Final = "<!-- Written by `python -m tools.reference`; change the source instead. -->"


def main(arguments: list[str]) -> int:
    """Write or check every page. The answer is the exit status."""
    pages = {"settings.md": settings_page(), "errors.md": errors_page(), "checks.md": checks_page()}
    stale = [name for name, text in pages.items() if not _is_fresh(PAGES / name, text)]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `python -m tools.reference`.")
        return 1 if stale else 0
    for name in stale:
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(pages[name])
        print(f"docs/reference/{name} written.")
    return 0


def settings_page() -> str:
    """Every field of ``conf.Settings`` with its type, default and meaning."""
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
    """Every error class of ``errors.py`` with its code, and the codes that go over the wire."""
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
            "| 401 | none: `detail` alone | wrong credentials; a refresh for a user who may not go on |",
            "| 401 | `token_not_valid` | a token that is malformed, forged, expired, or of the wrong type |",
            "| 401 | `bad_authorization_header` | a header of our scheme that doesn't hold one token |",
            "| 401 | `user_not_found` | the user of an access token was deleted |",
            "| 401 | `user_inactive` | the user of an access token was disabled |",
            "| 401 | `password_changed` | the password changed since the token was issued (`CHECK_REVOKE_TOKEN`) |",
            "| 401 | `no_active_account` | the project's own rule refuses the user of an access token |",
            "| 501 | none: `detail` alone | no private key is configured, so tokens are verified here and not issued |",
            "| 503 | none: `detail` alone | the keys behind `JWK_URL` can't be fetched; `Retry-After` says when |",
            "",
            "Every 401 has a `WWW-Authenticate` header; it names `invalid_token` where a token was refused.",
            "",
            "## Over HTTP, with sessions",
            "",
            "The endpoints and authentication classes of `drf_signet.sessions` answer the same, and say more precisely",
            "why in `reason`, beside `code`.",
            "",
            "| Status | `code` | `reason` | When |",
            "|---|---|---|---|",
            *_session_refusals(),
            "",
            "A 409 or 503 is no end of a session: the client keeps its tokens.",
            "",
        )
    )


def _session_refusals() -> Iterator[str]:
    for status, code, reason, when in SESSION_REFUSALS:
        yield f"| {status} | `{code}` | {f'`{reason}`' if reason else ''} | {when} |"


def checks_page() -> str:
    """Every id of the modules of checks."""
    rows = [f"| `signet.{number}` | {text} |" for number, text in sorted(_checks())]
    return "\n".join(
        (
            "# System checks",
            NOTE,
            "",
            "`manage.py check` runs the errors (E), `manage.py check --deploy` the warnings (W) as well, where",
            '`"drf_signet"` is in `INSTALLED_APPS`.',
            "",
            "| Id | What is wrong |",
            "|---|---|",
            *rows,
            "",
        )
    )


def _fields() -> Iterator[tuple[str, str, str, str]]:
    body = _class(SOURCE / "conf.py", "Settings").body
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            default = ast.unparse(field.value) if field.value else ""
            kind = ast.unparse(field.annotation).replace(" | ", " or ")
            shown = "None" if default.startswith("field(") else default.replace("'", '"')
            yield field.target.id, kind, shown, _one_line(str(text.value.value))


def _errors() -> Iterator[tuple[str, str, str, str]]:
    for node in ast.parse((SOURCE / "errors.py").read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name != "SignetError":
            values = {
                ast.unparse(part.targets[0]): str(ast.literal_eval(part.value))
                for part in node.body
                if isinstance(part, ast.Assign)
            }
            yield node.name, values["code"], values["default_message"], _one_line(ast.get_docstring(node) or "")


def _checks() -> Iterator[tuple[str, str]]:
    for name in ("checks.py", "deploy_checks.py", "sessions/checks.py"):
        for node in ast.parse((SOURCE / name).read_text()).body:
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
