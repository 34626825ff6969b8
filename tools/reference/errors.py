"""The page of errors: every class of ``errors`` with its code, and the codes that go over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drf_signet import errors
from drf_signet.answers import ANSWERS, REASON, Answers, Row
from drf_signet.errors import SignetError
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from tools.reference.error_codes import sections
from tools.reference.page import one_line
from tools.reference.tables import (
    ACCOUNT_REFUSALS,
    BROWSER_REFUSALS,
    CODE_REFUSALS,
    IDENTITY_REFUSALS,
    OF_REST_FRAMEWORK,
    PROVIDER_REFUSALS,
    REFUSALS,
    SERVICE_REFUSALS,
    SESSION_REFUSALS,
    Refusal,
)


def errors_page(note: str) -> str:
    """Every error class of ``errors`` with its code, and the codes that go over the wire."""
    rows = [f"| `{name}` | [`{code}`](#{code}) | {message} | {text} |" for name, code, message, text in _errors()]
    return "\n".join(
        (
            "# Errors",
            note,
            "",
            "Looking for one code? Each has a section [below](#each-code): what it means, what a client should do, and",
            "what to look at. The tables before say which tier answers with which code.",
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
            "| 400 | none: errors are under their field's name | a field is missing, blank or of the wrong type |",
            *_answers(REFUSALS),
            "",
            "Every 401 has a `WWW-Authenticate` header; it names `invalid_token` where a token was refused.",
            "",
            "If a token in a body is refused, at a refresh or a verification, the answer is",
            '`{"detail": "Token is invalid or expired", "code": "token_not_valid", "reason": "token_expired"}`.',
            "The text is the same for a bad token and an old one. `reason`, of the first table, tells them apart.",
            "If a token in the header is refused, the answer has `messages`, one for each of `AUTH_TOKEN_CLASSES`.",
            "Clients look at `code` and `reason`. Texts may change; they are in the language of the request if the",
            "catalogues of the project have it.",
            "",
            "For an exception handler of your own, that is one error with one code: `exc.detail` is a dict of all",
            'keys, `exc.get_codes()` is `{"detail": "token_not_valid"}`, and drf-standardized-errors makes one error.',
            "",
            "REST framework's own refusals at our endpoints also have their code next to `detail`, unless an exception",
            "handler of your own changes that:",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(OF_REST_FRAMEWORK),
            "",
            "## Over HTTP, with sessions",
            "",
            "The endpoints and authentication classes of `drf_signet.sessions` give the same answers, with the",
            "`reason` next to `code`.",
            "",
            "| Status | `code` | `reason` | When |",
            "|---|---|---|---|",
            *_session_refusals(),
            "",
            "A 409, 429 or 503 doesn't end a session: the client keeps its tokens.",
            "",
            "## Over HTTP, for services",
            "",
            "The endpoints for [other services](../how-to/ask-the-service.md) speak OAuth as well: next to `detail`",
            "and `code`, their refusals have `error`, as RFC 6749 section 5.2 has it. For the codes of this table,",
            "`error` is the code, and there is an `error_description`. For other codes, `error` is",
            "`temporarily_unavailable` with a 429 or a 503, and `invalid_request` otherwise.",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(SERVICE_REFUSALS),
            "",
            "## Over HTTP, for browsers",
            "",
            "The endpoints of `drf_signet.sessions.browser` give the same answers, and these:",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(BROWSER_REFUSALS),
            "",
            "## Over HTTP, with accounts",
            "",
            "Errors of a field are listed under its name, with the code next to them, such as",
            '`{"token": ["The link has expired. …"], "code": "link_expired"}`. If your user model has a field called',
            "`code`, the errors of that field are there instead. For an exception handler of your own, each error has",
            "the code itself.",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(ACCOUNT_REFUSALS),
            "",
            "## Over HTTP, with identities",
            "",
            "Endpoints that [sign in with another site](../how-to/sign-in-with.md) give these as well. What a provider",
            "says is in the log only.",
            "",
            "A browser that comes back from there gets no such answer: it is led to `PROVIDER_RETURN_URL`, with the",
            "code in the fragment, as `#error=state_lost`.",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(PROVIDER_REFUSALS),
            *_answers(IDENTITY_REFUSALS),
            "",
            "## Over HTTP, with codes by mail",
            "",
            "The endpoints of `drf_signet.mailed_codes` give the answers of a sign-in, those for a link, and these:",
            "",
            "| Status | `code` | When |",
            "|---|---|---|",
            *_answers(CODE_REFUSALS),
            "",
            "## Each code",
            "",
            "In alphabetical order. A heading is an anchor: this page with `#token_reused` leads to that code.",
            "",
            *sections(),
        )
    )


def _session_refusals() -> Iterator[str]:
    for kind, when in SESSION_REFUSALS:
        row = _row_of(kind, EXCHANGE_ANSWERS)
        reason = _linked(kind.code) if row.more is REASON else ""
        yield f"| {row.status} | {_linked(row.code or kind.code)} | {reason} | {when} |"


def _linked(code: str) -> str:
    return f"[`{code}`](#{code})"


def _answers(refusals: Iterable[Refusal]) -> Iterator[str]:
    for told, when in refusals:
        status, code = told if isinstance(told, tuple) else _told(told)
        yield f"| {status} | {_linked(code)} | {when} |"


def _told(kind: type[SignetError]) -> tuple[int, str]:
    row = _row_of(kind, ANSWERS)
    return row.status, row.code or kind.code


def _row_of(kind: type[SignetError], answers: Answers) -> Row:
    row = answers.row_of(kind)
    assert row is not None, kind
    return row


def _errors() -> Iterator[tuple[str, str, str, str]]:
    for name in re.findall(r"── (\w+)", errors.__doc__):
        kind: type[SignetError] = getattr(errors, name)
        yield name, kind.code, kind.default_message, one_line(kind.__doc__ or "")
