"""Change of the address: the new one confirms it, the old one gets a notice, and every older link is void."""

from __future__ import annotations

from typing import Any, Final

import pytest

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import EmailAddress
from tests.accounts.changed import signet
from tests.accounts.hearing import hearing
from tests.accounts.joining import join
from tests.accounts.mails import last_token, sent
from tests.accounts.person import (
    NEW_PASSWORD,
    Client,
    Person,
    credentials,
    find_person,
    make_person,
    sign_in,
)
from tests.conftest import PASSWORD

SET: Final = "/api/users/set_email/"
CONFIRM: Final = "/api/users/set_email_confirm/"
NEW: Final = "new@example.com"
NOT_VALID: Final = {
    "token": ["This link isn't valid, or it was already used. Ask for a new one."],
    "code": "link_invalid",
}


def ask(client: Client, email: str = NEW) -> Any:
    """The answer to the request for a link to *email*."""
    return client.post(SET, {"current_password": PASSWORD, "new_email": email})


def ask_for_token(client: Client, email: str = NEW) -> str:
    """The token that is mailed to *email*."""
    assert ask(client, email).status_code == 204
    return last_token()


def test_the_address_changes_when_the_link_is_followed(api: Client, signed_in: Client, person: Person) -> None:
    """204 without a body twice; nothing changes in between. The old address gets a notice; the new one is verified."""
    answer = ask(signed_in)
    assert (answer.status_code, answer.content) == (204, b"")
    token = last_token()
    assert sent() == [("email_change", NEW)]
    person.refresh_from_db()
    assert person.email == "ada@example.com"
    with hearing() as heard:
        answer = api.post(CONFIRM, {"token": token})
    assert (answer.status_code, answer.content) == (204, b"")
    assert heard == [("email_verified", person.pk)]
    assert sent() == [("email_changed", "ada@example.com")]
    person.refresh_from_db()
    assert person.email == NEW
    assert is_verified(person)
    assert [(one.address, one.user_id) for one in EmailAddress.objects.all()] == [(NEW, person.pk)]


def test_sessions_go_on_and_the_next_sign_in_is_as_before(api: Client, signed_in: Client, person: Person) -> None:
    """The password is the same. A user whose username is the address signs in with the new one."""
    api.post(CONFIRM, {"token": ask_for_token(signed_in)})
    assert signed_in.get("/api/users/me/").json()["email"] == NEW
    assert signed_in.refresh().status_code == 200
    person.refresh_from_db()
    assert api.post("/api/token/", credentials(person)).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_a_mail_scanner_changes_nothing(api: Client, signed_in: Client, person: Person, method: str) -> None:
    """405."""
    assert getattr(api, method)(f"{CONFIRM}?token={ask_for_token(signed_in)}").status_code == 405
    person.refresh_from_db()
    assert person.email == "ada@example.com"


def test_the_link_works_once(api: Client, signed_in: Client) -> None:
    """The second time it is void, as its user has another address now. No second notice."""
    token = ask_for_token(signed_in)
    api.post(CONFIRM, {"token": token})
    sent()
    answer = api.post(CONFIRM, {"token": token})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    assert sent() == []


def test_every_older_link_is_void(api: Client, signed_in: Client, person: Person) -> None:
    """Both a reset link and a link for another new address, mailed before."""
    api.post("/api/users/reset_password/", {"email": person.email})
    reset = last_token()
    other = ask_for_token(signed_in, "other@example.com")
    api.post(CONFIRM, {"token": ask_for_token(signed_in)})
    answer = api.post("/api/users/reset_password_confirm/", {"token": reset, "new_password": NEW_PASSWORD})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    answer = api.post(CONFIRM, {"token": other})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    person.refresh_from_db()
    assert person.email == NEW
    assert person.check_password(PASSWORD)


def test_a_new_password_voids_the_link(api: Client, signed_in: Client, person: Person) -> None:
    """A thief who asked with a stolen password gets nowhere once it is changed."""
    token = ask_for_token(signed_in)
    signed_in.post("/api/users/set_password/", {"current_password": PASSWORD, "new_password": NEW_PASSWORD})
    answer = api.post(CONFIRM, {"token": token})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)


