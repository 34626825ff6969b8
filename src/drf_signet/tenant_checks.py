"""What ``manage.py check`` says about tenants: of TENANT, and of projects that have several and don't name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from inspect import iscoroutinefunction, signature
from threading import local
from types import FunctionType
from typing import Any, Final

from asgiref.local import Local
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections, router
from django.utils.module_loading import import_string

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.settings import Settings
from drf_signet.tenant import read
from drf_signet.used_names import globals_of, with_helpers
from drf_signet.user_identifier import has_users

SCHEMAS: Final = {
    "django_tenants": "from django.db import connection, and return connection.schema_name",
    "tenant_schemas": "from django.db import connection, and return connection.schema_name",
    "django_pgschemas": "from django_pgschemas.schema import get_current_schema, and return its schema_name",
}
"""The packages with a schema for each tenant, by the first name of their database engine; and where its name is."""

SESSIONS: Final = "drf_signet.sessions"

HOLDERS: Final = (ContextVar, local, Local)
"""What keeps something for the request that is being served."""

DANGER: Final = (
    f"but {NAME}['TENANT'] is not set. So a user's token also works at another tenant, for the user with the same key "
    "there."
)


@rule
def check_tenant_function(settings: Settings) -> Iterator[CheckMessage]:
    """E032: a TENANT that can't be asked, or that returns what is no name."""
    path = settings.TENANT
    function = None if path is None else _function(path)
    if path is None or function is None:
        return
    if wrong := _why_not(path, function):
        yield Error(
            f"{NAME}['TENANT']: {wrong}",
            hint="Give the dotted path of a function without arguments that returns the tenant's name, such as its "
            "schema, or str(pk) for a primary key.",
            id="signet.E032",
        )


@rule
def warn_schemas(settings: Settings) -> Iterator[CheckMessage]:
    """W032: a schema for each tenant, and tokens that don't say of which tenant they are."""
    if settings.TENANT is not None or not _are_apart():
        return
    for package in dict.fromkeys(filter(None, map(_package_of, connections))):
        yield Warning(
            f"{package} gives each tenant users or sessions of its own, {DANGER}",
            hint=f"Write {NAME} = {{'TENANT': 'myproject.tenants.current', ...}}, a function without arguments. In "
            f"it, {SCHEMAS[package]}.",
            id="signet.W032",
        )


@rule
def warn_router(settings: Settings) -> Iterator[CheckMessage]:
    """W033: a router with users in several databases, one for each request, and tokens that don't say of which."""
    if settings.TENANT is not None or len(_homes_of_users()) < 2:
        return
    for one in router.routers:
        if _goes_by_request(one):
            yield Warning(
                f"{type(one).__module__}.{type(one).__qualname__} chooses the database of users by the request, "
                f"{DANGER}",
                hint=f"Write {NAME} = {{'TENANT': 'myproject.tenants.current', ...}}, a function without arguments "
                "that returns the name of the database. If all databases have the same users, add 'signet.W033' "
                "to SILENCED_SYSTEM_CHECKS.",
                id="signet.W033",
            )


@rule
def warn_shared_cookie(settings: Settings) -> Iterator[CheckMessage]:
    """W034: a cookie that the hosts of several tenants share, so a sign-in at one replaces that at another."""
    if settings.TENANT is not None and settings.REFRESH_COOKIE_DOMAIN is not None:
        yield Warning(
            f"{NAME}['REFRESH_COOKIE_DOMAIN'] lets all tenants below {settings.REFRESH_COOKIE_DOMAIN} share one "
            "cookie, so a sign-in at one tenant signs the browser out of the others.",
            hint="Remove it. Then each host has a cookie of its own.",
            id="signet.W034",
        )


def _function(path: str) -> Any:
    try:
        found = import_string(path)
    except (ImportError, TypeError, ValueError):
        return None
    return found if callable(found) else None


def _why_not(path: str, function: Any) -> str | None:
    if iscoroutinefunction(function):
        return f"{path} is async, but Signet calls it without await."
    try:
        signature(function).bind()
    except TypeError:
        return f"{path} takes arguments, but Signet calls it without any."
    except ValueError:
        # One that is not written in Python says nothing of its arguments.
        pass
    try:
        found = function()
    except Exception:  # outside of a request there may be none  # noqa: BLE001
        return None
    try:
        read(path, found)
    except TypeError as error:
        return str(error)
    return None


def _package_of(alias: str) -> str | None:
    engine = str(connections.settings[alias].get("ENGINE", "")).partition(".")[0]
    if engine in SCHEMAS:
        return engine
    # An engine of the project's own that is derived from one of these.
    ancestors = (one.__module__.partition(".")[0] for one in type(connections[alias]).__mro__)
    return next((one for one in ancestors if one in SCHEMAS), None)


def _are_apart() -> bool:
    """Whether users or sessions are in the schemas of the tenants, as far as the project says what is."""
    listed = [*getattr(django_settings, "TENANT_APPS", ())]
    kinds: dict[str, dict[str, Sequence[str]]] = getattr(django_settings, "TENANT_TYPES", {})
    public = getattr(django_settings, "PUBLIC_SCHEMA_NAME", "public")
    listed += [app for name, kind in kinds.items() if name != public for app in kind.get("APPS", ())]
    return not listed or not {*listed}.isdisjoint(_ours())


def _ours() -> Iterator[str]:
    labels = [get_user_model()._meta.app_label] if has_users() else []
    for one in apps.get_app_configs():
        if one.label in labels or one.name == SESSIONS:
            yield from (one.name, f"{one.__module__}.{type(one).__qualname__}")


def _homes_of_users() -> list[str]:
    if not has_users():
        return []
    model = get_user_model()
    return [one for one in connections if not _is_mirror(one) and router.allow_migrate_model(one, model)]


def _is_mirror(alias: str) -> bool:
    return bool(connections.settings[alias].get("TEST", {}).get("MIRROR"))


def _goes_by_request(chosen: object) -> bool:
    choose = getattr(type(chosen), "db_for_write", None)
    named = [one for function in with_helpers(choose) for one in globals_of(function)]
    # A function of a package, such as one that knows the present request, is looked into as well.
    within = [one for helper in named if isinstance(helper, FunctionType) for one in globals_of(helper)]
    kept = [*vars(chosen).values(), *vars(type(chosen)).values()]
    return any(isinstance(one, HOLDERS) for one in (*named, *within, *kept))


TENANTS: Final[Sequence[Check]] = (check_tenant_function, warn_schemas)
OF_DEPLOYMENT: Final[Sequence[Check]] = (warn_router, warn_shared_cookie)
"""Checks that guess, or that warn of what a project may intend."""
