"""Identities in the admin: staff look at them, and delete them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client as DjangoClient

from drf_signet.identities.models import Identity
from tests.accounts.person import make_person

LIST = "/admin/signet_identities/identity/"

pytestmark = pytest.mark.django_db


def test_staff_look_and_delete() -> None:
    """They add none, and change none."""
    admin = DjangoClient()
    admin.force_login(make_person("root", is_staff=True, is_superuser=True))
    fields: dict[str, Any] = {"issuer": "https://id", "subject": "s-1", "provider": "hub", "email": "a@b.org"}
    row = Identity.objects.create(user=make_person(), created_at=datetime(2027, 1, 1, tzinfo=UTC), **fields)
    listed = admin.get(LIST, {"q": "a@b.org"})
    assert listed.status_code == 200
    assert b"a@b.org" in listed.content
    assert admin.get(f"{LIST}add/").status_code == 403
    form = admin.get(f"{LIST}{row.pk}/change/")
    assert b"s-1" in form.content
    assert b'name="subject"' not in form.content
    assert admin.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Identity.objects.exists()


def test_a_key_follows_what_is_written() -> None:
    """Also in bulk. Two identities with one key can't be."""
    user = make_person()
    now = datetime(2027, 1, 1, tzinfo=UTC)
    rows = [
        Identity(issuer=issuer, subject=subject, user=user, provider="hub", created_at=now)
        for issuer, subject in (("https://id", "1"), ("https://id1", ""), ("https://i", "d1"), ("https://id", "A"))
    ]
    Identity.objects.bulk_create(rows)
    assert len({one.key for one in Identity.objects.all()}) == 4
    again = Identity(issuer="https://id", subject="1", user=user, provider="hub", created_at=now)
    Identity.objects.bulk_create([again], ignore_conflicts=True)
    assert Identity.objects.count() == 4
