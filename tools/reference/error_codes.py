"""The part of the page of errors that has a section for each code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from drf_signet import errors
from drf_signet.answers import ANSWERS, BAD_TOKEN, REASON, TOKEN_NOT_VALID
from drf_signet.errors import SignetError
from drf_signet.mailed_codes.errors import CodeError, CodeExpiredError, ConfirmationNeededError
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.services.errors import InvalidClientError, InvalidRequestError, UnsupportedTokenTypeError
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from drf_signet.sessions.browser.errors import AmbiguousCookieError, CookieMissingError, CookieTooLargeError
from signet_server import error_answers
from signet_server.http_server import refusal
from tools.reference.error_advice import CLIENT, DEVELOPER
from tools.reference.page import MissingError, one_line, wrapped
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
)

PLACES: Final = (
    ("every tier", REFUSALS),
    ("REST framework", OF_REST_FRAMEWORK),
    ("sessions", SESSION_REFUSALS),
    ("services", SERVICE_REFUSALS),
    ("browsers", BROWSER_REFUSALS),
    ("accounts", ACCOUNT_REFUSALS),
    ("identities", (*PROVIDER_REFUSALS, *IDENTITY_REFUSALS)),
    ("codes by mail", CODE_REFUSALS),
)
REFUSED: Final = "A token is refused, in the header or in the body; `reason`, where there is one, says why"


@dataclass
class Code:
    """All that is known of one code."""

    name: str
    statuses: set[int] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    """The codes of answers that have this one as ``reason``."""

    def add(self, **told: object) -> None:
        """Take what is *told* in, unless it is known."""
        for name, value in told.items():
            known: list[object] = getattr(self, name)
            if value and value not in known:
                known.append(value)


def all_codes() -> dict[str, Code]:
    """Every code, by its name."""
    found: dict[str, Code] = {}
    for kind in _kinds():
        code = found.setdefault(kind.code, Code(kind.code))
        module = "drf_signet.errors" if hasattr(errors, kind.__name__) else kind.__module__
        code.add(classes=f"`{module}.{kind.__name__}`", meanings=one_line(kind.__doc__), texts=kind.default_message)
        _take_row(kind, code, found)
    for place, refusals in PLACES:
        for told, when in refusals:
            status, name = told if isinstance(told, tuple) else (None, told.code)
            code = found.setdefault(name, Code(name))
            code.add(places=place, meanings=f"{when[0].upper()}{when[1:]}" if isinstance(told, tuple) else "")
            code.statuses |= {status} if status else set()
    found[TOKEN_NOT_VALID].add(places="every tier", meanings=REFUSED, texts=BAD_TOKEN)
    for status, name, text in _of_the_service():
        code = found.setdefault(name, Code(name))
        code.statuses.add(status)
        code.add(places="the service", texts=text)
    return dict(sorted(found.items()))


def _kinds() -> Iterator[type[SignetError]]:
    for name in re.findall(r"── (\w+)", errors.__doc__):
        yield getattr(errors, name)
    yield from (InvalidClientError, InvalidRequestError, UnsupportedTokenTypeError)
    yield from (CodeError, CodeExpiredError, ConfirmationNeededError)
    yield from (MisconfiguredError, AmbiguousCookieError, CookieMissingError, CookieTooLargeError)


def _take_row(kind: type[SignetError], code: Code, found: dict[str, Code]) -> None:
    for answers in (ANSWERS, EXCHANGE_ANSWERS):
        row = answers.row_of(kind)
        if row is None:
            continue
        named = row.code or kind.code
        found.setdefault(named, Code(named)).statuses.add(row.status)
        code.add(beside=f"[`{named}`](#{named})" if row.more is REASON and named != kind.code else "")


def _of_the_service() -> Iterator[tuple[int, str, str]]:
    for one in vars(error_answers).values():
        if isinstance(one, error_answers.Mistake):
            yield one.status, one.code, str(one.detail)
    makers = (refusal.malformed, refusal.too_slow, refusal.too_large, refusal.target_too_long)
    for refused in (*(make() for make in makers), refusal.headers_too_large(), refusal.busy(), refusal.unanswered()):
        yield refused.status, refused.code, refused.detail
    yield refusal.FAILED.status, refusal.FAILED.code, refusal.FAILED.detail


def sections() -> Iterator[str]:
    """The lines, code by code. Raises `MissingError` where nobody says what a client should do."""
    codes = all_codes()
    if missing := codes.keys() - CLIENT.keys():
        raise MissingError(
            f"Say in tools/reference/error_advice.py what a client should do about {', '.join(sorted(missing))}."
        )
    if gone := (CLIENT.keys() | DEVELOPER.keys()) - codes.keys():
        raise MissingError(f"Take {', '.join(sorted(gone))} out of tools/reference/error_advice.py: no such code.")
    for one in codes.values():
        yield from _section(one)


def _section(one: Code) -> Iterator[str]:
    yield from (f"### {one.name}", "", *wrapped(_facts(one)), "")
    if one.meanings:
        yield from (*wrapped(" ".join(f"{text}." for text in one.meanings)), "")
    yield from (*wrapped(f"**What a client should do:** {CLIENT[one.name]}"), "")
    if one.name in DEVELOPER:
        yield from (*wrapped(f"**What to look at:** {DEVELOPER[one.name]}"), "")


def _facts(one: Code) -> str:
    words = [f"Status {' or '.join(str(status) for status in sorted(one.statuses))}." if one.statuses else ""]
    if one.beside:
        words.append(f"{'Also as' if one.statuses else 'As'} `reason`, beside {' or '.join(one.beside)}.")
    if one.places:
        words.append(f"From {'every tier' if 'every tier' in one.places else ' and '.join(one.places)}.")
    if one.classes:
        words.append(f"In Python: {', '.join(one.classes)}.")
    if one.texts:
        words.append(f"Text: {' or '.join(f'*{text}*' for text in one.texts)}")
    return " ".join(word for word in words if word)
