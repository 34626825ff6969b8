"""The strings of a Python file that are dotted paths of Simple JWT, as settings and ``mock.patch`` take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst
from libcst import matchers as m

from drf_signet_compat.migrate.names import DISTRIBUTION, NEW, OLD, is_app, is_dotted_path
from drf_signet_compat.migrate.trees import Finding, walk

MODULE_TAKERS: Final = frozenset(
    {
        *("append", "count", "extend", "index", "insert", "remove"),
        *("__import__", "find_spec", "import_module", "import_string", "importorskip", "is_installed", "patch"),
    }
)
"""Functions whose argument is the name of an app or module."""

LOGGER: Final = f'says "{OLD}": right for a logger or a label, wrong as part of an app\'s name'
ASKED_FOR: Final = "asks for Simple JWT by the name that it is installed by"
UNUSUAL: Final = f"has {OLD} in a string that is no plain dotted path"

_APPS: Final = m.Name("INSTALLED_APPS") | m.Attribute(attr=m.Name("INSTALLED_APPS"))
_ASKS: Final = m.Comparison(comparisons=[m.ComparisonTarget(m.In() | m.NotIn(), _APPS)])
_EXPORTS: Final = m.Assign(targets=[m.ZeroOrMore(), m.AssignTarget(m.Name("__all__")), m.ZeroOrMore()])


def find(module: cst.Module, *, keep_apps: bool = False) -> Iterator[Finding]:
    """The strings to change or to look at. With *keep_apps*, apps go on being called what other packages look for."""
    apps = set(_app_names(module))
    asked = {one.value for node in walk(module) if isinstance(node, cst.Call) for one in node.args if not one.keyword}
    seen: set[cst.CSTNode] = set()
    for node in walk(module):
        match node:
            case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString() | cst.FormattedString() as prose):
                seen.update(walk(prose))
            case cst.FormattedStringText(value=text) if OLD in text and node not in seen:
                yield node, UNUSUAL
            case cst.BaseExpression() if node not in seen and (pieces := _pieces(node)):
                seen.update(walk(node))
                text = "".join(str(piece.evaluated_value) for piece in pieces)
                if node in asked and DISTRIBUTION.fullmatch(text):
                    yield node, ASKED_FOR
                if OLD in text and not (keep_apps and is_app(text) and (text != OLD or node in apps)):
                    yield _finding(node, pieces, text, is_app_name=node in apps)
            case _:
                pass


def _finding(node: cst.CSTNode, pieces: list[cst.SimpleString], text: str, *, is_app_name: bool) -> Finding:
    written = [piece for piece in pieces if OLD in piece.value]
    if len(written) == 1 and (is_dotted_path(text) or (text == OLD and is_app_name)):
        return written[0], written[0].with_changes(value=written[0].value.replace(OLD, NEW))
    return node, LOGGER if text == OLD else UNUSUAL


def _pieces(node: cst.CSTNode) -> list[cst.SimpleString] | None:
    """The strings that *node* puts together by standing beside each other or by ``+``; None where it isn't that."""
    match node:
        case cst.SimpleString():
            return [node] if isinstance(node.evaluated_value, str) else None
        case (
            cst.ConcatenatedString(left=left, right=right)
            | cst.BinaryOperation(left=left, operator=cst.Add(), right=right)
        ):
            last = _pieces(right)
            first = _pieces(left) if last else None
            return first + last if first and last else None
        case _:
            return None


def _app_names(module: cst.Module) -> Iterator[cst.CSTNode]:
    """What stands where the bare name is a package: in a list, or as an argument of who takes a module's name."""
    exported = {node.value for node in walk(module) if isinstance(node, cst.Assign) and m.matches(node, _EXPORTS)}
    for node in walk(module):
        match node:
            case cst.List(elements=elements) | cst.Tuple(elements=elements) | cst.Set(elements=elements):
                yield from (element.value for element in elements if node not in exported)
            case cst.Comparison(left=name) if m.matches(node, _ASKS):
                yield name
            case cst.DictElement(key=cst.SimpleString(evaluated_value="append" | "prepend" | "remove"), value=value):
                yield value  # what modify_settings() takes
            case cst.Call(func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)), args=arguments):
                yield from (one.value for one in arguments if name in MODULE_TAKERS and not one.keyword)
            case _:
                pass
