"""A request for a mail reveals nothing about the address: for a link, a reset, or a new address."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.askers import KINDS, NEVER, WRONG, ask, assert_alike
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import (
    Client,
    Person,
    address_of,
    make_person,
    sign_in,
)
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("people")


RESEND, RESET = "resend_activation/", "reset_password/"
MAILS = pytest.mark.parametrize("path", [RESEND, RESET])


@MAILS
def test_a_request_for_a_mail_reveals_nothing(path: str, hashed: list[str]) -> None:
    """The same bytes; before the answer, the same two queries are made, and nothing is hashed."""
    answers, statements = {}, set()
    for kind in KINDS:
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=NEVER):
            answers[kind] = ask(path, kind)
        statements.add(tuple(one["sql"].replace(address_of(kind), "?") for one in queries.captured_queries))
    assert_alike(answers, 204)
    ((_, _),) = statements
    assert hashed == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (RESEND, [("activation", address_of("unverified"))]),
        (RESET, [("password_reset", address_of(kind)) for kind in ("known", "unverified", "keyless")]),
    ],
)
def test_only_people_who_need_a_mail_get_one(path: str, expected: list[tuple[str, str]]) -> None:
    """Users who may sign in get a link to set a password; those who haven't followed their first link get it again."""
    for kind in KINDS:
        ask(path, kind)
    assert sent() == expected


@MAILS
def test_a_spelling_in_capitals_reaches_the_same_people(path: str) -> None:
    """The mail goes to the address as the account has it."""
    for kind in KINDS:
        Client().post(f"/api/users/{path}", {"email": address_of(kind).upper()})
    assert {recipient for _, recipient in sent()} <= {address_of(kind) for kind in KINDS}


@MAILS
@pytest.mark.usefixtures("noon")
def test_too_many_requests_reveal_nothing(path: str) -> None:
    """The limit of one mailbox doesn't show. A client that asks too often is refused for every address."""
    for kind in KINDS:
        assert [ask(path, kind).status_code for _ in range(6)] == [204] * 6
    with signet(THROTTLE_RATES={"mail_ip": "1/2h"}):
        ask(path, "unknown")
        assert_alike({kind: ask(path, kind) for kind in KINDS}, 429)


def change_to(client: Client, kind: str, password: str = PASSWORD) -> Any:
    """The answer to a user who is signed in and asks for the address of somebody of *kind*."""
    return client.post("/api/users/set_email/", {"current_password": password, "new_email": address_of(kind)})


def test_a_change_of_address_reveals_nothing(hashed: list[str]) -> None:
    """The same bytes, as many statements, and one password hashed. The owner of the address gets a mail."""
    asking: Person = make_person("asking")
    client = sign_in(asking)
    answers, statements, hashings = {}, {}, {}
    for kind in KINDS:
        hashed.clear()
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=NEVER):
            answers[kind] = change_to(client, kind)
        statements[kind], hashings[kind] = len(queries), len(hashed)
    assert_alike(answers, 204)
    assert len(set(statements.values())) == 1, statements
    assert set(hashings.values()) == {1}
    assert sent() == []
    for kind in KINDS:
        change_to(client, kind)
    assert sent() == [
        ("email_change", address_of("unknown")),
        *(("account_exists", address_of(kind)) for kind in KINDS[1:]),
    ]
    asking.refresh_from_db()
    assert asking.email == address_of("asking")


def test_a_change_of_address_with_a_wrong_password_reveals_nothing() -> None:
    """Nobody gets a mail either."""
    client = sign_in(make_person("asking"))
    assert_alike({kind: change_to(client, kind, WRONG) for kind in KINDS}, 400)
    assert sent() == []


def test_a_change_to_ones_own_address_sends_no_mail() -> None:
    """Nobody has to confirm anything, and there is nobody to notify."""
    client = sign_in(make_person("asking"))
    assert change_to(client, "asking").status_code == 204
    assert sent() == []
