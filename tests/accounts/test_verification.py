"""EMAIL_VERIFICATION: who may sign in before the link was followed, at every endpoint that signs in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.testing import verify
from drf_signet.accounts.unverified_log import UNVERIFIED
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, credentials, make_person, sign_in
from tests.conftest import PASSWORD

DOORS: Final[Mapping[str, str]] = {"body": "/api/token/", "browser": "/api/browser/token/", "sliding": "/sliding/"}
NOT_VERIFIED = {
    "detail": "Confirm your e-mail address before you sign in. If you don't have a link for that, ask for one.",
    "code": "email_not_verified",
}
NO_ACCOUNT = {"detail": "No active account found with the given credentials", "code": "no_active_account"}

pytestmark = pytest.mark.urls("tests.accounts.urls")
each_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())


def answer_of(api: Client, door: str, body: Mapping[str, str]) -> Any:
    """The answer to a sign-in."""
    return api.post(door, body)


@each_door
def test_before_the_link_a_right_password_gets_the_reason(api: Client, unverified: Person, door: str) -> None:
    """401 with a code of its own, no session and no cookie."""
    answer = answer_of(api, door, credentials(unverified))
    assert (answer.status_code, answer.json()) == (401, NOT_VERIFIED)
    assert answer["WWW-Authenticate"].startswith('Bearer realm="api"')
    assert not answer.cookies
    assert not Session.objects.exists()


def test_the_log_says_what_helps_a_user_to_whom_no_link_was_sent(
    api: Client, unverified: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Once a minute, and the next line has the number of attempts. A wrong password is not logged."""
    UNVERIFIED.forget()
    for password in ("wrong", PASSWORD, PASSWORD):
        answer_of(api, DOORS["body"], credentials(unverified, password))
    (line,) = (one.getMessage() for one in caplog.records if one.name == "drf_signet.accounts")
    assert line.startswith(f"User {unverified.pk} proved who they are and can't sign in")
    assert "manage.py accounts verify" in line
    assert "@" not in line


@each_door
def test_before_the_link_a_wrong_password_reveals_nothing(api: Client, unverified: Person, door: str) -> None:
    """The answer is the one to any wrong password, or to an unknown name."""
    wrong = answer_of(api, door, credentials(unverified, "wrong"))
    assert wrong.status_code == 401
    assert wrong.json()["detail"] == NO_ACCOUNT["detail"]
    name = next(iter(credentials(unverified)))
    nobody = answer_of(api, door, {name: "nobody@example.com", "password": "wrong"})
    assert (wrong.content, wrong.headers) == (nobody.content, nobody.headers)


@each_door
def test_after_the_link_the_same_credentials_sign_in(api: Client, unverified: Person, door: str) -> None:
    """200."""
    verify(unverified)
    assert answer_of(api, door, credentials(unverified)).status_code == 200


@each_door
@pytest.mark.parametrize("mode", ["optional", "none"])
def test_without_the_rule_nobody_waits_for_the_link(api: Client, unverified: Person, door: str, mode: str) -> None:
    """200, but the address stays unverified."""
    with signet(EMAIL_VERIFICATION=mode):
        assert answer_of(api, door, credentials(unverified)).status_code == 200
    assert not is_verified(unverified)


@pytest.mark.django_db
def test_a_user_from_before_accounts_waits_too(api: Client) -> None:
    """Without a claim, an address is not verified."""
    elder = make_person("elder", is_verified=False)
    assert not hasattr(elder, "signet_email_address")
    assert api.post("/api/token/", credentials(elder)).json() == NOT_VERIFIED


def test_an_address_that_its_user_no_longer_has_is_not_verified(api: Client, person: Person) -> None:
    """An administrator changes it: the user follows a link to the new one before they sign in again."""
    session = sign_in(person)
    person.email = "new@example.com"
    person.save()
    assert not is_verified(person)
    assert api.post("/api/token/", credentials(person)).json() == NOT_VERIFIED
    # The session was opened when the address was verified. It goes on.
    assert session.get("/api/users/me/").json()["email_verified"] is False
    person.email = "ada@example.com"
    person.save()
    assert is_verified(person)


def test_a_wider_case_is_the_same_address(api: Client, person: Person) -> None:
    """Signet compares addresses, not their spelling."""
    person.email = "ADA@example.com"
    person.save()
    assert is_verified(person)
    assert api.post("/api/token/", credentials(person)).status_code == 200


@pytest.mark.parametrize(("mode", "queries"), [("mandatory", 1), ("optional", 0), ("none", 0)])
def test_the_rule_costs_one_query_or_none(api: Client, person: Person, mode: str, queries: int) -> None:
    """One, and only if the rule is on."""
    with signet(EMAIL_VERIFICATION=mode), CaptureQueriesContext(connection) as counted:
        api.post("/api/token/", credentials(person))
    about = [one for one in counted.captured_queries if "signet_accounts_emailaddress" in one["sql"]]
    assert len(about) == queries
