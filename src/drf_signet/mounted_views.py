"""Which views have an address, and what is in force in them: for checks, which look at nothing else of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings as django_settings
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.settings import api_settings

from drf_signet.used_names import is_projects_own

ROOT: Final = "ROOT_URLCONF"
BY_HOST: Final = "ROOT_HOSTCONF"
"""The setting of django-hosts, which gives each host its own URLs."""


def views_in_use() -> list[type]:
    """The classes of the views of REST framework that have an address."""
    return [view.cls for view in _views() if hasattr(view, "cls")]


def said_by_views(name: str) -> list[Any]:
    """What each of these views has as *name*: by its class, or as it was given to ``as_view``."""
    found = [view for view in _views() if hasattr(view, "cls")]
    return [getattr(view, "initkwargs", {}).get(name, getattr(view.cls, name, None)) for view in found]


def authentication_in_use() -> list[type]:
    """The classes that authenticate: by default, or in one of these views."""
    own = [one for classes in said_by_views("authentication_classes") for one in classes or ()]
    return [*own, *api_settings.DEFAULT_AUTHENTICATION_CLASSES]


def are_all_known() -> bool:
    """Whether there are addresses, and no others than those looked at here, as each host or tenant may have."""
    others = [one for one in dir(django_settings) if one.endswith("URLCONF") and one != ROOT]
    is_one = not any(getattr(django_settings, one, None) for one in (*others, BY_HOST))
    return is_one and bool(getattr(django_settings, ROOT, None))


def are_all_rest_frameworks() -> bool:
    """Whether, beyond that, the project has no plain views, in which any class could be asked to authenticate."""
    return are_all_known() and all(
        hasattr(one, "cls") or not is_projects_own(getattr(one, "__module__", "")) for one in _views()
    )


def home_of(thing: type) -> str:
    """The module of the class of ours that *thing* is, or is derived from at the nearest; empty for others'."""
    modules = (one.__module__ for one in thing.__mro__)
    return next((one for one in modules if one.partition(".")[0].startswith("drf_signet")), "")


def _views() -> list[Any]:
    return [*_views_of(get_resolver().url_patterns)] if getattr(django_settings, ROOT, None) else []


def _views_of(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Any]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views_of(one.url_patterns)
        else:
            yield one.callback
