"""Sends requests to the service, and writes down what it answers, as the page of HTTP shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core import mail
from django.http import HttpResponse
from django.test import Client, TestCase

SHOWN_HEADERS: Final = ("Location", "Retry-After", "WWW-Authenticate", "Set-Cookie", "ETag")
OF_DOCUMENTS: Final = ("Retry-After", "Cache-Control", "ETag")
"""What matters where caches keep the answer."""

FORM: Final = "application/x-www-form-urlencoded"

TOKEN: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
LINK: Final = re.compile(r"[\w.:-]+:[\w-]{43}")
RANDOM: Final = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""Stands for 256 random bits. RFC 7636 prints it in appendix B."""

CHANGING: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (TOKEN, "eyJhbGciOi…"),
    (LINK, "MQ:1vB7rW:…"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:]+(\.\d+)?(Z|[+]00:00)"), "2026-11-29T09:00:00Z"),
    (
        re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        "0198c5a2-7f3e-7d21-9b1c-3f0e5a6b7c8d",
    ),
    (re.compile(r'("id": )\d+'), r"\g<1>1"),
    (re.compile(r'("(?:iat|auth_time)": )\d+'), r"\g<1>1795942800"),
    (re.compile(r'("exp": )\d+'), r"\g<1>1795943100"),
    (re.compile(r'("(?:user_id|sub)": )"\d+"'), r'\g<1>"1"'),
    (re.compile(r'("jti": )"[0-9a-f]{32}"'), r'\g<1>"7c9e6679f7e84e2cb5d14d3a1f0b2c3d"'),
    (re.compile(r'W/"[0-9a-f]+-[0-9a-f]{32}"'), 'W/"1c8bb9f-64859697ee96cd3d9cdc4af6c750ffd5"'),
    (re.compile(r"(_device=)[\w-]{22}"), r"\g<1>GsSzLjMKkCNMlg_4Wumk9A"),
    (re.compile(r'("code": )"[0-9A-HJKMNP-TV-Z]{6}"'), r'\g<1>"7K2Q4M"'),
    (
        re.compile(r'("request": ")[\w-]{43}|((?:_code|_provider|state|nonce|code_challenge)=)[\w-]{43}'),
        r"\1\2" + RANDOM,
    ),
    (re.compile(r"expires=[^;]+ GMT"), "expires=Sun, 13 Dec 2026 09:00:00 GMT"),
)
"""What is another each time, and how the page writes it."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, in the words of the page."""

    when: str
    query: str
    request: str | None
    content_type: str
    signed_in: bool
    cookie: str
    is_of_service: bool
    status: int
    code: str | None
    reason: str | None
    body: str
    headers: tuple[str, ...]


@dataclass
class Recorder:
    """What the endpoints below *prefix* answered, by method and path."""

    prefix: str = "/api/v1/"
    shown: Sequence[str] = SHOWN_HEADERS
    exchanges: dict[tuple[str, str], list[Exchange]] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def send(self, operation: str, when: str, sent: Mapping[str, Any] | None = None, **how: Any) -> Any:
        """The answer to *operation*, such as ``"POST token/"``, which is written down as what happens *when*."""
        answer = self.ask(operation, sent, **how)
        method, path = operation.split(" ")
        path, _, query = path.partition("?")
        how = {**how, "query": constant(query), "request": _request(sent, how)}
        self.exchanges.setdefault((method, named(path)), []).append(_exchange(when, answer, how, self.shown))
        return answer

    def ask(
        self,
        operation: str,
        sent: Mapping[str, Any] | None = None,
        *,
        token: str | None = None,
        cookie: str | None = None,
        headers: Mapping[str, str] = {},  # is read alone
        raw: bytes | None = None,
        content_type: str = "application/json",
    ) -> Any:
        """The same, and nothing is written down."""
        method, path = operation.split(" ")
        given = {"Host": "auth.example.com", **headers}
        if token is not None:
            given["Authorization"] = f"Bearer {token}"
        if cookie is not None:
            given["Cookie"] = cookie
        self.client.cookies.clear()
        call: Callable[..., Any] = self.client.generic
        data = raw if raw is not None else b"" if sent is None else json.dumps(sent).encode()
        with TestCase.captureOnCommitCallbacks(execute=True):
            path = path if path.startswith("/") else f"{self.prefix}{path}"
            return call(method, path, data, content_type, secure=True, headers=given, REMOTE_ADDR="203.0.113.7")


def last_link() -> str:
    """The token of the link in the mail that was sent last."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def named(path: str) -> str:
    """*path*, with the names that the OpenAPI description has for what stands for itself."""
    path = re.sub(r"(?<=identities/)[^/]+(?=/(?:token|link|start|callback)/)", "{provider}", path)
    return re.sub(r"(?:(?<=sessions/)|(?<=identities/))[0-9a-f-]{36}", "{id}", path)


def constant(text: str) -> str:
    """*text*, with the same word for whatever is another each time."""
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


def _exchange(when: str, answer: HttpResponse, how: Mapping[str, Any], shown: Sequence[str]) -> Exchange:
    body = _body(answer)
    told = body if isinstance(body, dict) else {}
    return Exchange(
        when=when,
        query=how["query"],
        request=how["request"],
        content_type=how.get("content_type", "application/json"),
        signed_in=how.get("token") is not None,
        cookie=constant(how.get("cookie") or ""),
        is_of_service="Authorization" in how.get("headers", {}),
        status=answer.status_code,
        code=told.get("code"),
        reason=told.get("reason"),
        body="" if body is None else _steady(constant(json.dumps(body, ensure_ascii=False))),
        headers=tuple(_headers(answer, shown)),
    )


def _request(sent: Mapping[str, Any] | None, how: Mapping[str, Any]) -> str | None:
    if sent is not None:
        return constant(json.dumps(sent, ensure_ascii=False))
    return constant(how["raw"].decode()) if how.get("content_type") == FORM else None


def _body(answer: HttpResponse) -> Any:
    if not answer.content:
        return None
    return answer.content.decode() if answer["Content-Type"] == "application/jwt" else json.loads(answer.content)


def _headers(answer: HttpResponse, shown: Sequence[str]) -> Iterable[str]:
    for name in shown:
        if name == "Set-Cookie":
            for morsel in answer.cookies.values():
                yield constant(f"{name}: {morsel.OutputString()}")
        elif name in answer.headers:
            value = constant(answer.headers[name])
            yield f"{name}: {_rounded(int(value)) if name == 'Retry-After' else value}"


def _steady(text: str) -> str:
    return re.sub(r"(?<=again in )\d+", lambda found: str(_rounded(int(found[0]))), text)


def _rounded(seconds: int) -> int:
    """*seconds* as they are, or ten minutes, as what is left of a window is another each time."""
    return seconds if seconds < 30 else 600
