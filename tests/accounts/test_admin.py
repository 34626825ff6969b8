"""Addresses in the admin: staff see them, search them, and verify them for users whom no mail reaches."""

from __future__ import annotations

from html import unescape
from typing import Final

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext

from drf_signet.accounts.email_addresses import email_of, is_verified
from drf_signet.accounts.models import EmailAddress
from tests.accounts.person import Person, make_person

LIST: Final = "/admin/signet_accounts/emailaddress/"


def client_of(name: str, **fields: object) -> DjangoClient:
    """A client with a user who is signed in to the admin."""
    client = DjangoClient()
    client.force_login(make_person(name, is_verified=False, **fields))
    return client


@pytest.fixture
def admin(db: None) -> DjangoClient:
    """A client of a superuser."""
    return client_of("root", is_staff=True, is_superuser=True)


@pytest.fixture
def waiting(unverified: Person) -> Person:
    """A user who has signed up."""
    EmailAddress.objects.create(user=unverified, address=email_of(unverified))
    return unverified


def page(response: HttpResponseBase) -> str:
    """The text of a page."""
    assert response.status_code == 200
    return unescape(getattr(response, "content", b"").decode())


def mark(client: DjangoClient, *people: Person) -> HttpResponseBase:
    """Choose the action of the list."""
    chosen = {"action": "mark_as_verified", "_selected_action": [str(one.pk) for one in people]}
    return client.post(LIST, chosen, follow=True)


def test_the_list_says_who_and_whether(admin: DjangoClient, person: Person, waiting: Person) -> None:
    """Addresses, and which are verified."""
    shown = page(admin.get(LIST))
    assert "ada@example.com" in shown
    assert "grace@example.com" in shown
    empty = page(admin.get(f"{LIST}?verified_at__isempty=1"))
    assert "grace@example.com" in empty
    assert "ada@example.com" not in empty


def test_an_address_is_found(admin: DjangoClient, person: Person, waiting: Person) -> None:
    """By a part of it."""
    shown = page(admin.get(f"{LIST}?q=grace"))
    assert "grace@example.com" in shown
    assert "ada@example.com" not in shown


def test_the_page_of_an_address_changes_nothing(admin: DjangoClient, waiting: Person) -> None:
    """It shows every field, and ignores changes sent to it."""
    path = f"{LIST}{waiting.pk}/change/"
    assert "grace@example.com" in page(admin.get(path))
    sent = {"user": str(waiting.pk), "address": "mallory@example.com"}
    admin.post(path, {**sent, "verified_at_0": "2027-01-01", "verified_at_1": "00:00"})
    assert EmailAddress.objects.get(user=waiting).address == "grace@example.com"
    assert not is_verified(waiting)


def test_nobody_adds_one(admin: DjangoClient) -> None:
    """Claims are made by signing up."""
    assert admin.get(f"{LIST}add/").status_code == 403


def test_the_action_verifies_who_is_chosen(admin: DjangoClient, person: Person, waiting: Person) -> None:
    """It says how many. Addresses verified earlier keep their date."""
    since = EmailAddress.objects.get(user=person).verified_at
    third = make_person("edith", is_verified=False)
    EmailAddress.objects.create(user=third, address=email_of(third))
    assert "1 address marked as verified." in page(mark(admin, person, waiting))
    assert is_verified(waiting)
    assert not is_verified(third)
    assert EmailAddress.objects.get(user=person).verified_at == since


def test_who_may_only_look_verifies_nobody(waiting: Person) -> None:
    """The action asks for the permission to change."""
    content_type = ContentType.objects.get_for_model(EmailAddress)
    client = client_of("member", is_staff=True)
    member = get_user_model()._default_manager.get(email="member@example.com")
    member.user_permissions.set(Permission.objects.filter(content_type=content_type, codename="view_emailaddress"))
    assert "mark_as_verified" not in page(client.get(LIST))
    mark(client, waiting)
    assert not is_verified(waiting)
    member.user_permissions.add(Permission.objects.get(content_type=content_type, codename="change_emailaddress"))
    mark(client, waiting)
    assert is_verified(waiting)


def test_the_list_costs_as_much_for_many(admin: DjangoClient, person: Person) -> None:
    """Users come along with their addresses."""
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for number in range(5):
        make_person(f"person{number}")
    with CaptureQueriesContext(connection) as many:
        admin.get(LIST)
    assert len(many) == len(few)


def test_a_user_is_deleted_with_the_address(admin: DjangoClient, person: Person) -> None:
    """The address is free then."""
    person.delete()
    assert not EmailAddress.objects.filter(address="ada@example.com").exists()
