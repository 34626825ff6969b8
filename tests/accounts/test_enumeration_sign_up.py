"""A sign-up reveals nothing about its address. The owner of the address gets a mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.askers import KINDS, NEVER, assert_alike, sign_up
from tests.accounts.changed import signet
from tests.accounts.mails import SITE, html_of, sent
from tests.accounts.person import (
    address_of,
    has_username,
)

pytestmark = pytest.mark.usefixtures("people")


@pytest.mark.parametrize("verification", ["mandatory", "optional"])
def test_a_sign_up_reveals_nothing(verification: str, hashed: list[str]) -> None:
    """The same bytes, and as many passwords hashed. Existing users don't change."""
    answers, hashings = {}, {}
    before = list(get_user_model()._default_manager.order_by("pk").values())
    with signet(EMAIL_VERIFICATION=verification):
        for kind in KINDS:
            hashed.clear()
            with signet(MAIL_DISPATCHER=NEVER):
                answers[kind] = sign_up(kind)
            hashings[kind] = len(hashed)
    assert_alike(answers, 201)
    assert set(hashings.values()) == {1}, hashings
    others = get_user_model()._default_manager.exclude(email=address_of("unknown"))
    assert list(others.order_by("pk").values()) == before
    made = get_user_model()._default_manager.filter(email=address_of("unknown")).count()
    assert made == (1 if verification == "optional" else 0)


def test_a_sign_up_asks_as_much_of_the_database_whoever_has_the_address() -> None:
    """Signet looks for its owner after the answer."""
    statements = {}
    for kind in KINDS:
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=NEVER):
            sign_up(kind)
        statements[kind] = len(queries)
    assert len(set(statements.values())) == 1, statements


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "short"},
        {"password": ""},
        {"password": "password123"},
        {"password": None},
        {"password": "known@example"},
    ],
)
def test_a_sign_up_that_is_refused_reveals_nothing(changes: dict[str, object]) -> None:
    """The errors are the same whoever has the address. Nobody gets a mail."""
    answers = {kind: sign_up(kind, **changes) for kind in ("unknown", "disabled", "unverified", "keyless")}
    assert_alike(answers, 400)
    assert sent() == []


@pytest.mark.skipif(not has_username(), reason="there is no username")
def test_a_taken_name_hides_whose_the_address_is() -> None:
    """Names are no secret, as others see them. The address beside a taken name stays secret."""
    assert_alike({kind: sign_up(kind, username="known") for kind in KINDS}, 400)
    assert sent() == []


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda address: f" {address} "])
def test_another_spelling_of_an_address_reveals_nothing(spelling: Any) -> None:
    """It makes no second account either: only the unknown address gets a link."""
    answers = {kind: sign_up(kind, email=spelling(address_of(kind))) for kind in KINDS}
    assert_alike(answers, 201)
    assert [recipient for kind, recipient in sent() if kind == "activation"] == [address_of("unknown")]


def test_the_owner_of_an_address_is_told_of_a_sign_up() -> None:
    """The new user gets the first link. An owner gets a link to set a new password, unless they may not sign in."""
    for kind in KINDS:
        sign_up(kind)
    with_link = {one.to[0] for one in mail.outbox if f"https://{SITE}/reset#" in str(one.body)}
    assert with_link == {address_of("known"), address_of("unverified"), address_of("keyless")}
    assert all(f"https://{SITE}/reset#" in html_of(one) for one in mail.outbox if one.to[0] in with_link)
    assert sent() == [
        ("activation", address_of("unknown")),
        *(("account_exists", address_of(kind)) for kind in KINDS[1:]),
    ]
