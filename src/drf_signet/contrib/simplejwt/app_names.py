"""
What our apps are called in Django's registry and in ``INSTALLED_APPS``: from `install` on, whatever they are called in
Simple JWT as well.

Packages ask for their neighbour by its name, and revoke nothing where it isn't found.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.signals import setting_changed

from drf_signet.contrib.simplejwt.alias import OURS, THEIRS, is_installed

_CONFIG: Final = re.compile(r"\.apps\.\w+\Z")
_NAMED: Final = frozenset({OURS, f"{OURS}.token_blacklist"})


class AppName(str):
    """The name of one of our apps, which equals every other name of that app. Its hash is that of Simple JWT's name."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and _own(self) == _own(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def app_name(own: str) -> str:
    """The name of the app in our module *own*: under `install` that of Simple JWT's, which equals ours, too."""
    return AppName(THEIRS + own.removeprefix(OURS)) if is_installed() else own


def answer_to_both() -> None:
    """Let Django find our apps by either name, if `install` was called: by a module, and in ``INSTALLED_APPS``."""
    if not is_installed():
        return
    apps.get_containing_app_config = _containing  # type: ignore[method-assign]
    setting_changed.connect(_name_again, dispatch_uid=__name__)
    _name_in_settings()


def _name_in_settings() -> None:
    entries: Any = settings.INSTALLED_APPS
    named = [_named(entry) if isinstance(entry, str) else entry for entry in entries]
    if isinstance(entries, list):
        # In its place: the settings module has the same list, and so may others.
        entries[:] = named
    else:
        settings.INSTALLED_APPS = tuple(named)


def _named(entry: str) -> str:
    own = _own(entry)
    return app_name(own) if own in _NAMED else entry


def _name_again(*, setting: str, **kwargs: object) -> None:
    if setting == "INSTALLED_APPS":
        _name_in_settings()


def _containing(object_name: str) -> AppConfig | None:
    """The app that contains *object_name*, by whichever of its names; of several, the innermost."""
    own = _own(object_name)
    names = (own, THEIRS + own.removeprefix(OURS)) if own.startswith(OURS) else (object_name,)
    found = (Apps.get_containing_app_config(apps, name) for name in names)
    return max((one for one in found if one), key=lambda one: len(one.name), default=None)


def _own(name: str) -> str:
    """The module of ours that *name* means, if it means one, by whichever name of a package, module or config."""
    plain = str.__str__(name)
    if plain == THEIRS or plain.startswith(f"{THEIRS}."):
        plain = OURS + plain.removeprefix(THEIRS)
    return _CONFIG.sub("", plain) if plain.startswith(OURS) else plain
