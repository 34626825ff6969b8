"""Values of a sign-up come back unchanged, whatever the user model has; an error names those that can't be kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from drf_signet.accounts.pending_fields import bring_back, keep, stored_key
from drf_signet.accounts.user_fields import candidate, unique_fields

VALUES: Final[dict[str, Any]] = {
    "id": UUID(int=7),
    "email": "ada@example.com",
    "number": 5,
    "born": date(1815, 12, 10),
    "wakes": time(6, 30, 15, 123_456),
    "joined": datetime(2027, 1, 15, 8, 0, 0, 123_456, tzinfo=UTC),
    "balance": Decimal("12345678.9010"),
    "share": 0.1,
    "key": UUID(int=2**128 - 1),
    "patience": timedelta(days=-1, microseconds=1),
    "address": "2001:db8::1",
    "picture": b"\x00\xff",
    "wishes": {"a": [1, None, "\u00fc"], "b": {}},
    "wants_mail": False,
    "motto": "\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f680\nNone",
    "nickname": "countess",
}


@pytest.fixture(autouse=True)
def _members() -> Iterator[None]:
    """The user model."""
    with override_settings(AUTH_USER_MODEL="people.Member"):
        yield


def through_json(fields: dict[str, Any]) -> dict[str, object]:
    """The value that comes back."""
    return bring_back(json.loads(json.dumps(keep(fields))))


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_was(name: str) -> None:
    """With its type, to the microsecond and the last digit."""
    (found,) = through_json({name: VALUES[name]}).values()
    assert found == VALUES[name]
    assert type(found) is type(VALUES[name]) or name == "picture"


@pytest.mark.parametrize("name", [*VALUES, "group", "invitation", "photo"])
def test_nothing_comes_back_as_nothing(name: str) -> None:
    """Not as text."""
    assert through_json({name: None}) == {name: None}


def test_a_row_of_another_table_comes_back_as_that_row(db: None) -> None:
    """If it is still there."""
    group, permission = Group.objects.create(name="friends"), Permission.objects.all()[0]
    kept = keep({"group": group, "invitation": permission})
    assert bring_back(kept) == {"group": group, "invitation": permission}
    group.delete()
    with pytest.raises(ObjectDoesNotExist):
        bring_back(kept)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("photo", SimpleUploadedFile("ada.png", b"png")),
        ("groups", [Group()]),
        ("company", object()),
        ("company", ("a", "b")),
        ("company", date(2027, 1, 1)),
        ("number", "five"),
    ],
    ids=["file", "rows", "object", "tuple", "date", "not-of-its-type"],
)
def test_a_value_that_would_not_come_back_is_an_error(name: str, value: object) -> None:
    """The error tells the project's developers the field and the type, but not the value."""
    with pytest.raises(
        ImproperlyConfigured, match=f"{name!r} can't wait .* {type(value).__name__}, changes when it is stored"
    ):
        keep({name: value})


def test_what_only_the_manager_knows_is_json() -> None:
    """A sign-up may ask for it though it is no column."""
    assert through_json({"company": {"name": "Acme", "size": 5}}) == {"company": {"name": "Acme", "size": 5}}


def test_who_would_have_the_fields_has_those_of_the_model() -> None:
    """Password validators look at them."""
    user: Any = candidate({**VALUES, "company": "Acme"})
    assert (user.number, user.nickname) == (5, "countess")
    assert not hasattr(user, "company")


def test_unique_fields_are_known_except_the_address() -> None:
    """They include the key, and the row that only one user may have."""
    assert unique_fields() == {"id", "number", "invitation"}


def test_what_is_the_same_to_people_has_one_key() -> None:
    """Names in any case and width, and a number and the text typed to sign in with it."""
    assert stored_key("motto", "Ada") == stored_key("motto", "ADA") == stored_key("motto", "\uff21da")
    assert stored_key("number", 5) == stored_key("number", "5")
    assert stored_key("motto", "5") != stored_key("number", "5")
    assert stored_key("motto", "\ud800") != stored_key("motto", "\ud801")
