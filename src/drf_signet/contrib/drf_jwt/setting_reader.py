"""
The dict ``JWT_AUTH`` as one dialect reads it: on use, checked, and anew when it changes.

A dialect is a dataclass with a field for each of its keys.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Final, get_type_hints

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from drf_signet.contrib.drf_jwt.keys import PrivateKey, PublicKey
from drf_signet.setting_types import fits, in_words

NAME: Final = "JWT_AUTH"
OLD_PACKAGE: Final = "rest_framework_jwt."
HANDLER: Final = "handler"
KEY: Final = "key"
KEYS: Final = "keys"

WORDS: Final[Mapping[str, str]] = {
    HANDLER: "a function or its dotted path",
    KEY: "a string, bytes or a key object",
    KEYS: "a string, bytes or a key object, or a dict or list of these",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the setting, ready to become a system check."""

    code: str
    message: str
    hint: str | None = None


def handler(path: str | None) -> Any:
    """A field that names a function: *path* is relative to the package of the dialect."""
    return field(default=None if path is None else OLD_PACKAGE + path, metadata={"is": HANDLER})


def key(*, several: bool, default: Callable[[], object] = lambda: None) -> Any:
    """A field that holds a key, or *several*. Its value is never shown."""
    return field(default_factory=default, repr=False, metadata={"is": KEYS if several else KEY})


def secret_key() -> str:
    """Django's own key, which signs unless another one is named."""
    return django_settings.SECRET_KEY


class SettingReader:
    """
    The settings in force, each an attribute: ``api_settings.JWT_ALGORITHM``.

    Functions are given as such, whether named by a path or not, and paths into the old package are paths into ours.
    """

    def __init__(self, dialect: type[Any], package: str, elsewhere: Mapping[str, str]) -> None:
        self._dialect = dialect
        self._package = package
        self._elsewhere = elsewhere
        self._values: dict[str, Any] = {}
        self._read: Any = None
        setting_changed.connect(self._forget)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("JWT_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name not in self._values:
            self._values[name] = self._value(name)
        return self._values[name]

    @property
    def user_settings(self) -> Any:
        """What the project says: a dict, if it is right."""
        given = getattr(django_settings, NAME, None)
        return {} if given is None else given

    def reload(self) -> None:
        """Read the settings anew on the next use, as is done by itself when they are overridden."""
        self._values.clear()
        self._read = None

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with names and types."""
        given = self.user_settings
        if not isinstance(given, Mapping):
            yield Problem("E002", f"{NAME} should be a dict, not {type(given).__name__}.")
            return
        known = {one.name: one for one in fields(self._dialect)}
        types = get_type_hints(self._dialect)
        for name, value in given.items():
            if name not in known:
                yield Problem("E001", f"{NAME}[{name!r}] is not a setting.", self._hint(name, known))
            elif not _is_right(value, known[name], types[name]):
                shown = repr(value) if known[name].repr else type(value).__name__
                words = _in_words(known[name], types[name])
                yield Problem("E002", f"{NAME}[{name!r}] should be {words}, not {shown}.")

    def handlers(self) -> Iterator[str]:
        """The names of the settings that name a function."""
        return (one.name for one in fields(self._dialect) if one.metadata.get("is") == HANDLER)

    def written(self, name: str) -> object:
        """The setting *name* as it is written: a path is not followed."""
        return getattr(self._checked(), name)

    def path(self, value: str) -> str:
        """Where the function is that *value* names: in ours, where it names the old package."""
        return f"{self._package}.{value.removeprefix(OLD_PACKAGE)}" if value.startswith(OLD_PACKAGE) else value

    def _value(self, name: str) -> Any:
        value = getattr(self._checked(), name)
        if isinstance(value, str) and name in self.handlers():
            return import_string(self.path(value))
        return tuple(value) if isinstance(value, list) else value

    def _checked(self) -> Any:
        if self._read is None:
            problems = list(self.problems())
            if problems:
                raise ImproperlyConfigured(" ".join(f"{one.message} {one.hint or ''}".strip() for one in problems))
            self._read = self._dialect(**self.user_settings)
        return self._read

    def _hint(self, name: object, known: Mapping[str, object]) -> str | None:
        if name in self._elsewhere:
            return self._elsewhere[str(name)]
        close = difflib.get_close_matches(str(name).strip().upper(), known, n=1)
        return f"Did you mean {close[0]!r}?" if close else None

    def _forget(self, *, setting: str, **kwargs: object) -> None:
        if setting in (NAME, "SECRET_KEY"):
            self.reload()


def _is_right(value: object, one: Field[Any], annotation: Any) -> bool:
    kind = one.metadata.get("is")
    if value is None and kind is not None:
        return kind != HANDLER or one.default is None
    if kind == HANDLER:
        return isinstance(value, str) or callable(value)
    if kind == KEYS and isinstance(value, Mapping):
        return bool(value) and all(isinstance(name, str) and _is_key(each) for name, each in value.items())
    if kind == KEYS and isinstance(value, list | tuple):
        return bool(value) and all(map(_is_key, value))
    return _is_key(value) if kind is not None else fits(value, annotation)


def _is_key(value: object) -> bool:
    return isinstance(value, str | bytes | PrivateKey | PublicKey)


def _in_words(one: Field[Any], annotation: Any) -> str:
    kind = one.metadata.get("is")
    if kind is None:
        return in_words(annotation)
    return WORDS[kind] + (" or None" if _is_right(None, one, annotation) else "")
