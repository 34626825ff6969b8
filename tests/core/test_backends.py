"""Authentication backends that Django passes over: the check and the log say which, and what they should take."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend, RemoteUserBackend
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet import unusable_backends
from drf_signet.unusable_backends import unfit_backends
from tests.conftest import PASSWORD

HERE = __name__
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
NAMES = ("email", "password")


class ByUsername:
    """Takes the username of a user model that has none."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None) -> None: ...


class WithoutRequest:
    """As before Django 2.1."""

    def authenticate(self, email: str | None = None, password: str | None = None) -> None: ...


class ByPosition:
    """Takes nothing by its name."""

    def authenticate(self, request: Any, email: str, password: str, /) -> None: ...


class RequestByName:
    """Takes the request by its name alone."""

    def authenticate(self, *, request: Any, email: str, password: str) -> None: ...


class OneTimeCode:
    """Wants more than a password."""

    def authenticate(self, request: Any, email: str, password: str, code: str) -> None: ...


class AddressAlone:
    """For a link in a mail."""

    def authenticate(self, request: Any, email: str | None = None) -> None: ...


class NeverLooks(ModelBackend):
    """Overrides Django's with the arguments that it has, and forgets what else comes."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        user = User.objects.filter(username=username).first()
        return user if user and user.check_password(password) else None


class OnlyAsync(ModelBackend):
    """Overrides the half that sign-ins don't call."""

    async def aauthenticate(self, *args: Any, **kwargs: Any) -> Any: ...


class Coroutine:
    """Has an async method under the name of the other."""

    async def authenticate(self, request: Any, email: str, password: str) -> None: ...


class Missing:
    """Has no method at all."""


class Permissions:
    """Knows what users may do, and signs nobody in, in the way that some packages have."""

    def authenticate(self, request: Any, email: Any = None, password: Any = None) -> None:
        return None


class EveryPermission:
    """The same in the way of others."""

    def authenticate(self, *args: Any, **kwargs: Any) -> None:
        return None


class Fit(ModelBackend):
    """Looks at what else comes."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        return super().authenticate(request, username or kwargs.get("email"), password, **kwargs)


class FitByName:
    """The request by position, the rest by name."""

    def authenticate(self, request: Any, /, *, email: str, password: str) -> None: ...


class FitAsWell(NeverLooks):
    """Django's own again, by both halves."""

    def authenticate(self, *args: Any, **credentials: Any) -> Any:
        return User.objects.filter(email=credentials["email"]).first()

    async def aauthenticate(self, *args: Any, **credentials: Any) -> Any: ...


SENT = "so Django doesn't call it with (request, email=…, password=…)"
ASYNC = "has an async authenticate(). Django awaits aauthenticate() alone, and needs both"
REASONS = {
    ByUsername: f"takes (request, username, password), {SENT}",
    WithoutRequest: f"takes (email, password), {SENT}",
    ByPosition: f"takes (request, email, password), {SENT}",
    RequestByName: f"takes (request, email, password), {SENT}",
    OneTimeCode: f"takes (request, email, password, code), {SENT}",
    AddressAlone: f"takes (request, email), {SENT}",
    RemoteUserBackend: f"takes (request, remote_user), {SENT}",
    NeverLooks: "takes 'email' among its **kwargs, but never reads them",
    OnlyAsync: "has its own aauthenticate(), but sign-ins call authenticate()",
    Coroutine: ASYNC,
    Missing: "has no method authenticate()",
}
STOPPING = {Coroutine, Missing}
OF_SOMETHING_ELSE = [AddressAlone, RemoteUserBackend, Permissions, EveryPermission]


def path_of(backend: type) -> str:
    """Where a project would name it."""
    return f"{backend.__module__}.{backend.__qualname__}"


