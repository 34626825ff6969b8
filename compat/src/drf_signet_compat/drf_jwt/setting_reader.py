"""
The dict ``JWT_AUTH`` as one dialect reads it: on use, checked, and anew when it changes.

A dialect is a dataclass with a field for each of its keys. Other keys are a project's own, and left alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, get_type_hints

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from drf_signet.conf import read_elsewhere
from drf_signet_compat.drf_jwt.setting_kinds import HANDLERS, OLD_PACKAGE, Kind, kind_of

NAME: Final = "JWT_AUTH"
ALIKE: Final = 0.8
"""How much alike a key and a setting are for which it is worth asking whether that was meant."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the setting, ready to become a system check."""

    code: str
    message: str
    hint: str | None = None


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
        self._kinds: dict[str, Kind] = {}
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

    @property
    def defaults(self) -> dict[str, Any]:
        """What is in force where the project says nothing."""
        standard = self._dialect()
        return {name: getattr(standard, name) for name in self.kinds()}

    @property
    def import_strings(self) -> tuple[str, ...]:
        """The names of the settings that may be a dotted path."""
        return tuple(self.handlers())

    def reload(self) -> None:
        """Read the settings anew on the next use, as is done by itself when they are overridden."""
        self._values.clear()
        self._read = None

    def problems(self) -> Iterator[Problem]:
        """Everything that is of the wrong type."""
        given = self.user_settings
        if not isinstance(given, Mapping):
            yield Problem("E002", f"{NAME} should be a dict, not {type(given).__name__}.")
            return
        for one in fields(self._dialect):
            kind = self.kinds()[one.name]
            if one.name in given and not kind.takes(given[one.name]):
                shown = repr(given[one.name]) if one.repr else type(given[one.name]).__name__
                yield Problem("E002", f"{NAME}[{one.name!r}] should be {kind.words}, not {shown}.")

    def strangers(self) -> Iterator[Problem]:
        """The keys that nothing here reads: of a project's own, of the other dialect, or misspelt."""
        given = self.user_settings
        for name in given if isinstance(given, Mapping) else ():
            if name not in self.kinds():
                yield Problem("W005", f"{NAME}[{name!r}] is not a setting.", self._hint(name))

    def kinds(self) -> Mapping[str, Kind]:
        """The kind of each setting."""
        if not self._kinds:
            types = get_type_hints(self._dialect)
            self._kinds = {one.name: kind_of(one, types[one.name]) for one in fields(self._dialect)}
        return self._kinds

    def handlers(self) -> Iterator[str]:
        """The names of the settings that name a function."""
        return (name for name, kind in self.kinds().items() if kind in HANDLERS)

    def written(self, name: str) -> object:
        """The setting *name* as it is written: a path is not followed."""
        return getattr(self._checked(), name)

    def path(self, value: str) -> str:
        """Where the function is that *value* names: in ours, where it names the old package."""
        return f"{self._package}.{value.removeprefix(OLD_PACKAGE)}" if value.startswith(OLD_PACKAGE) else value

    def _value(self, name: str) -> Any:
        value = getattr(self._checked(), name)
        kind = self.kinds()[name]
        if kind in HANDLERS and isinstance(value, str):
            return import_string(self.path(value))
        return kind.read(value)

    def _checked(self) -> Any:
        if self._read is None:
            problems = list(self.problems())
            if problems:
                raise ImproperlyConfigured(" ".join(one.message for one in problems))
            own = {name: value for name, value in self.user_settings.items() if name in self.kinds()}
            self._read = self._dialect(**own)
        return self._read

    def _hint(self, name: object) -> str:
        if name in self._elsewhere:
            return self._elsewhere[str(name)]
        close = difflib.get_close_matches(str(name).strip().upper(), self.kinds(), n=1, cutoff=ALIKE)
        question = f" Did you mean {close[0]!r}?" if close else ""
        return f"Signet ignores it. Your own code may read it.{question}"

    def _forget(self, *, setting: str, **kwargs: object) -> None:
        if setting in (NAME, "SECRET_KEY"):
            self.reload()


read_elsewhere(NAME)
