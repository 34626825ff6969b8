"""
Requirements of Simple JWT in ``pyproject.toml`` and ``Pipfile``.

A change is tried, and taken only if the file then says the same as before but for one requirement.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from drf_signet_compat.migrate import requirement_lines
from drf_signet_compat.migrate.edits import Edit, edited
from drf_signet_compat.migrate.names import DISTRIBUTION, NEW_DISTRIBUTION
from drf_signet_compat.migrate.sources import UnreadableError

Path = tuple[str, ...]

LISTS: Final = ("dependencies", "requires", "dependency-groups", "extras", "packages")
"""How a key ends below which requirements stand."""

_STRING: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_ENTRY: Final = re.compile(
    rf"(?m)^[ \t]*(?P<entry>(?:\"{DISTRIBUTION}\"|'{DISTRIBUTION}'|{DISTRIBUTION})"
    r"[ \t]*=[ \t]*(?P<value>\"[^\"\n]*\"|'[^'\n]*'|\{[^\n]*\}))[ \t]*(?:#[^\n]*)?\r?$"
)
_DROPPED: Final = frozenset({"version", "extras", "git", "ref", "rev", "branch", "tag", "url", "path", "file"})
"""What says which Simple JWT is meant. Anything else about the entry is for a person to carry over."""


def find(text: str) -> list[Edit]:
    """The edits of a TOML file. Raises `UnreadableError` if it is none, or nested too deeply to be compared."""
    try:
        return _found(text)
    except RecursionError as error:
        raise UnreadableError("its tables are nested too deeply") from error


def _found(text: str) -> list[Edit]:
    before = _parsed(text)
    edits: list[Edit] = []
    for choices in (*_in_tables(text), *_in_lists(text)):
        free = [one for one in choices if not any(one.start < other.end and other.start < one.end for other in edits)]
        good = (edit for edit in free if _is_a_requirement(before, edited(text, [edit])))
        edits.extend(islice(good, 1))
    return edits


def _in_lists(text: str) -> Iterator[list[Edit]]:
    for found in _STRING.finditer(text):
        place = requirement_lines.in_string(found.group()[1:-1])
        if place:
            start = found.start() + 1
            yield [*_whole_line(text, found), Edit(start + place[0], start + place[1], NEW_DISTRIBUTION)]


def _in_tables(text: str) -> Iterator[list[Edit]]:
    for found in _ENTRY.finditer(text):
        value = _parsed(f"value = {found['value']}")["value"]
        if isinstance(value, str) or _DROPPED.issuperset(value):
            yield [*_whole_line(text, found), Edit(*found.span("entry"), f'{NEW_DISTRIBUTION} = "*"')]


def _whole_line(text: str, found: re.Match[str]) -> list[Edit]:
    """The edit that takes the line away, if there is nothing else in it."""
    start = text.rfind("\n", 0, found.start()) + 1
    newline = text.find("\n", found.end())
    end = len(text) if newline < 0 else newline + 1
    rest = text[found.end() : end].partition("#")[0]
    alone = not text[start : found.start()].strip() and rest.strip() in {"", ","}
    return [Edit(start, end, "")] if alone else []


def _is_a_requirement(before: dict[str, Any], text: str) -> bool:
    """Whether *text* says what *before* says but for one requirement, which it has in the old one's place."""
    try:
        after = _parsed(text)
    except UnreadableError:
        return False
    path, old, new = _difference(before, after, ())
    if not any(part.endswith(LISTS) for part in path):
        return False
    if isinstance(old, list) and isinstance(new, list):
        return len(old) - 1 == len(new) and any(_is_new(one) for one in new)
    if isinstance(old, dict) and isinstance(new, dict):
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        same = all(old[key] == new[key] for key in old.keys() & new.keys())
        has_it = any(map(_is_new, new)) if not come else come == {NEW_DISTRIBUTION} and new[NEW_DISTRIBUTION] == "*"
        return same and len(gone) == 1 and has_it
    return isinstance(old, str) and _is_new(new)


def _difference(old: Any, new: Any, path: Path) -> tuple[Path, Any, Any]:
    """The innermost place where the two differ, and what is there."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        pairs = [(key, old[key], new[key]) for key in old if old[key] != new[key]]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(str(index), *pair) for index, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    else:
        return path, old, new
    return _difference(pairs[0][1], pairs[0][2], (*path, pairs[0][0])) if len(pairs) == 1 else (path, None, None)


def _is_new(requirement: object) -> bool:
    return isinstance(requirement, str) and re.match(r"\s*drf[-_.]+signet(?![\w.-])", requirement.lower()) is not None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is no TOML that Python reads ({str(error)[:100]})") from error
