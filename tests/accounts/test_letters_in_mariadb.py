"""What accounts make of letters on MariaDB, whose collations tell few of them apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from drf_signet.accounts.email_addresses import holders_of
from drf_signet.accounts.models import EmailAddress, PendingSignUp
from drf_signet.accounts.testing import token_in
from tests.accounts.parallel import make_tables, used
from tests.accounts.person import has_username, make_person, sign_in, sign_up_body
from tests.real_parts import mysql

SMILE = "\U0001f600"
ADA = "ada@example.com"
ACCENTED = "ada@ex\u00e4mple.com"


@pytest.fixture(scope="module", autouse=True)
def url(mariadb_server: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """All models live there, as Django makes them."""
    url = mysql.create(mariadb_server, "letters")
    with django_db_blocker.unblock(), used(mysql.options_for(url)):
        make_tables()
        yield url


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    yield
    get_user_model()._default_manager.all().delete()
    PendingSignUp.objects.all().delete()


def sign_up(name: str, address: str) -> int:
    """Sign up, and follow the link. The value is the status of the second."""
    api = APIClient(raise_request_exception=False)
    assert api.post("/api/users/", sign_up_body(name, email=address)).status_code == 201
    return api.post("/api/users/activation/", {"token": token_in(mail.outbox[-1])}).status_code


def test_an_address_with_an_accent_is_another() -> None:
    """Whoever has it, as an administrator may have written it, is in nobody's way."""
    make_person("eve", email=ACCENTED)
    assert holders_of(ACCENTED).is_taken
    assert not holders_of(ADA).is_taken
    if has_username():
        assert sign_up("ada", ADA) == 204
        assert sorted(EmailAddress.objects.values_list("address", flat=True)) == [ADA, ACCENTED]


@pytest.fixture
def _of_three_bytes(url: str) -> Iterator[None]:
    """The table of users is of a time when utf8 had three bytes for each character."""
    table = get_user_model()._meta.db_table
    mysql.run(url, f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb3")
    yield
    mysql.run(url, f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4")


@pytest.mark.usefixtures("_of_three_bytes")
def test_a_name_that_a_table_cannot_hold_is_a_bad_request() -> None:
    """When somebody follows the link, and when they change it."""
    field = "first_name" if has_username() else "full_name"
    api = APIClient(raise_request_exception=False)
    assert api.post("/api/users/", sign_up_body("eve", **{field: SMILE})).status_code == 201
    refused = api.post("/api/users/activation/", {"token": token_in(mail.outbox[-1])})
    assert (refused.status_code, refused.json()["code"]) == (400, "characters_refused")
    signed_in = sign_in(make_person())
    refused = signed_in.patch("/api/users/me/", {field: SMILE})
    assert (refused.status_code, refused.json()["code"]) == (400, "characters_refused")
