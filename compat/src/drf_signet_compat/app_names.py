"""
The names of our apps in Django's registry and in ``INSTALLED_APPS``, if their modules have a second name: that of the
package that a project comes from.

Packages ask for their neighbour by its name, and revoke nothing where it isn't found.
"""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, ClassVar, Final, NamedTuple, Self

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.signals import setting_changed

from drf_signet_compat.aliasing import install_alias, meaning_of

_CONFIG: Final = re.compile(r"\.apps\.\w+\Z")


class TwoNames(NamedTuple):
    """The package *ours*, whose modules are those of *theirs*, too, and those of its modules that are *apps*."""

    theirs: str
    ours: str
    apps: frozenset[str]

    def install(self) -> None:
        """From now on, *theirs* means *ours*. Raises `ImproperlyConfigured` as `install_alias` does."""
        install_alias(self.theirs, self.ours)

    @property
    def are_one(self) -> bool:
        """Whether that was called, and each app has both names."""
        return meaning_of(self.theirs) == self.ours

    def app_name(self, own: str) -> str:
        """The name of the app in our module *own*: if both are one, that of the other package, which equals ours."""
        return self._both_in_one(own) if self.are_one else own

    def own(self, name: str) -> str:
        """The module of ours that *name* means, if it means one, by whichever name of a package, module or config."""
        plain = str.__str__(name)
        if _is_in(plain, self.theirs):
            plain = self.ours + plain.removeprefix(self.theirs)
        return _CONFIG.sub("", plain) if _is_in(plain, self.ours) else plain

    def both(self, name: str) -> tuple[str, ...]:
        """The names of the module that *name* means."""
        own = self.own(name)
        return (own, self.theirs + own.removeprefix(self.ours)) if _is_in(own, self.ours) else (name,)

    def named(self, entry: Any) -> Any:
        """*entry* of ``INSTALLED_APPS``, by both names if it is one of ours."""
        own = self.own(entry) if isinstance(entry, str) else None
        return self._both_in_one(own) if own in self.apps else entry

    def _both_in_one(self, own: str) -> AppName:
        return AppName(self.theirs + own.removeprefix(self.ours), self)


class AppName(str):
    """The name of one of our apps, which equals every other name of that app. Its hash is that of the other's name."""

    __slots__ = ("_names",)
    _names: TwoNames

    def __new__(cls, name: str, names: TwoNames) -> Self:
        """The app *name*, one of *names*."""
        made = super().__new__(cls, name)
        made._names = names
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self._names.own(self) == self._names.own(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class TwoNamed:
    """Beside ``AppConfig``: the app is found by either of its names, where both are one."""

    names: ClassVar[TwoNames]

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)  # type: ignore[call-arg]  # that of the config
        # Before any module asks: its models, or those of other packages, are loaded after this.
        if self.names.are_one:
            answer_to(self.names)


_ANSWERING: Final[list[TwoNames]] = []


def answer_to(names: TwoNames) -> None:
    """Let Django find the apps of *names* by either: by a module, and in ``INSTALLED_APPS``."""
    if names not in _ANSWERING:
        _ANSWERING.append(names)
    apps.get_containing_app_config = _containing  # type: ignore[method-assign]
    setting_changed.connect(_name_again, dispatch_uid=__name__)
    _name_in_settings()


def _name_in_settings() -> None:
    entries: Any = settings.INSTALLED_APPS
    named = [_named(entry) for entry in entries]
    if isinstance(entries, list):
        # In its place: the settings module has the same list, and so may others.
        entries[:] = named
    else:
        settings.INSTALLED_APPS = tuple(named)


def _named(entry: Any) -> Any:
    for names in _ANSWERING:
        entry = names.named(entry)
    return entry


def _name_again(*, setting: str, **kwargs: object) -> None:
    if setting == "INSTALLED_APPS":
        _name_in_settings()


def _containing(object_name: str) -> AppConfig | None:
    """The app that contains *object_name*, by whichever of its names; of several, the innermost."""
    names = dict.fromkeys(name for one in _ANSWERING for name in one.both(object_name))
    found = (Apps.get_containing_app_config(apps, name) for name in names)
    return max((one for one in found if one), key=lambda one: len(one.name), default=None)


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
