"""What ``manage.py check`` says of packages that go on using the real Simple JWT: one rule, one function, one id."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error

from drf_signet_compat.aliasing import holders
from drf_signet_compat.simplejwt.names import NAMES, OURS, THEIRS
from drf_signet_compat.simplejwt.neighbours import NEIGHBOURS


def check_one_implementation(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E008: the real Simple JWT is in use beside ours, and neither knows which tokens the other revokes."""
    if NAMES.are_one or not (THEIRS in sys.modules or find_spec(THEIRS)):
        return []
    users = sorted({*_neighbours(), *_apps_of_theirs(), *_importing()})
    if not users:
        return []
    return [
        Error(
            f"{', '.join(users)}: the real Simple JWT is in use there, and {OURS} elsewhere. A token that one of them "
            "has signed out, blacklisted or rotated still works at the other.",
            hint=f"Call {OURS}.install() at the top of the settings module. Then both are one.",
            id="signet.simplejwt.E008",
        )
    ]


def _neighbours() -> Iterator[str]:
    """The installed packages that are known to import it, which some do no sooner than they need it."""
    for config in apps.get_app_configs():
        if name := NEIGHBOURS.get(_root(config.name)):
            yield name


def _apps_of_theirs() -> Iterator[str]:
    return (config.name for config in apps.get_app_configs() if _root(config.name) == THEIRS)


def _importing() -> Iterator[str]:
    """The modules of the project, of its apps and of those packages that have something of theirs."""
    places = {config.name for config in apps.get_app_configs()}
    urls = getattr(settings, "ROOT_URLCONF", None)
    if isinstance(urls, str):
        import_module(urls)
        places.add(urls.rpartition(".")[0] or urls)
    for name in holders(THEIRS) if THEIRS in sys.modules else ():
        if _root(name) in NEIGHBOURS or any(name == place or name.startswith(f"{place}.") for place in places):
            yield name


def _root(name: str) -> str:
    return name.partition(".")[0]
