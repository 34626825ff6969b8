"""People of whichever user model is set: what they send to sign up and in, and how they come to be."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import TestCase
from rest_framework.test import APIClient

from drf_signet.accounts.testing import verify
from tests.conftest import PASSWORD

NEW_PASSWORD: Final = "another-horse-battery"
Person = Any
"""A user: the fields of the three models have little in common that a type could say."""


class Client(APIClient):
    """A client whose requests are committed when they are answered, so that their mails are sent."""

    tokens: dict[str, Any]
    """What the sign-in was answered with."""

    def request(self, **kwargs: Any) -> Any:
        """The answer."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**kwargs)

    def carry(self, tokens: dict[str, Any]) -> Client:
        """The client itself, with the access token of *tokens* in its requests."""
        self.tokens = tokens
        self.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
        return self

    def refresh(self) -> Any:
        """The answer to a refresh with the token of the sign-in."""
        return self.post("/api/token/refresh/", {"refresh": self.tokens["refresh"]})


def has_username() -> bool:
    """Whether the user model has a username beside the address."""
    return get_user_model().USERNAME_FIELD != "email"


def identity(name: str) -> dict[str, str]:
    """The fields that somebody called *name* needs, the address among them."""
    address = address_of(name)
    return {"username": name, "email": address} if has_username() else {"email": address, "full_name": name.title()}


def address_of(name: str) -> str:
    """The e-mail address of somebody called *name*."""
    return f"{name}@example.com"


def sign_up_body(name: str = "ada", **changes: object) -> dict[str, Any]:
    """What somebody called *name* sends to sign up, with *changes*."""
    return {**identity(name), "password": PASSWORD, **changes}


def credentials(person: AbstractBaseUser, password: str = PASSWORD) -> dict[str, str]:
    """What *person* sends to sign in."""
    return {get_user_model().USERNAME_FIELD: person.get_username(), "password": password}


def make_person(name: str = "ada", *, is_verified: bool = True, **fields: object) -> Person:
    """A user called *name* with further *fields*, whose address is verified unless *is_verified* says otherwise."""
    manager: Any = get_user_model()._default_manager
    person = manager.create_user(**{**identity(name), "password": PASSWORD, **fields})
    if is_verified:
        verify(person)
    return person


def find_person(name: str = "ada") -> Person:
    """The user at the address of somebody called *name*, as the database has them."""
    return get_user_model()._default_manager.get(email=address_of(name))


def sign_in(person: AbstractBaseUser, password: str = PASSWORD, client: Client | None = None) -> Client:
    """A client that *person* has signed in with."""
    client = client or Client(raise_request_exception=False)
    answer = client.post("/api/token/", credentials(person, password))
    assert answer.status_code == 200, answer.content
    return client.carry(answer.json())
