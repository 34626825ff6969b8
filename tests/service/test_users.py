"""The user model of the service."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from signet_server.users.models import User


@pytest.fixture
def ada(db: None) -> User:
    """A user with capitals in her address."""
    return User.objects.create_user("ada", "Ada@Example.COM", "correct-horse-battery")


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@EXAMPLE.COM"])
def test_an_address_is_unique_in_any_case(ada: User, email: str) -> None:
    """The database itself refuses a second account, and validation says so before it."""
    second = User(username="other", email=email, password="!")
    with pytest.raises(ValidationError, match="already exists"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize("username", ["ada@example.com", "a b", "", "a\n", "a\0b"])
def test_a_username_is_no_address(db: None, username: str) -> None:
    """Or one user could be named as another is reached."""
    with pytest.raises(ValidationError) as caught:
        User(username=username, email="x@example.com", password="!").full_clean()
    assert "username" in caught.value.message_dict


@pytest.mark.parametrize(("name", "queries"), [("ada", 1), ("ada@example.com", 2), ("ADA@EXAMPLE.com", 2)])
def test_signing_in_takes_two_queries_at_most(
    ada: User, django_assert_num_queries: Any, name: str, queries: int
) -> None:
    """One for each kind of name that it could be."""
    with django_assert_num_queries(queries):
        assert authenticate(username=name, password="correct-horse-battery") == ada


@pytest.mark.parametrize("password", ["", "wrong", "correct-horse-battery "])
def test_a_wrong_password_is_refused(ada: User, password: str) -> None:
    """Passwords are taken as they are."""
    assert authenticate(username="ada", password=password) is None


def test_a_disabled_user_is_refused(ada: User) -> None:
    """Even with the right password."""
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert authenticate(username="ada", password="correct-horse-battery") is None


def test_an_international_domain_is_compared_in_lower_case(db: None) -> None:
    """Its capital letters are not those of the English alphabet, so the database alone would tell them apart."""
    User.objects.create_user("grace", "grace@BÜCHER.example", "correct-horse-battery")
    assert authenticate(username="grace@bücher.example", password="correct-horse-battery") is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("other", "grace@bücher.EXAMPLE", "correct-horse-battery")
