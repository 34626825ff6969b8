"""Requirements of Simple JWT in ``pyproject.toml`` and ``Pipfile``."""

from __future__ import annotations

import tomllib
from typing import Final

import tomlkit
from packaging.utils import canonicalize_name
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item, Key, SingleKey, String, Table

from drf_signet_compat.migrate import requirement
from drf_signet_compat.migrate.names import OLD_DISTRIBUTION
from drf_signet_compat.migrate.sources import UnreadableError

LISTS: Final = ("dependencies", "requires", "dependency-groups", "extras", "packages")
"""How a key ends below which requirements stand."""

ANY_VERSION: Final = "*"
_DROPPED: Final = frozenset({"version", "extras", "git", "ref", "rev", "branch", "tag", "url", "path", "file"})
"""What says which Simple JWT is meant. Anything else about the entry is for a person to carry over."""


def changed(text: str) -> str:
    """The file with our distributions in place of Simple JWT. Raises `UnreadableError` where that can't be done."""
    try:
        tomllib.loads(text)
        document = tomlkit.parse(text)
        if document.as_string() != text:
            raise UnreadableError("it can't be written again as it is")
        _change(document, is_listed=False)
        after = document.as_string()
        tomllib.loads(after)
    except RecursionError as error:
        raise UnreadableError("its tables are nested too deeply") from error
    except (ValueError, TOMLKitError) as error:
        raise UnreadableError(f"it is no TOML that Python reads ({str(error)[:100]})") from error
    return after


def _change(container: Container, *, is_listed: bool) -> None:
    for key, item in container.body:
        below = is_listed or (key is not None and key.key.endswith(LISTS))
        match item:
            case Array() if below:
                _change_list(item)
            case Table() | InlineTable():
                _change(item.value, is_listed=below)
            case AoT():
                for table in item.body:
                    _change(table.value, is_listed=below)
            case _:
                pass
    if is_listed:
        _change_table(container)


def _change_list(array: Array) -> None:
    """Strings that are requirements, as in PEP 621 and PEP 735. The new ones get the quotes of the old one."""
    missing = requirement.missing(one for one in array if isinstance(one, str))
    while (place := next((place for place, one in enumerate(array) if _requires(one)), None)) is not None:
        old = array[place]
        entries = [_quoted_like(old, one) for one in requirement.instead(old, missing)]
        if not entries:
            del array[place]
            continue
        array[place] = entries[0]
        for following, entry in enumerate(entries[1:], start=place + 1):
            array.insert(following, entry)
    if tomllib.loads(f"it = {array.as_string()}")["it"] != array.unwrap():
        raise UnreadableError("one of its lists has a form that can't be added to")


def _requires(item: object) -> bool:
    return isinstance(item, str) and requirement.is_simple_jwt(item)


def _quoted_like(old: String, text: str) -> String:
    return tomlkit.string(text, literal=old.as_string().startswith("'"))


def _change_table(container: Container) -> None:
    """A key for each distribution, as Poetry and Pipenv have them."""
    names = [canonicalize_name(key.key) for key, _ in container.body if key is not None]
    missing = requirement.missing(names)
    for place, (key, item) in enumerate(container.body):
        if key is None or canonicalize_name(key.key) != OLD_DISTRIBUTION:
            continue
        if isinstance(item, String) or (isinstance(item, InlineTable) and _DROPPED.issuperset(item)):
            entries = [_entry(name, key, item) for name in missing]
            for _, earlier in entries[:-1]:
                earlier.trivia.trail = item.trivia.trail or "\n"
            for _, later in entries[1:]:
                later.trivia.comment_ws = later.trivia.comment = ""
            container.body[place : place + 1] = entries
            return


def _entry(name: str, key: Key, old: Item) -> tuple[Key, Item]:
    new = tomlkit.string(ANY_VERSION)
    new.trivia.indent, new.trivia.trail = old.trivia.indent, old.trivia.trail
    new.trivia.comment_ws, new.trivia.comment = old.trivia.comment_ws, old.trivia.comment
    written = key.as_string()
    return SingleKey(name, sep=written[len(written.rstrip()) :] + key.sep), new
