"""Who the user of another issuer's token is: the entry says "get", "get_or_create", or names a function."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from rest_framework.exceptions import Throttled

from drf_signet import foreign_users
from drf_signet.errors import TokenUserError
from drf_signet.foreign_tokens import ForeignToken
from drf_signet.foreign_users import foreign_user
from tests.issuers.realm import NORTH, SOUTH, show, trusting

BY_NAME: dict[str, Any] = {"user": "get", "user_field": "username"}
CREATING: dict[str, Any] = {"user": "get_or_create", "user_field": "username"}
HERE = "tests.issuers.test_users"
Claims = Mapping[str, Any]


def linked(claims: Claims) -> User | None:
    """The user of a project that keeps links elsewhere."""
    return User.objects.filter(username=f"{claims['sub']} of {claims['iss']}").first()


def answer_of(case: str) -> object:
    """What a function of a project may return or raise."""
    returned: dict[str, object] = {
        "anonymous": AnonymousUser(),
        "no user": "ada",
        "unsaved": User(username="ada"),
        "row of another model": Group.objects.create(name="ada"),
        "true": True,
    }
    raised: dict[str, Exception] = {
        "nobody": User.DoesNotExist(),
        "its own refusal": TokenUserError(),
        "no value": KeyError("email"),
        "invalid": ValidationError("no"),
        "forbidden": PermissionDenied(),
        "too often": Throttled(),
        "database": OperationalError("server closed the connection unexpectedly"),
        "unique": IntegrityError("UNIQUE constraint failed"),
    }
    if case in raised:
        raise raised[case]
    return returned[case]


def by_case(claims: Claims) -> Any:
    """The answer that the token asks for."""
    return answer_of(str(claims["case"]))


async def asynchronous(claims: Claims) -> None:
    """No function that can be called here."""


def names_of(claims: Claims) -> Mapping[str, object]:
    """What a user has beside the subject."""
    return {"email": claims["email"], "first_name": claims.get("given_name", "")}


def rubbish(claims: Claims) -> Any:
    """What is no dict of fields."""
    return [claims["sub"]]


@pytest.fixture
def ada(db: None) -> User:
    """The user that is called what the issuer calls its user."""
    return User.objects.create_user("ada")


def test_get_finds_the_row_with_one_query(ada: User) -> None:
    """By the field that the entry names."""
    with trusting(NORTH, **BY_NAME):
        assert show(NORTH.token()).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = show(NORTH.token())
    assert (answer.status_code, answer.json()) == (200, {"id": str(ada.pk), "class": "User"})
    assert len(queries) == 1


def test_get_knows_nobody_else(ada: User) -> None:
    """Nobody without a row gets in, nor with what a field can't hold, nor with a name that is only alike."""
    with trusting(NORTH, **BY_NAME):
        for subject in ("bob", "Ada", "ada ", "ada\0", "a" * 5_000):
            answer = show(NORTH.token(sub=subject))
            assert (answer.status_code, answer.json()["code"]) == (401, "user_not_found")
        User.objects.update(username="5")
        answer = show(NORTH.token(number=5, sub="5"))
        assert answer.status_code == 200
    with trusting(NORTH, **BY_NAME, subject_claim="number"):
        assert show(NORTH.token(number=5)).status_code == 200
        for number in (True, 5.0, [5], {"5": 5}, None):
            assert show(NORTH.token(number=number)).status_code == 401


@pytest.mark.parametrize("entry", [BY_NAME, CREATING, {"user": f"{HERE}.linked"}])
def test_a_disabled_user_is_refused(ada: User, entry: dict[str, Any]) -> None:
    """By the project's rule, at each request."""
    User.objects.update(is_active=False, username="ada" if "user_field" in entry else f"ada of {NORTH.issuer}")
    with trusting(NORTH, **entry):
        answer = show(NORTH.token())
    assert (answer.status_code, answer.json()["code"]) == (401, "user_inactive")


@pytest.mark.django_db
def test_get_or_create_makes_the_user_once() -> None:
    """With an unusable password. A later request makes one query."""
    with trusting(NORTH, **CREATING):
        first = show(NORTH.token())
        with CaptureQueriesContext(connection) as queries:
            assert show(NORTH.token()).json() == first.json()
    assert first.status_code == 200
    (user,) = User.objects.all()
    assert (user.username, user.has_usable_password(), user.is_active) == ("ada", False, True)
    assert len(queries) == 1


@pytest.mark.django_db
def test_other_fields_come_from_a_function() -> None:
    """It can't replace the subject."""
    with trusting(NORTH, **CREATING, user_defaults=f"{HERE}.names_of"):
        assert show(NORTH.token(email="ada@example.com", given_name="Ada")).status_code == 200
        user = User.objects.get()
        assert (user.username, user.email, user.first_name) == ("ada", "ada@example.com", "Ada")
        answer = show(NORTH.token(sub="bob"))
        assert (answer.status_code, answer.json()["code"]) == (503, "misconfigured")
    with trusting(NORTH, **CREATING, user_defaults=f"{HERE}.rubbish"):
        assert show(NORTH.token(sub="bob")).json()["code"] == "misconfigured"
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_value_that_is_somebody_elses_makes_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """The token is refused, and the log says why."""
    with trusting(NORTH, **CREATING), patch.object(type(User.objects), "create_user", side_effect=IntegrityError):
        answer = show(NORTH.token())
    assert (answer.status_code, answer.json()["code"]) == (401, "no_active_account")
    assert "no user could be made for 'ada'" in caplog.text


