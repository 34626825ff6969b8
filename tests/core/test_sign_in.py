"""Signing in: which credentials are good, which signals are sent, and that no signal has a password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from rest_framework.test import APIClient

from drf_signet.errors import CredentialsError, ThrottledError
from drf_signet.sign_in import sign_in
from drf_signet.signals import sign_in_refused
from tests.conftest import PASSWORD
from tests.wire.answers import BAD_CREDENTIALS

GOOD = {"username": "ada", "password": PASSWORD}
WRONG = {"username": "ada", "password": "not-" + PASSWORD}
MASKED = {"username": "ada", "password": "*" * 20}
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
NOBODY = {"USER_AUTHENTICATION_RULE": "tests.conf.setting_effects.nobody"}

BOTH_PATHS = pytest.mark.parametrize("path", ["/api/token/", "/api/sliding/"])


class Refusing(BaseBackend):
    """A backend that stops everybody."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> NoReturn:
        """Ask no further backend."""
        raise PermissionDenied


class Welcoming(BaseBackend):
    """A backend that lets the first user in, whatever the password, and remembers its request."""

    requests: list[HttpRequest | None] = []

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User:
        """The first user there is."""
        self.requests.append(request)
        return User.objects.get()


@contextmanager
def listening(signal: Signal) -> Iterator[list[Mapping[str, Any]]]:
    """What *signal* was sent with until the end of the block."""
    heard: list[Mapping[str, Any]] = []

    def receive(**sent: Any) -> None:
        heard.append(sent)

    signal.connect(receive)
    try:
        yield heard
    finally:
        signal.disconnect(receive)


def refuse(credentials: Mapping[str, str], request: HttpRequest | None = None) -> Mapping[str, Any]:
    """*credentials* are refused in the one way there is; returns what ``user_login_failed`` was sent with."""
    with (
        listening(user_login_failed) as failed,
        listening(user_logged_in) as logged_in,
        pytest.raises(CredentialsError) as caught,
    ):
        sign_in(credentials, request, lambda user: user)
    assert caught.value.code == "no_active_account"
    assert caught.value.message == "No active account found with the given credentials"
    assert logged_in == []
    assert len(failed) == 1
    assert failed[0]["request"] is request
    assert PASSWORD not in str(failed[0]["credentials"])
    return failed[0]


def test_good_credentials_are_their_users(user: User) -> None:
    """The user comes back, and nothing is announced yet: a rule or a serializer may still refuse."""
    with listening(user_login_failed) as failed, listening(user_logged_in) as logged_in:
        assert sign_in(GOOD, RequestFactory().post("/"), lambda user: user) == user
        assert sign_in(GOOD, None, lambda user: user) == user
    assert failed == logged_in == []


@pytest.mark.parametrize(
    "credentials",
    [
        pytest.param(WRONG, id="wrong-password"),
        pytest.param({"username": "grace", "password": PASSWORD}, id="unknown-user"),
        pytest.param({"username": "", "password": ""}, id="empty"),
    ],
)
def test_wrong_credentials_are_refused_alike(user: User, credentials: Mapping[str, str]) -> None:
    """A wrong password looks like an unknown name, and the signal has the name without the password."""
    told = refuse(credentials, RequestFactory().post("/"))["credentials"]
    assert told == {**credentials, "password": MASKED["password"]}


def test_a_disabled_user_is_refused_like_an_unknown_one(user: User) -> None:
    """Django's own backend doesn't let a disabled user in."""
    user.is_active = False
    user.save()
    assert refuse(GOOD)["credentials"] == MASKED


