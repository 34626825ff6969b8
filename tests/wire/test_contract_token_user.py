"""`TokenUser`, the user of stateless authentication, has what Django and projects expect of a user."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.models import TokenUser
from drf_signet.tokens import AccessToken
from tests.wire.answers import body
from tests.wire.doors import STATELESS


class MyTokenUser(TokenUser):
    """A project's own."""


def token_user(user: User, **claims: object) -> TokenUser:
    """A token user for *user* with further claims."""
    token = AccessToken.for_user(user)
    token.payload.update(claims)
    return TokenUser(AccessToken(str(token)))


def test_it_is_authenticated_and_active(user: User) -> None:
    """Permission classes treat it as a user who signed in."""
    made = token_user(user)
    assert (made.is_authenticated, made.is_active, made.is_anonymous) == (True, True, False)


def test_its_id_is_a_string(user: User) -> None:
    """``id`` and ``pk`` are the value of the claim, whatever the type of the key in the database."""
    made = token_user(user)
    assert made.id == made.pk == str(user.pk)


def test_claims_are_attributes(user: User) -> None:
    """A claim of the token is an attribute of the user, and is in ``claims``."""
    made = token_user(user, first_name="Ada", username="ada")
    assert made.first_name == made.claims["first_name"] == "Ada"
    assert made.username == made.get_username() == "ada"


def test_an_unknown_claim_is_no_attribute(user: User) -> None:
    """``hasattr`` returns False for a claim that the token doesn't have, and ``getattr`` without a default raises."""
    made = token_user(user)
    assert not hasattr(made, "first_name")
    assert getattr(made, "first_name", "nobody") == "nobody"
    with pytest.raises(AttributeError, match="first_name"):
        _ = made.first_name


def test_no_name_is_an_empty_name(user: User) -> None:
    """A token without the claim ``username`` gives an empty one."""
    assert token_user(user).get_username() == ""


@pytest.mark.parametrize("value", ["true", "True", 1, [True], {"a": 1}, None, False])
def test_only_true_makes_staff(user: User, value: object) -> None:
    """A claim that is only truthy gives no rank."""
    made = token_user(user, is_staff=value, is_superuser=value)
    assert (made.is_staff, made.is_superuser) == (False, False)


def test_true_makes_staff(user: User) -> None:
    """The claims ``is_staff`` and ``is_superuser`` count if they are true."""
    made = token_user(user, is_staff=True, is_superuser=True)
    assert (made.is_staff, made.is_superuser) == (True, True)


def test_it_has_no_permissions(user: User) -> None:
    """Not even a superuser's token holds permissions."""
    made = token_user(user, is_superuser=True)
    assert made.get_all_permissions() == made.get_group_permissions() == set()
    assert not made.has_perm("auth.add_user")
    assert not made.has_perms(["auth.add_user"])
    assert not made.has_module_perms("auth")


def test_it_can_not_be_saved(user: User) -> None:
    """There is no row to write."""
    with pytest.raises(NotImplementedError, match="no DB representation"):
        token_user(user).save()


def test_two_of_one_user_are_equal(user: User) -> None:
    """Users are compared by their identifier, and equal no other object."""
    other = User.objects.create_user("bob")
    assert token_user(user) == token_user(user)
    assert hash(token_user(user)) == hash(token_user(user))
    assert token_user(user) != token_user(other)
    assert token_user(user) != user


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
        pytest.param(lambda made: pickle.loads(pickle.dumps(made)), id="pickle"),
    ],
)
def test_it_can_be_copied(user: User, again: Callable[[TokenUser], TokenUser]) -> None:
    """Copies, and users from a cache, are the same user with the same claims."""
    made = token_user(user, first_name="Ada")
    twin = again(made)
    assert twin is not made
    assert twin == made
    assert twin.first_name == "Ada"
    assert not hasattr(twin, "last_name")


def test_its_class_is_the_projects(user: User, api: APIClient, settings: Settings) -> None:
    """The user of the request is a TOKEN_USER_CLASS."""
    settings.SIGNET = {"TOKEN_USER_CLASS": "tests.wire.test_contract_token_user.MyTokenUser"}
    assert body(STATELESS.show(api, str(AccessToken.for_user(user))))["class"] == "MyTokenUser"