def test_a_wrong_password_sends_nothing(signed_in: Client) -> None:
    """400 under its field."""
    answer = signed_in.post(SET, {"current_password": "wrong", "new_email": NEW})
    assert (answer.status_code, answer.json()) == (
        400,
        {"current_password": ["The password is wrong."], "code": "wrong_password"},
    )
    assert sent() == []


@pytest.mark.parametrize("email", ["grace@example.com", "Grace@Example.com"])
@pytest.mark.parametrize("is_owner_verified", [True, False])
def test_a_taken_address_is_answered_alike_and_its_owner_told(
    signed_in: Client, person: Person, email: str, is_owner_verified: bool
) -> None:
    """The answer reveals nothing; the owner gets the mail that there is an account."""
    make_person("grace", is_verified=is_owner_verified)
    answer = ask(signed_in, email)
    assert (answer.status_code, answer.content) == (204, b"")
    assert sent() == [("account_exists", "grace@example.com")]


@pytest.mark.parametrize("has_claim", [True, False], ids=["signed-up", "made-by-an-administrator"])
def test_an_address_that_was_taken_meanwhile_is_not_given_twice(
    api: Client, signed_in: Client, person: Person, has_claim: bool
) -> None:
    """400 when the link is followed; both keep what they have."""
    token = ask_for_token(signed_in)
    if has_claim:
        join(api, "new")
    else:
        make_person("new", is_verified=False)
    sent()
    answer = api.post(CONFIRM, {"token": token})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    person.refresh_from_db()
    assert person.email == "ada@example.com"
    assert is_verified(person)
    assert find_person("new").pk != person.pk
    assert sent() == []


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com"])
def test_ones_own_address_needs_no_link(signed_in: Client, person: Person, email: str) -> None:
    """The same answer, and no mail: the user has it already."""
    assert ask(signed_in, email).status_code == 204
    assert sent() == []


def test_the_new_address_is_kept_in_lower_case(api: Client, signed_in: Client, person: Person) -> None:
    """However it was typed."""
    token = ask_for_token(signed_in, "New@EXAMPLE.com")
    assert sent() == [("email_change", NEW)]
    api.post(CONFIRM, {"token": token})
    person.refresh_from_db()
    assert person.email == NEW


def test_the_old_address_is_free_again(api: Client, signed_in: Client, person: Person) -> None:
    """Somebody else may sign up with it."""
    api.post(CONFIRM, {"token": ask_for_token(signed_in)})
    sent()
    join(api, "successor", email="ada@example.com")
    assert sent() == [("activation", "ada@example.com")]
    assert find_person().pk != person.pk


def test_who_had_not_verified_the_old_one_has_verified_the_new_one(api: Client, unverified: Person) -> None:
    """The notice still goes to the old address, as its owner would not learn of the change otherwise."""
    with signet(EMAIL_VERIFICATION="optional"):
        token = ask_for_token(sign_in(unverified))
        sent()
        assert api.post(CONFIRM, {"token": token}).status_code == 204
    assert sent() == [("email_changed", "grace@example.com")]
    unverified.refresh_from_db()
    assert is_verified(unverified)


def test_the_notice_goes_to_the_mailbox_as_the_account_had_it(api: Client, db: None) -> None:
    """Only the mail server may compare the part before the @."""
    person = make_person(email="Ada@example.com")
    token = ask_for_token(sign_in(person))
    sent()
    api.post(CONFIRM, {"token": token})
    assert sent() == [("email_changed", "Ada@example.com")]


def test_mails_to_one_address_are_counted(signed_in: Client) -> None:
    """After the limit no more are sent, and the answer stays the same: nobody's mailbox is filled."""
    with signet(THROTTLE_RATES={"mail_address": "2/h"}):
        assert [ask(signed_in).status_code for _ in range(4)] == [204] * 4
    assert len(sent()) == 2