@pytest.mark.parametrize(("backend", "reason"), REASONS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_backend_that_hears_nothing_is_named_with_the_reason(backend: type, reason: str) -> None:
    """Whether Django skips it, calls another half of it, or it ignores what it gets."""
    with override_settings(AUTHENTICATION_BACKENDS=[path_of(backend)]):
        (unfit,) = unfit_backends(NAMES)
    assert str(unfit) == f"{path_of(backend)} {reason}"
    assert unfit.stops_sign_ins is (backend in STOPPING)


@pytest.mark.parametrize("backend", [ModelBackend, Fit, FitByName, FitAsWell])
def test_a_backend_that_takes_the_credentials_is_not(backend: type) -> None:
    """By name, or among the rest where it looks at that."""
    with override_settings(AUTHENTICATION_BACKENDS=[path_of(backend)]):
        assert unfit_backends(NAMES) == []


def said(*paths: str) -> list[CheckMessage]:
    """What the checks say of these backends. The user model's USERNAME_FIELD is ``username``."""
    with override_settings(AUTHENTICATION_BACKENDS=paths):
        found = run_checks()
    return [one for one in found if (one.id or "").startswith("signet.")]


class ByEmail:
    """Takes the address, where the user model has a username."""

    def authenticate(self, request: Any, email: str | None = None, password: str | None = None) -> Any:
        user = User.objects.filter(email=email).first()
        return user if user and user.check_password(password or "") else None


def test_the_check_names_it_and_says_what_to_write() -> None:
    """Also beside Django's own, which goes on: it was meant to be asked."""
    warning = Warning(
        f"AUTHENTICATION_BACKENDS: {HERE}.ByEmail takes (request, email, password), so Django doesn't call it with "
        "(request, username=…, password=…).",
        hint="A sign-in sends the field that your user model calls 'username'. Write authenticate(self, request, "
        "username=None, password=None, **kwargs), or set username_field on your serializer to the name that the "
        "backend takes.",
        id="signet.W030",
    )
    assert said(f"{HERE}.ByEmail") == said(f"{HERE}.ByEmail", MODEL_BACKEND) == [warning]


@pytest.mark.parametrize("backend", OF_SOMETHING_ELSE)
def test_a_backend_for_something_else_is_left_alone(backend: type) -> None:
    """It signs in elsewhere; only where there is no other one, nobody can sign in here."""
    assert said(path_of(backend), MODEL_BACKEND) == []
    assert [one.id for one in said(path_of(backend))] == ["signet.W030"]


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (f"{HERE}.Coroutine", ASYNC),
        (f"{HERE}.Missing", "has no method authenticate()"),
        (f"{HERE}.Nowhere", f'can\'t be created: Module "{HERE}" does not define a "Nowhere" attribute/class'),
    ],
)
def test_a_backend_over_which_django_fails_is_an_error(backend: str, reason: str) -> None:
    """No other one would be asked."""
    error = Error(
        f"AUTHENTICATION_BACKENDS: every sign-in fails, because {backend} {reason}.",
        hint="Derive the backend from django.contrib.auth.backends.ModelBackend, or remove it.",
        id="signet.E030",
    )
    assert said(MODEL_BACKEND, backend) == [error]


def test_the_log_says_once_why_right_credentials_were_refused(
    user: User, api: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Also without the check, which needs the app to be installed; and with no value of what was sent."""
    unusable_backends._tell.cache_clear()
    paths = [path_of(RemoteUserBackend), f"{HERE}.ByEmail"]
    with override_settings(AUTHENTICATION_BACKENDS=paths), caplog.at_level(logging.DEBUG, "drf_signet"):
        for _ in range(2):
            assert api.post("/api/token/", {"username": "ada@example.com", "password": PASSWORD}).status_code == 401
    told = [(one.levelname, one.getMessage()) for one in caplog.records if one.name == "drf_signet"]
    assert told == [
        (
            "WARNING",
            (
                f"Signet refused a sign-in with username and password, and the backend {path} takes ({taken}), so "
                "Django doesn't call it with (request, username=…, password=…)"
            ),
        )
        for path, taken in zip(paths, ("request, remote_user", "request, email, password"), strict=True)
    ]


def test_the_log_says_nothing_of_wrong_passwords(user: User, api: APIClient, caplog: pytest.LogCaptureFixture) -> None:
    """Where the backends were asked, and beside one that is for something else only a line at DEBUG."""
    unusable_backends._tell.cache_clear()
    paths = [path_of(RemoteUserBackend), MODEL_BACKEND]
    with override_settings(AUTHENTICATION_BACKENDS=paths), caplog.at_level(logging.DEBUG, "drf_signet"):
        assert api.post("/api/token/", {"username": "ada", "password": "wrong"}).status_code == 401
    assert [one.levelname for one in caplog.records if one.name == "drf_signet"] == ["DEBUG"]