def test_the_rule_refuses_whom_a_backend_let_in(user: User) -> None:
    """The default rule asks for an active user, whatever the backend thinks."""
    user.is_active = False
    user.save()
    with override_settings(AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.AllowAllUsersModelBackend"]):
        told = refuse(GOOD, RequestFactory().post("/"))
    assert told["credentials"] == MASKED
    assert told["sender"] == "drf_signet.sign_in"


def test_a_rule_of_the_projects_own_refuses(user: User) -> None:
    """Good credentials of an active user are not enough, and the failure is announced like any other."""
    with override_settings(SIGNET=NOBODY):
        assert refuse(GOOD, RequestFactory().post("/"))["credentials"] == MASKED


def test_a_backend_that_denies_ends_the_sign_in(user: User) -> None:
    """No backend after it is asked, and the failure is announced once."""
    backends = ["tests.core.test_sign_in.Refusing", MODEL_BACKEND]
    with override_settings(AUTHENTICATION_BACKENDS=backends):
        assert refuse(GOOD)["credentials"] == MASKED
    with override_settings(AUTHENTICATION_BACKENDS=backends[::-1]):
        assert sign_in(GOOD, None, lambda user: user) == user


def test_other_credentials_are_passed_on_by_name(user: User) -> None:
    """Fields that a project adds to its serializer reach the backend, and stay readable in the signal."""
    credentials = {**GOOD, "one_time_code": "123456"}
    with override_settings(AUTHENTICATION_BACKENDS=["tests.core.test_sign_in.Welcoming"]):
        assert sign_in(credentials, None, lambda user: user) == user
        with override_settings(SIGNET=NOBODY):
            assert refuse(credentials)["credentials"] == {**MASKED, "one_time_code": "123456"}


class WaitingError(CredentialsError):
    """The project's answer to people that it knows in another way."""

    code = "waiting"
    default_message = "Wait."


@contextmanager
def waiting_for(password: str) -> Iterator[list[Mapping[str, Any]]]:
    """Somebody who is no user yet has *password*; yields what the receiver was asked with."""
    asked: list[Mapping[str, Any]] = []

    def answer(*, credentials: Mapping[str, str], **sent: Any) -> None:
        asked.append({"credentials": credentials, **sent})
        if credentials["password"] == password:
            raise WaitingError

    sign_in_refused.connect(answer)
    try:
        yield asked
    finally:
        sign_in_refused.disconnect(answer)


@BOTH_PATHS
def test_a_receiver_says_what_credentials_are_that_are_no_users(user: User, api: APIClient, path: str) -> None:
    """Signet asks it only about credentials that it would refuse, and the receiver answers by an error of its own."""
    with waiting_for("waits") as asked:
        assert api.post(path, GOOD).status_code == 200
        assert asked == []
        answer = api.post(path, {"username": "grace", "password": "waits"})
        assert (answer.status_code, answer.json()) == (401, {"detail": "Wait.", "code": "waiting"})
        assert api.post(path, WRONG).json() == BAD_CREDENTIALS
    assert [one["credentials"] for one in asked] == [{"username": "grace", "password": "waits"}, WRONG]
    assert all(one["request"].path == path and one["sender"] is User for one in asked)


def test_a_receiver_is_asked_about_whom_the_rule_refuses_too(user: User) -> None:
    """Its answer must not reveal that the password was right."""
    with waiting_for(PASSWORD), override_settings(SIGNET=NOBODY), pytest.raises(WaitingError):
        sign_in(GOOD, None, lambda user: user)


@pytest.mark.parametrize("password", ["waits", "wrong"])
def test_credentials_of_no_user_are_a_failed_attempt(user: User, password: str) -> None:
    """Even if a receiver knows them: otherwise, the limit would reveal whether they are a user's."""
    with waiting_for("waits"):
        for _ in range(10):
            with pytest.raises(CredentialsError):
                sign_in({"username": "ada", "password": password}, RequestFactory().post("/"), lambda user: user)
    with pytest.raises(ThrottledError):
        sign_in(GOOD, RequestFactory().post("/"), lambda user: user)


@BOTH_PATHS
def test_over_http_receivers_get_djangos_request(user: User, api: APIClient, path: str) -> None:
    """Receivers and backends know nothing of REST framework."""
    Welcoming.requests.clear()
    with override_settings(SIGNET={"UPDATE_LAST_LOGIN": True}):
        with listening(user_logged_in) as logged_in:
            assert api.post(path, GOOD).status_code == 200
        with listening(user_login_failed) as failed:
            assert api.post(path, WRONG).status_code == 401
        with override_settings(AUTHENTICATION_BACKENDS=["tests.core.test_sign_in.Welcoming"]):
            assert api.post(path, WRONG).status_code == 200
    assert len(logged_in) == len(failed) == len(Welcoming.requests) == 1
    for request in (logged_in[0]["request"], failed[0]["request"], Welcoming.requests[0]):
        assert isinstance(request, HttpRequest)
        assert request.path == path
    assert logged_in[0]["user"] == user
    assert failed[0]["credentials"] == MASKED


@BOTH_PATHS
def test_over_http_a_refused_sign_in_is_not_written_down(user: User, api: APIClient, path: str) -> None:
    """Neither a wrong password nor a rule's refusal is a login."""
    with listening(user_logged_in) as heard:
        with override_settings(SIGNET={"UPDATE_LAST_LOGIN": True}):
            assert api.post(path, WRONG).status_code == 401
        with override_settings(SIGNET={"UPDATE_LAST_LOGIN": True, **NOBODY}):
            assert api.post(path, GOOD).status_code == 401
    assert heard == []
    user.refresh_from_db()
    assert user.last_login is None