@pytest.mark.django_db
def test_a_request_that_comes_second_gets_the_user_of_the_first() -> None:
    """Two first requests at once make one user."""

    def first_of_all(*_: object) -> User:
        User.objects.create_user("ada")
        raise IntegrityError("UNIQUE constraint failed")

    with trusting(NORTH, **CREATING), patch.object(foreign_users, "new_user", first_of_all):
        answer = show(NORTH.token())
    assert (answer.status_code, answer.json()["id"]) == (200, str(User.objects.get().pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda self, **fields: None, "made no user"),
        (lambda self, **fields: User(username="ADA").save(), "made no user"),
        (lambda self, username: 1 / 0, "ZeroDivisionError"),
        (lambda self: None, "'NoneType' object has no attribute 'username'"),
    ],
)
def test_a_manager_that_makes_nobody_is_a_503(made: Any, words: str, caplog: pytest.LogCaptureFixture) -> None:
    """And leaves nobody behind."""
    with trusting(NORTH, **CREATING), patch.object(type(User.objects), "create_user", made):
        answer = show(NORTH.token())
    assert (answer.status_code, answer.json()["code"]) == (503, "misconfigured")
    assert words in caplog.text
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_manager_that_gives_passwords_gives_none() -> None:
    """Nobody signs in here with a password that the project's code made up."""
    make = type(User.objects).create_user

    def with_password(self: Any, username: str) -> Any:
        return make(self, username, password="initial")

    with trusting(NORTH, **CREATING), patch.object(type(User.objects), "create_user", with_password):
        assert show(NORTH.token()).status_code == 200
    assert not User.objects.get().has_usable_password()


@pytest.mark.django_db
def test_a_manager_that_takes_few_fields_makes_the_whole_user() -> None:
    """As those of tutorials do; without any, the model is saved."""
    make = type(User.objects).create_user

    def few(self: Any, username: str, password: str) -> Any:
        return make(self, username, password=password)

    entry = {**CREATING, "user_defaults": f"{HERE}.names_of"}
    for subject, method in (("ada", few), ("bob", None)):
        with trusting(NORTH, **entry), patch.object(type(User.objects), "create_user", method):
            assert show(NORTH.token(sub=subject, email="ada@example.com")).status_code == 200
        user = User.objects.get(username=subject)
        assert (user.email, user.has_usable_password()) == ("ada@example.com", False)


def test_a_function_finds_users_of_several_issuers(ada: User) -> None:
    """None is nobody."""
    User.objects.update(username=f"ada of {SOUTH.issuer}")
    with trusting(NORTH, SOUTH, user=f"{HERE}.linked"):
        assert show(SOUTH.token()).json()["id"] == str(ada.pk)
        answer = show(NORTH.token())
    assert (answer.status_code, answer.json()["code"]) == (401, "user_not_found")


OUTCOMES = {
    "anonymous": (503, "misconfigured"),
    "no user": (503, "misconfigured"),
    "unsaved": (503, "misconfigured"),
    "row of another model": (503, "misconfigured"),
    "true": (503, "misconfigured"),
    "no value": (503, "misconfigured"),
    "nobody": (401, "user_not_found"),
    "its own refusal": (401, "no_active_account"),
    "invalid": (401, "no_active_account"),
    "forbidden": (403, "permission_denied"),
    "too often": (429, "throttled"),
    "database": (503, "database_unavailable"),
    "unique": (503, "misconfigured"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", OUTCOMES)
def test_what_a_function_does_is_never_a_500(case: str, caplog: pytest.LogCaptureFixture) -> None:
    """A mistake is a 503, and the log names the function; an answer is answered."""
    status, code = OUTCOMES[case]
    with trusting(NORTH, user=f"{HERE}.by_case"):
        answer = show(NORTH.token(case=case))
    assert (answer.status_code, answer.json().get("code", code)) == (status, code)
    assert (f"{HERE}.by_case" in caplog.text) is (code == "misconfigured")


@pytest.mark.django_db
def test_a_function_that_is_async_is_a_503(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing waits for what it returns."""
    with trusting(NORTH, user=f"{HERE}.asynchronous"):
        assert show(NORTH.token()).json()["code"] == "misconfigured"
    assert "returned coroutine" in caplog.text


def test_stateless_classes_ask_nobody(ada: User) -> None:
    """Whatever the entry says: what they promise is no query."""
    with trusting(NORTH, **BY_NAME):
        for path in ("/stateless/", "/sessions/snapshot/"):
            assert show(NORTH.token(), path).json() == {"id": "ada", "class": "TokenUser"}


@pytest.mark.django_db
def test_without_a_field_nobody_is_looked_for(caplog: pytest.LogCaptureFixture) -> None:
    """A check says so, too."""
    with trusting(NORTH, user="get"):
        assert show(NORTH.token()).json()["code"] == "misconfigured"
    assert "has no 'user_field'" in caplog.text


def test_the_log_names_the_field_of_a_missing_user(db: None, caplog: pytest.LogCaptureFixture) -> None:
    """For debugging, as it happens every day."""
    with caplog.at_level(logging.DEBUG, "drf_signet.refusals"), trusting(NORTH, **BY_NAME):
        show(NORTH.token())
        assert ForeignToken(NORTH.token()).subject == "ada"
        with pytest.raises(TokenUserError):
            foreign_user(ForeignToken(NORTH.token()))
    assert "no user has 'ada' in the field 'username'" in caplog.text
