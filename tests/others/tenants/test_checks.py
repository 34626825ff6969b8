"""What the checks say of TENANT, and of projects with several tenants that don't name them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

import pytest
from asgiref.local import Local
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.db import connections
from django.test import override_settings

from drf_signet.url_paths import checking_path
from drf_signet.views import token_verify

HERE = "tests.others.tenants.served"


def said(deploy: bool = True, **settings: Any) -> list[tuple[str, str]]:
    """Ids and texts of what is said of tenants."""
    with override_settings(**settings):
        found = run_checks(include_deployment_checks=deploy)
    ids = {"signet.E003", "signet.E032", "signet.W032", "signet.W033", "signet.W034"}
    return [(str(one.id), one.msg) for one in found if one.id in ids]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("asked_with", "takes arguments, but Signet calls it without any."),
        ("awaited", "is async, but Signet calls it without await."),
        ("key", "returned int, which isn't a name. Return a string, or None for no tenant."),
        ("nothing", "returned an empty string, which isn't a name. Return a string, or None for no tenant."),
    ],
)
def test_a_function_that_gives_no_name_is_an_error_before_the_first_request(name: str, wrong: str) -> None:
    """Whatever kind of thing it is."""
    ((identifier, text),) = said(deploy=False, SIGNET={"TENANT": f"{HERE}.{name}"})
    assert identifier == "signet.E032"
    assert text.startswith(f"SIGNET['TENANT']: {HERE}.{name}")
    assert text.endswith(wrong)


def test_a_function_that_is_not_there_is_an_error() -> None:
    """Of E003, as every such path."""
    for path in (f"{HERE}.nobody", f"{HERE}.TENANT", "current", ""):
        assert [one for one, _ in said(SIGNET={"TENANT": path})] == ["signet.E003"]


def test_a_function_that_knows_no_tenant_outside_of_a_request_is_right() -> None:
    """As most do."""
    assert said(SIGNET={"TENANT": f"{HERE}.current"}) == []


@pytest.mark.parametrize("engine", ["django_tenants.postgresql_backend", "tenant_schemas.postgresql_backend"])
def test_schemas_for_tenants_are_seen_by_the_engine(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the project lists."""
    monkeypatch.setitem(connections.settings["default"], "ENGINE", engine)
    ((identifier, text),) = said(deploy=False)
    assert identifier == "signet.W032"
    assert text.startswith(engine.partition(".")[0])
    assert said(SIGNET={"TENANT": f"{HERE}.current"}) == []


@pytest.mark.parametrize(
    ("said_of_tenants", "expected"),
    [
        ({"TENANT_APPS": ["shop"]}, []),
        ({"TENANT_APPS": ["shop", "django.contrib.auth"]}, ["signet.W032"]),
        ({"TENANT_APPS": ["django.contrib.auth.apps.AuthConfig"]}, ["signet.W032"]),
        ({"TENANT_APPS": ["shop", "drf_signet.sessions"]}, ["signet.W032"]),
        ({"TENANT_TYPES": {"public": {"APPS": ["shop"]}, "small": {"APPS": ["django.contrib.auth"]}}}, ["signet.W032"]),
        ({"TENANT_TYPES": {"public": {"APPS": ["django.contrib.auth"]}, "small": {"APPS": ["shop"]}}}, []),
    ],
)
def test_where_all_tenants_have_the_same_users_there_is_nothing_to_say(
    said_of_tenants: dict[str, Any], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Users and sessions in the public schema: user 1 is the same person everywhere."""
    monkeypatch.setitem(connections.settings["default"], "ENGINE", "django_tenants.postgresql_backend")
    assert [one for one, _ in said(**said_of_tenants)] == expected


def test_an_engine_that_is_derived_from_one_of_these_is_seen_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a project adds a pool of connections."""
    wrapper = type("DatabaseWrapper", (type(connections["default"]),), {"__module__": "django_tenants.own.base"})
    monkeypatch.setattr(connections["default"], "__class__", wrapper)
    assert [one for one, _ in said(deploy=False)] == ["signet.W032"]


LOCAL, VARIABLE, OF_ASGI = threading.local(), ContextVar("alias", default="default"), Local()


class OneDatabase:
    """Chooses nothing by the request; users may be in every database, as the documentation of Django has it."""

    def db_for_read(self, model: object, **hints: object) -> str:
        """A replica, which a thread keeps to."""
        return str(getattr(LOCAL, "replica", "default"))

    def db_for_write(self, model: object, **hints: object) -> str:
        """The primary."""
        return "default"


class ByThread(OneDatabase):
    """By a thread-local variable of the module."""

    def db_for_write(self, model: object, **hints: object) -> str:
        """Its value."""
        return str(getattr(LOCAL, "alias", "default"))


class ByAsgi(OneDatabase):
    """By that of asgiref."""

    def db_for_write(self, model: object, **hints: object) -> str:
        """Its value."""
        return str(getattr(OF_ASGI, "alias", "default"))


def present() -> str:
    """The value of a context variable."""
    return VARIABLE.get()


class ByHelper(OneDatabase):
    """By a function of the project's."""

    def db_for_write(self, model: object, **hints: object) -> str:
        """What it says."""
        return present()


class ByOwn(OneDatabase):
    """By a variable that the router has itself."""

    def __init__(self) -> None:
        self.alias: ContextVar[str] = VARIABLE

    def db_for_write(self, model: object, **hints: object) -> str:
        """Its value."""
        return self.alias.get()


class UsersAtHome(ByThread):
    """One that has users in one database alone."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Elsewhere there is other data."""
        return db == "default" or app_label not in {"auth", "signet_sessions"}


def complaints(router: type, monkeypatch: pytest.MonkeyPatch, databases: Sequence[str] = ("default", "b")) -> list[str]:
    """What is said of a project with that router, and those databases."""
    settings = connections.settings["default"]
    for one in databases:
        monkeypatch.setitem(connections.settings, one, settings)
    return [one for one, _ in said(DATABASE_ROUTERS=[f"{__name__}.{router.__name__}"])]


@pytest.mark.parametrize("router", [ByThread, ByAsgi, ByHelper, ByOwn])
def test_a_router_that_goes_by_the_request_is_seen(router: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it keeps what it goes by."""
    assert complaints(router, monkeypatch) == ["signet.W033"]


@pytest.mark.parametrize(("router", "databases"), [(OneDatabase, ("b",)), (UsersAtHome, ("b",)), (ByThread, ())])
def test_other_routers_are_none_of_our_business(
    router: type, databases: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for replicas, one for data without users, and one for a single database."""
    assert complaints(router, monkeypatch, databases) == []


def test_a_cookie_for_the_hosts_of_all_tenants_is_said_before_a_deployment() -> None:
    """Each host has one of its own unless a domain is set."""
    domain = {"REFRESH_COOKIE_DOMAIN": "example.com"}
    assert said(SIGNET=domain) == []
    ((identifier, text),) = said(SIGNET={"TENANT": f"{HERE}.current", **domain})
    assert identifier == "signet.W034"
    assert "below example.com share one" in text


def test_the_checks_reach_a_project_that_does_not_list_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the addresses, as all others do."""
    pattern = checking_path("token/", token_verify, "token")
    monkeypatch.setattr(registry, "get_checks", lambda **kwargs: [])
    with override_settings(SIGNET={"TENANT": f"{HERE}.key"}):
        assert "signet.E032" in [one.id for one in pattern.check()]
