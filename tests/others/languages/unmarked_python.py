"""Looks through Python for texts that a visitor can see and no catalogue can translate, by the syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

FOR_OPERATORS: Final = re.compile(
    r"(^|/)(management|migrations|migrate|http_server|databases|live|metrics)/|checks?\.py$|(^|/)(schema|doctor|cli|environment)\.py$"
)
"""Files whose texts are for people who run a service, or for OpenAPI: these stay in English."""

SAID_BY_NAME: Final = frozenset(
    (
        *("button", "default_detail", "default_message", "description", "detail", "done", "empty_value_display"),
        *("help_text", "label", "lead", "message", "onward", "short_description", "site_header", "site_title", "title"),
        *("verbose_name", "verbose_name_plural", "violation_error_message"),
    )
)
"""Keyword arguments, and attributes of classes, that hold a text for people."""

SAID_BY_CODE: Final = frozenset(("default_error_messages", "error_messages"))
"""The same for dicts of such texts by their codes."""

SAID_UNDER: Final = frozenset(("detail", "message"))
"""Keys of a body that hold such a text."""

SAID_AT: Final[Mapping[str, int]] = {
    "ErrorDetail": 0,
    "Http404": 0,
    "Mistake": 2,
    "ValidationError": 0,
    "message_user": 1,
}
"""Which argument of a call is such a text. Of each exception whose name ends with one of `ENDINGS`, it is the first."""

ENDINGS: Final = re.compile(r"(Refused|Failed|Denied|InvalidToken|NotFound|APIException)\Z")

WORDS: Final = re.compile(r"[A-Za-z]{2}")
NO_WORDS: Final = re.compile(r"(?:[a-z]+_[a-z_]+|Signet|API|JWT|Simple JWT)\Z")
"""A code, or a name that is the same in every language."""


def unmarked_in_python(source: str, name: str) -> Iterator[str]:
    """``NAME:LINE: TEXT`` for each text in *source*, a module, that is shown and isn't marked."""
    if FOR_OPERATORS.search(name):
        return
    is_of_models = name.endswith("/models.py")
    for node in ast.walk(ast.parse(source)):
        for shown in _shown_by(node, is_of_models=is_of_models):
            for text in _literals(shown):
                if is_in_words(text):
                    yield f"{name}:{shown.lineno}: {text}"


def is_in_words(text: str) -> bool:
    """Whether *text* is in some language."""
    return bool(WORDS.search(text)) and not NO_WORDS.match(text)


def _shown_by(node: ast.AST, *, is_of_models: bool) -> Iterator[ast.expr]:
    match node:
        case ast.Call():
            yield from _shown_by_call(node, is_of_models=is_of_models)
        case ast.ClassDef():
            yield from _shown_by_class(node)
        case ast.Dict():
            yield from _shown_by_dict(node, SAID_UNDER.__contains__)
        case ast.Assign(targets=[ast.Attribute(attr=name), *_], value=value) if name in SAID_BY_NAME:
            yield value
        case ast.FunctionDef(decorator_list=decorators) if any(map(_is_display, decorators)):
            yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)
        case _:
            return


def _shown_by_call(node: ast.Call, *, is_of_models: bool) -> Iterator[ast.expr]:
    called = _name_of(node.func)
    for keyword in node.keywords:
        yield from _shown_as(keyword.arg or "", keyword.value)
    place = SAID_AT.get(called, 0 if ENDINGS.search(called) or (is_of_models and called.endswith("Field")) else -1)
    yield from node.args[place : place + 1] if place >= 0 else ()


def _shown_by_class(node: ast.ClassDef) -> Iterator[ast.expr]:
    has_choices = any(_name_of(base).endswith("Choices") for base in node.bases)
    for one in node.body:
        match one:
            case ast.Assign(targets=[ast.Name(id="label")]):
                continue  # that of an app is a name for programs
            case ast.Assign(targets=[ast.Name()], value=ast.Tuple(elts=[*_, text])) if has_choices:
                yield text
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield from _shown_as(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield from _shown_as(name, value)
            case _:
                continue


def _shown_as(name: str, value: ast.expr) -> Iterator[ast.expr]:
    if name in SAID_BY_NAME:
        yield value
    elif name in SAID_BY_CODE and isinstance(value, ast.Dict):
        yield from _shown_by_dict(value, lambda key: True)


def _shown_by_dict(node: ast.Dict, is_shown: Callable[[object], bool]) -> Iterator[ast.expr]:
    for key, value in zip(node.keys, node.values, strict=True):
        if is_shown(getattr(key, "value", None)):
            yield value


def _literals(shown: ast.expr) -> Iterator[str]:
    """What is written in *shown* itself, and not handed to a function that marks it."""
    match shown:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in parts)
        case ast.List(elts=several) | ast.Tuple(elts=several) | ast.Dict(values=several):
            yield from (text for one in several for text in _literals(one))
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            yield from (*_literals(one), *_literals(other))
        case _:
            return


def _is_display(decorator: ast.expr) -> bool:
    """Whether it makes a column of the admin of a function."""
    return isinstance(decorator, ast.Call) and _name_of(decorator.func) == "display"


def _name_of(called: ast.expr) -> str:
    return str(getattr(called, "attr", getattr(called, "id", "")))
