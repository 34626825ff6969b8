"""What the rules in the modules of checks say, read from their source: ids, messages, hints, and settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

from tools.reference.page import one_line
from tools.reference.sources import Field, documented_fields, settings_file

HEADS: Final = re.compile(r"(?s)([EW]\d{3})(?: and ([EW]\d{3}))?: (.*)")
ABOUT: Final = {"W066": "REFRESH_COOKIE_"}
"""How the settings begin that a check is about, where its code mentions others as well."""

ALSO: Final[Mapping[str, set[str]]] = {"E004": {"SIGNING_KEY", "VERIFYING_KEY"}, "E015": {"THROTTLE_RATES"}}
"""The settings that a check is about, where another module looks at them for it."""

KINDS: Final = frozenset({"Error", "Warning"})


@dataclass
class Told:
    """One id: what is wrong, in the words of the docstring, and what the check prints."""

    number: str
    wrong: str
    messages: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    settings: set[str] = field(default_factory=set)


def told_in(source: Path, names: Iterable[str]) -> list[Told]:
    """The checks of the modules *names* below *source*, by their numbers; two rules of one number are two."""
    return sorted((one for name in names for one in _of_module(source / name)), key=lambda one: one.number)


def _of_module(path: Path) -> Iterator[Told]:
    tree = ast.parse(path.read_text())
    constants = {target.id: node.value for node in tree.body for target in _targets(node) if isinstance(node, Assigned)}
    known = {one.name for one, _ in setting_fields()}
    for node in tree.body:
        found = HEADS.match(ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else None
        if found is None:
            continue
        numbers = [number for number in found.groups()[:2] if number]
        texts = found[3].split("; ") if len(numbers) > 1 else [found[3]]
        for number, text in zip(numbers, texts, strict=True):
            told = Told(number, one_line(text[0].upper() + text[1:]))
            told.settings = _settings_in(node, constants, known) | _imported(node, path, known)
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS:
                    _take(call, told, constants)
            told.settings |= {name for text in told.messages for name in re.findall(r"\w+", text) if name in known}
            told.settings |= ALSO.get(number, set()) if "simplejwt" not in path.parts else set()
            if prefix := ABOUT.get(number):
                told.settings = {name for name in told.settings if name.startswith(prefix)}
            yield told


Assigned = ast.Assign | ast.AnnAssign


def _targets(node: ast.stmt) -> list[ast.Name]:
    found = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one for one in found if isinstance(one, ast.Name)]


def setting_fields() -> list[tuple[Field, str]]:
    """The settings, with their docstrings."""
    return list(documented_fields(settings_file(), "Settings"))


def _settings_in(node: ast.AST, constants: Mapping[str, ast.expr | None], known: set[str]) -> set[str]:
    found: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and one.attr in known:
            found.add(one.attr)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            found |= known & set(re.findall(r"\w+", one.value) if len(one.value) < LONGEST_NAME else ())
        elif isinstance(one, ast.Name) and (value := constants.get(one.id)) is not None:
            found |= known & {leaf.value for leaf in ast.walk(value) if isinstance(leaf, ast.Constant)}
    return found


LONGEST_NAME: Final = 60
"""Characters: what is longer is a hint, which names settings that the check isn't about."""


def _imported(node: ast.AST, path: Path, known: set[str]) -> set[str]:
    """The settings that a constant of another module names, which the rule uses."""
    module = import_module(".".join(_dotted(path)))
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one.id.isupper()}
    return {leaf for name in names for leaf in _leaves(getattr(module, name, None)) if leaf in known}


def _dotted(path: Path) -> list[str]:
    parts = path.with_suffix("").parts
    return list(parts[max(index for index, part in enumerate(parts) if part == "src") + 1 :])


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (leaf for pair in value.items() for one in pair for leaf in _leaves(one))
    elif isinstance(value, tuple | list | set | frozenset):
        yield from (leaf for one in value for leaf in _leaves(one))


def _take(call: ast.Call, told: Told, constants: Mapping[str, ast.expr | None]) -> None:
    given = {one.arg: one.value for one in call.keywords}
    number = given.get("id")
    if isinstance(number, ast.Constant) and not str(number.value).endswith(told.number):
        return
    for value, texts in ((call.args[0] if call.args else None, told.messages), (given.get("hint"), told.hints)):
        text = _written(value, constants)
        if text and re.search("[a-z]{3}", text) and text not in texts:
            texts.append(text)


def _written(value: ast.expr | None, constants: Mapping[str, ast.expr | None]) -> str:
    """The text of *value*, with … in place of what is known only when the check runs."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_written(part, constants) or "…" for part in parts)
        case ast.FormattedValue(value=ast.Name(id="NAME")):
            return "SIGNET"
        case ast.Name(id=name) | ast.FormattedValue(value=ast.Name(id=name)) if name.isupper():
            return _written(constants.get(name), constants)
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            texts = [_written(each, constants) for each in (one, other)]
            return "".join(texts) if isinstance(value, ast.BinOp) else max(texts, key=len)
    return ""
