"""`TokenUser`: a user made of the claims of a token."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from rest_framework.permissions import IsAdminUser, IsAuthenticated
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from drf_signet.models import TokenUser
from drf_signet.tokens import AccessToken


def user_with(**claims: object) -> TokenUser:
    """The user of a new token with *claims*."""
    token = AccessToken()
    token.payload.update({"user_id": "7", **claims})
    return TokenUser(token)


def test_the_identifier_is_text() -> None:
    """Even if the claim is a number, ``id`` and ``pk`` are text."""
    for value in ("7", 7):
        user = user_with(user_id=value)
        assert (user.id, user.pk) == ("7", "7")


def test_the_identifier_is_read_from_the_claim_of_the_settings() -> None:
    """Another claim may hold it."""
    with override_settings(SIGNET={"USER_ID_CLAIM": "sub"}):
        assert user_with(sub="ada").id == "ada"


def test_the_claims_are_those_of_the_token() -> None:
    """All of them, as they are in the token."""
    user = user_with(locale="de")
    assert user.claims == user.token.payload
    assert user.claims["locale"] == "de"


def test_a_claim_is_an_attribute() -> None:
    """A claim reads like a field of the user; one that isn't there is an error, not a silent None."""
    user = user_with(first_name="Ada", roles=["editor"], nothing=None)
    assert (user.first_name, user.roles, user.nothing) == ("Ada", ["editor"], None)
    assert getattr(user, "last_name", "unknown") == "unknown"
    with pytest.raises(AttributeError, match="The token has no claim 'last_name'"):
        _ = user.last_name


def test_the_username_is_a_claim() -> None:
    """Without the claim it is empty."""
    assert (user_with(username="ada").username, user_with(username="ada").get_username()) == ("ada", "ada")
    assert (user_with().username, user_with().get_username()) == ("", "")


@pytest.mark.parametrize("claim", ["is_staff", "is_superuser"])
@pytest.mark.parametrize("value", [1, "true", "True", "yes", [True], {"a": 1}, None, False, 0])
def test_only_true_is_true(claim: str, value: object) -> None:
    """A value that is merely true to Python grants no rights."""
    assert getattr(user_with(**{claim: True}), claim) is True
    assert getattr(user_with(**{claim: value}), claim) is False
    assert getattr(user_with(), claim) is False


@pytest.mark.parametrize(("name", "value"), [("is_active", True), ("is_authenticated", True), ("is_anonymous", False)])
def test_the_user_of_a_token_is_authenticated(name: str, value: object) -> None:
    """No claim makes the user of a valid token anonymous."""
    assert getattr(user_with(), name) is value
    assert getattr(user_with(**{name: not value}), name) is value


def test_a_token_holds_no_permissions() -> None:
    """Not even for a superuser's token: nothing was looked up."""
    user = user_with(is_superuser=True, permissions=["auth.add_user"])
    assert user.get_group_permissions() == user.get_all_permissions() == set()
    assert not user.has_perm("auth.add_user")
    assert not user.has_perms(["auth.add_user"])
    assert not user.has_perms([])
    assert not user.has_module_perms("auth")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["groups", "user_permissions"])
def test_there_are_no_groups_but_those_of_the_claims(name: str) -> None:
    """Code that asks a user for them finds none; a claim of that name stays what it is."""
    nothing: Any = getattr(user_with(), name)
    assert list(nothing.all()) == []
    assert not nothing.filter(name="staff").exists()
    assert getattr(user_with(**{name: ["staff"]}), name) == ["staff"]


def test_there_is_no_row() -> None:
    """Methods that would write to the row, or read its password, say that there is none."""
    user = user_with()
    for act in (user.save, user.delete, lambda: user.set_password("x"), lambda: user.check_password("x")):
        with pytest.raises(NotImplementedError, match="no DB representation"):
            act()


def test_two_tokens_of_one_user_are_one_user() -> None:
    """Users are equal by their identifier, and can be counted in a set."""
    assert user_with(user_id="7", locale="de") == user_with(user_id=7)
    assert user_with(user_id="7") != user_with(user_id="8")
    assert len({user_with(user_id="7"), user_with(user_id=7), user_with(user_id="8")}) == 2


def test_the_user_of_a_token_is_not_the_row_of_that_user(user: User) -> None:
    """They are different things, so they are never equal."""
    assert user_with(user_id=user.pk) != user
    assert user != user_with(user_id=user.pk)
    assert user_with(user_id="7") != "7"
    assert user_with(user_id="7") != SimpleNamespace(id="7", pk="7")


def test_it_is_shown_by_its_identifier() -> None:
    """Claims may be somebody's business."""
    assert str(user_with(email="ada@example.com")) == "TokenUser 7"
    assert "ada@example.com" not in repr(user_with(email="ada@example.com"))


@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
        pytest.param(lambda user: pickle.loads(pickle.dumps(user)), id="pickle"),
    ],
)
def test_it_can_be_copied(copied: Callable[[TokenUser], TokenUser]) -> None:
    """A cache or a task queue gets a user with the same claims."""
    user = user_with(first_name="Ada")
    twin = copied(user)
    assert twin == user
    assert twin is not user
    assert twin.first_name == "Ada"
    assert twin.claims == user.claims


@pytest.mark.parametrize(
    ("permission", "claims", "expected"),
    [
        (IsAuthenticated, {}, True),
        (IsAdminUser, {"is_staff": True}, True),
        (IsAdminUser, {"is_staff": "true"}, False),
        (IsAdminUser, {}, False),
    ],
)
def test_rest_frameworks_permissions_understand_it(
    permission: type[IsAuthenticated | IsAdminUser], claims: dict[str, object], expected: bool
) -> None:
    """The permissions of a project need not know where its users come from."""
    http_request = APIRequestFactory().get("/")
    force_authenticate(http_request, user_with(**claims))  # type: ignore[arg-type]  # the stubs know rows alone
    request = APIView().initialize_request(http_request)
    assert permission().has_permission(request, APIView()) is expected


def test_no_query_is_made(db: None) -> None:
    """The token has the answer to every question about the user."""
    with CaptureQueriesContext(connection) as queries:
        user = user_with(username="ada", is_staff=True)
        _ = (user.id, user.username, user.is_staff, user.get_all_permissions(), str(user), hash(user))
    assert len(queries) == 0
