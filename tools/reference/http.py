"""The page of HTTP: every operation that the OpenAPI description has, with answers that a service gave just now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from drf_signet.sessions.browser.cookies import refresh_cookie
from tools.reference.http_recorder import Exchange, Recorder
from tools.reference.http_service import seen
from tools.reference.http_words import FIELDS, HEAD, INTRODUCTIONS, MOUNTS, STARTS, TAGS, WITHOUT_SESSIONS
from tools.reference.page import MissingError, cell, code_links, table, wrapped

PREFIX: Final = "/api/v1/"
COOKIE: Final = "cookie"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one path, with what the OpenAPI *document* says of it."""

    method: str
    path: str
    told: Mapping[str, Any]
    document: Mapping[str, Any]
    title: str

    @property
    def tag(self) -> str:
        """The group on this page: a project mounts tiers, whatever the service calls its topics."""
        return next((tag for start, tag in STARTS.items() if self.path.startswith(start)), self.path.split("/")[0])

    def shape(self, content: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """The component that is the body, and whether the body is a list of them."""
        kinds: list[Mapping[str, Any]] = list(content.get("content", {}).values())
        schema = kinds[0].get("schema", {}) if kinds else {}
        many = schema.get("type") == "array"
        name = (schema.get("items", {}) if many else schema).get("$ref", "").rpartition("/")[2]
        return self.document["components"]["schemas"].get(name, {}), many

    @property
    def who(self) -> str:
        """The clients that may call it."""
        cookies = {one["name"] for one in self.told.get("parameters", ()) if one["in"] == COOKIE}
        if refresh_cookie().name in cookies:
            return "A browser that holds the cookie of the refresh token."
        if any(one["name"] == "Authorization" for one in self.told.get("parameters", ())):
            return "A service that `SERVICES` names: `Authorization: Basic …`, or its id and secret in the body."
        if "security" in self.told and {} not in self.told["security"]:
            return "A user who is signed in: `Authorization: Bearer ACCESS_TOKEN`."
        fields = self.shape(self.told.get("requestBody", {}))[0].get("properties", {})
        holders = {"refresh": "a refresh token", "token": "the token"}
        held = next((words for name, words in holders.items() if name in fields), None)
        if held is None and cookies:
            return "A browser that holds the cookie of its request for a code."
        return f"Anyone who holds {held}. No header is needed." if held else "Anyone. No header is needed."


def operations(document: Mapping[str, Any], suffix: str = "") -> list[Operation]:
    """Those of *document*; *suffix* keeps the headings of one tier apart from those of another."""
    return [
        Operation(
            method.upper(), short := path.removeprefix(PREFIX), told, document, f"{method.upper()} {short}{suffix}"
        )
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def http_page(note: str) -> str:
    """The page. Raises `MissingError` for an operation or a field of which it can't tell enough."""
    known = seen()
    service = _in_order(operations(known.document), known.service)
    core = _in_order(operations(known.core_document, " without sessions"), known.core)
    parts = [HEAD.format(note=note), *_overview(service), ""]
    for tag in TAGS:
        parts += [f"## {INTRODUCTIONS[tag][0]}", "", INTRODUCTIONS[tag][1], ""]
        for one in (each for each in service if each.tag == tag):
            parts += _operation(one, known.service.exchanges.get((one.method, one.path), []))
    parts += [WITHOUT_SESSIONS]
    for one in core:
        parts += _operation(one, known.core.exchanges.get((one.method, one.path), []))
    for name, recorder in (("documents", known.documents), ("health", known.health)):
        parts += [INTRODUCTIONS[name][1]]
        for (method, path), exchanges in recorder.exchanges.items():
            parts += [f"### {method} {path}", "", *_answers(exchanges), ""]
    parts += [INTRODUCTIONS["everywhere"][1], *_answers(_flat(known.everywhere)), ""]
    return "\n".join(parts)


def _in_order(found: Sequence[Operation], recorder: Recorder) -> list[Operation]:
    """*found*, in the order in which they were sent. Raises `MissingError` for one that wasn't."""
    order = list(recorder.exchanges)
    for one in found:
        if not any(each.status < 400 for each in recorder.exchanges.get((one.method, one.path), ())):
            raise MissingError(
                f"{one.method} {one.path} has no example of success: send it in tools/reference/http_exchanges.py or "
                "door_exchanges.py."
            )
    return sorted(found, key=lambda one: (TAGS.index(one.tag), order.index((one.method, one.path))))


def _flat(recorder: Recorder) -> list[Exchange]:
    return [one for exchanges in recorder.exchanges.values() for one in exchanges]


def _overview(found: Sequence[Operation]) -> Iterator[str]:
    rows = [
        (f"[{one.method} `{one.path}`](#{anchor(one.title)})", one.told["summary"], MOUNTS[one.tag]) for one in found
    ]
    yield from table(("Operation", "What it does", "In your project: `include(…)`"), rows)


def anchor(title: str) -> str:
    """The anchor that the heading *title* gets, on GitHub and on the site."""
    return "".join(one for one in title.lower().replace(" ", "-") if one.isalnum() or one in "-_")


def _operation(one: Operation, exchanges: Sequence[Exchange]) -> Iterator[str]:
    yield from (f"### {one.title}", "", *wrapped(f"**{one.told['summary']}.** {_description(one)}".strip()), "")
    yield from (f"**Who may call it:** {one.who}", "")
    shape, _ = one.shape(one.told.get("requestBody", {}))
    if shape.get("properties"):
        yield from table(("Request field", "Type", "Required", "Meaning"), _fields(shape, is_answer=False))
        yield ""
    yield from _example(one, exchanges)
    for status, told in one.told["responses"].items():
        answered, many = one.shape(told)
        if status.startswith("2") and answered.get("properties"):
            yield from table(
                (f"Field of the {'list' if many else 'answer'}", "Type", "Meaning"), _answer_fields(answered)
            )
            yield ""
    yield from _answers(exchanges, _shown_above(exchanges))
    seen = {each.status for each in exchanges}
    rest = sorted(status for status in one.told["responses"] if int(status) not in seen)
    if rest:
        yield from ("", f"Also {', '.join(rest)}, as for [every operation](#answers-of-every-operation).")
    yield ""


def _description(one: Operation) -> str:
    told = " ".join(str(one.told.get("description", "")).split())
    rest = re.sub(f"^{one.told['summary']}[.:]", "", told).strip()
    return rest[:1].upper() + rest[1:]


def _example(one: Operation, exchanges: Sequence[Exchange]) -> Iterator[str]:
    good = _shown_above(exchanges)
    yield from (
        "```http",
        f"{one.method} {PREFIX}{filled(one.path)}{good.query and f'?{good.query}'} HTTP/1.1",
    )
    yield "Host: auth.example.com"
    if good.signed_in:
        yield "Authorization: Bearer eyJhbGciOi…"
    if good.is_of_service:
        yield "Authorization: Basic b3JkZXJzOmEt…"
    if good.cookie:
        yield f"Cookie: {good.cookie}"
    if good.request is not None:
        yield from (f"Content-Type: {good.content_type}", "", good.request)
    yield from ("```", "", "```http", f"HTTP/1.1 {good.status} {HTTPStatus(good.status).phrase}", *good.headers)
    if good.body:
        shown = json.loads(good.body)
        is_text = isinstance(shown, str)
        yield f"Content-Type: application/{'jwt' if is_text else 'json'}"
        yield from ("", shown if is_text else json.dumps(shown, indent=2, ensure_ascii=False))
    yield from ("```", "")


def filled(path: str) -> str:
    """*path*, with an example of what it names."""
    return path.replace("{id}", "0198c5a2-7f3e-7d21-9b1c-3f0e5a6b7c8d").replace("{provider}", "google")


def _shown_above(exchanges: Sequence[Exchange]) -> Exchange:
    return next(each for each in exchanges if each.status < 400)


def _answers(exchanges: Sequence[Exchange], above: Exchange | None = None) -> Iterator[str]:
    rows = [
        (str(one.status), code_links(one.code, one.reason), one.when, "as above" if one is above else _shown(one))
        for one in sorted(exchanges, key=lambda each: each.status)
    ]
    yield from table(("Status", "`code`", "When", "Body and headers"), rows)


def _shown(one: Exchange) -> str:
    lines = ([one.body] if one.body else ["no body"]) + list(one.headers)
    return "<br>".join(line if line == "no body" else cell(line) for line in lines)


def _fields(shape: Mapping[str, Any], *, is_answer: bool) -> Iterator[tuple[str, ...]]:
    for name, told in shape["properties"].items():
        required = "yes" if name in shape.get("required", ()) else "no"
        meaning = told.get("description") or FIELDS.get(name)
        if meaning is None:
            raise MissingError(f"Say what the field {name} means: with help_text, or in tools/reference/http_words.py.")
        kind = _kind(told)
        yield (f"`{name}`", kind, meaning) if is_answer else (f"`{name}`", kind, required, meaning)


def _answer_fields(shape: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    return _fields(shape, is_answer=True)


def _kind(told: Mapping[str, Any]) -> str:
    words = [
        {"date-time": "time (ISO 8601)", "uuid": "UUID", "email": "e-mail address"}.get(
            told.get("format", ""), told.get("type", "any")
        )
    ]
    if "maxLength" in told and told.get("format") != "email":
        words.append(f"at most {told['maxLength']:,} characters")
    if told.get("nullable"):
        words.append("or null")
    return ", ".join(words)
