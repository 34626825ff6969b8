"""The number of queries at each endpoint, without the mails, which another process sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.dispatchers import IN_TABLE, REMEMBER
from tests.accounts.mails import last_token
from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username, sign_in, sign_up_body
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _without_mails() -> Iterator[None]:
    """Queries of another process aren't counted."""
    with signet(MAIL_DISPATCHER=REMEMBER):
        yield


def cost(client: Client, method: str, path: str, body: Mapping[str, Any], status: int) -> list[str]:
    """The queries of a request, without savepoints."""
    with CaptureQueriesContext(connection) as counted:
        answer = getattr(client, method)(f"/api/users/{path}", body)
    assert answer.status_code == status, answer.content
    # In a transaction, such as that of a test, further ones are savepoints.
    return [one["sql"] for one in counted.captured_queries if "SAVEPOINT" not in one["sql"]]


ONE_FOR_THE_NAME = 1 if has_username() else 0


@pytest.mark.parametrize("is_taken", [False, True])
def test_sign_up(api: Client, person: Person, is_taken: bool) -> None:
    """
    As many for a taken address, as the time would reveal it otherwise.

    Two look for users with the address. For the name, some look for a user or a sign-up with it, or with a similar
    one; the reservation deletes expired ones and is written. Then come the sign-up, and the deletion of expired ones.
    """
    body = sign_up_body("new", **({"email": person.email} if is_taken else {}))
    queries = cost(api, "post", "", body, 201)
    assert len(queries) == 6 * ONE_FOR_THE_NAME + 4, queries


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
@pytest.mark.parametrize("path", ["resend_activation/", "reset_password/"])
def test_a_request_for_a_mail(api: Client, person: Person, path: str, email: str) -> None:
    """Two, whoever has the address, if mails go to a queue; two more if they go to the table."""
    asked = cost(api, "post", path, {"email": email}, 204)
    assert [one.split()[0] for one in asked] == ["SELECT", "SELECT"]
    with signet(MAIL_DISPATCHER=IN_TABLE):
        queries = cost(api, "post", path, {"email": email}, 204)
    assert queries[:2] == asked
    assert [one.split()[0] for one in queries[2:]] == ["SELECT", "INSERT"]
    assert all("signet_accounts_waitingmail" in one for one in queries[2:])


def test_activation(api: Client, unverified: Person) -> None:
    """The user, whether the address is verified, whose address it is, and the claim."""
    token = make_token(Purpose.ACTIVATION, unverified, timezone.now())
    first = cost(api, "post", "activation/", {"token": token}, 204)
    assert len(first) == 5, first
    again = cost(api, "post", "activation/", {"token": token}, 204)
    assert len(again) == 2, again


def test_an_account_is_opened(api: Client, db: None) -> None:
    """
    The sign-up is marked and read, two look for the address's owner, three make the user, two keep the name, and two
    end the sign-up.

    The second time, it is found marked, and read.
    """
    with signet(MAIL_DISPATCHER="drf_signet.accounts.outbox.at_once"):
        api.post("/api/users/", sign_up_body())
    token = last_token()
    first = cost(api, "post", "activation/", {"token": token}, 204)
    assert len(first) == 9 + 2 * ONE_FOR_THE_NAME, first
    again = cost(api, "post", "activation/", {"token": token}, 204)
    assert len(again) == 2, again


def test_a_look_at_a_reset_link(api: Client, person: Person) -> None:
    """One."""
    token = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
    queries = cost(api, "post", "reset_password/check/", {"token": token}, 204)
    assert len(queries) == 1, queries


def test_a_forged_link(api: Client, db: None) -> None:
    """None: a forged token costs no query."""
    for path in ("activation/", "reset_password/check/", "set_email_confirm/"):
        assert cost(api, "post", path, {"token": "a:b"}, 400) == []


def test_me(signed_in: Client) -> None:
    """The session with its user, and whether the address is verified."""
    queries = cost(signed_in, "get", "me/", {}, 200)
    assert len(queries) == 2, queries


def test_a_change_of_password(person: Person) -> None:
    """The session with its user, the user twice, and three for the sessions; one more if others end."""
    passwords = (PASSWORD, NEW_PASSWORD, PASSWORD, NEW_PASSWORD)
    costs = []
    for number, old, new in zip((1, 2, 5), passwords[:3], passwords[1:], strict=True):
        devices = [sign_in(person, old) for _ in range(number)]
        body = {"current_password": old, "new_password": new}
        costs.append(len(cost(devices[0], "post", "set_password/", body, 204)))
        Session.objects.all().delete()
    assert costs == [6, 7, 7]
