"""
What a key of ``JWT_AUTH`` may hold, and what is made of it, where its annotation alone doesn't say so.

The old packages only test whether a switch or a name is true, so projects may have values of other types there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field
from functools import partial
from typing import Any, Final

from drf_signet.setting_types import fits, in_words
from drf_signet_compat.drf_jwt.keys import PrivateKey, PublicKey
from drf_signet_compat.drf_jwt.names import THEIRS

OLD_PACKAGE: Final = f"{THEIRS}."
SITES: Final = ("Strict", "Lax", "None")


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a setting takes, in words and as a question, and how one is read."""

    words: str
    takes: Callable[[Any], bool]
    read: Callable[[Any], Any]


def handler(path: str) -> Any:
    """A field that names a function: *path* is relative to the package of the dialect."""
    return field(default=OLD_PACKAGE + path, metadata={"kind": HANDLER})


def handler_or_none() -> Any:
    """A field that may name a function."""
    return field(default=None, metadata={"kind": HANDLER_OR_NONE})


def key(*, several: bool, default: Callable[[], object] = lambda: None) -> Any:
    """A field that holds a key, or *several*. Its value is never shown."""
    return field(default_factory=default, repr=False, metadata={"kind": KEYS if several else KEY})


def switch(*, default: bool) -> Any:
    """A field that is on or off."""
    return field(default=default, metadata={"kind": SWITCH})


def text_or_none(default: str | None = None) -> Any:
    """A field with a text that may be missing."""
    return field(default=default, metadata={"kind": TEXT_OR_NONE})


def same_site() -> Any:
    """A field for the ``SameSite`` of a cookie."""
    return field(default="Lax", metadata={"kind": SAME_SITE})


def kind_of(one: Field[Any], annotation: Any) -> Kind:
    """The kind of the field *one*: its own, or that of its *annotation*."""
    own: Kind | None = one.metadata.get("kind")
    return own or Kind(in_words(annotation), partial(fits, annotation=annotation), _list_as_tuple)


def _as_it_is(value: Any) -> Any:
    return value


def _or_none(value: Any) -> Any:
    return value or None


def _list_as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_handler(value: object) -> bool:
    return isinstance(value, str) or callable(value)


def _is_key(value: object) -> bool:
    return value is None or isinstance(value, str | bytes | PrivateKey | PublicKey)


def _is_key_or_several(value: object) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(isinstance(name, str) and _is_one_key(each) for name, each in value.items())
    if isinstance(value, list | tuple):
        return bool(value) and all(map(_is_one_key, value))
    return _is_key(value)


def _is_one_key(value: object) -> bool:
    return value is not None and _is_key(value)


def _is_switch(value: object) -> bool:
    # Not a text, which is on whatever it says, "False" as well; nor None, with which JWT_VERIFY is off in 1.x only.
    return isinstance(value, int)


def _is_same_site(value: object) -> bool:
    return not value or (isinstance(value, str) and value.capitalize() in SITES)


HANDLER: Final = Kind("a function or its dotted path", _is_handler, _as_it_is)
HANDLER_OR_NONE: Final = Kind(f"{HANDLER.words} or None", lambda value: value is None or _is_handler(value), _as_it_is)
KEY: Final = Kind("a string, bytes or a key object or None", _is_key, _as_it_is)
KEYS: Final = Kind(
    "a string, bytes or a key object, or a dict or list of these or None", _is_key_or_several, _list_as_tuple
)
SWITCH: Final = Kind(in_words(bool), _is_switch, bool)
TEXT_OR_NONE: Final = Kind(in_words(str | None), lambda value: not value or isinstance(value, str), _or_none)
SAME_SITE: Final = Kind(f"one of {', '.join(map(repr, SITES))} or None", _is_same_site, _or_none)
HANDLERS: Final = (HANDLER, HANDLER_OR_NONE)
