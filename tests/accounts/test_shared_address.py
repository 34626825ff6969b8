"""
Two users with one address, as Django's own model allows: made by an administrator, or before accounts were in use.

Where addresses are unique in the database, accounts still treat two spellings as one address.
"""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from drf_signet.accounts.email_addresses import is_taken, is_verified, users_at
from drf_signet.accounts.testing import token_in, verify
from drf_signet.errors import AddressTakenError
from tests.accounts.changed import signet
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, credentials, make_person, sign_up_body

ADDRESS = "both@example.com"
OTHER_SPELLING = "Both@example.com"


@pytest.fixture
def elder(db: None) -> Person:
    """The user who had the address first, and has verified it."""
    return make_person("elder", email=ADDRESS)


@pytest.fixture
def younger(elder: Person) -> Person:
    """The user with the same address in another spelling."""
    return make_person("younger", is_verified=False, email=OTHER_SPELLING)


def test_both_are_found_oldest_first(elder: Person, younger: Person) -> None:
    """By any spelling. (They are in order of primary key, which says nothing about age if it is a UUID.)"""
    pair = sorted([elder, younger], key=lambda one: one.pk)
    assert users_at(ADDRESS) == users_at("BOTH@example.com") == pair
    assert is_taken(ADDRESS)
    assert not is_taken("nobody@example.com")


def test_one_of_them_can_have_verified_it(elder: Person, younger: Person) -> None:
    """The first who did stays verified."""
    assert is_verified(elder)
    with pytest.raises(AddressTakenError):
        verify(younger)
    assert not is_verified(younger)


def test_a_sign_up_mails_both(api: Client, elder: Person, younger: Person) -> None:
    """Each account has its mail."""
    assert api.post("/api/users/", sign_up_body("third", email=ADDRESS)).status_code == 201
    assert sorted(sent()) == [("account_exists", OTHER_SPELLING), ("account_exists", ADDRESS)]


def test_a_reset_mails_each_of_them(api: Client, elder: Person, younger: Person) -> None:
    """Each mail has its own link."""
    api.post("/api/users/reset_password/", {"email": ADDRESS})
    assert len({token_in(one) for one in mail.outbox}) == 2
    assert sorted(sent()) == [("password_reset", OTHER_SPELLING), ("password_reset", ADDRESS)]


def test_the_link_of_the_verified_user_works(api: Client, elder: Person, younger: Person) -> None:
    """It leaves the other account alone."""
    before = younger.password
    api.post("/api/users/reset_password/", {"email": ADDRESS})
    (token,) = [token_in(one) for one in mail.outbox if one.to == [ADDRESS]]
    body = {"token": token, "new_password": NEW_PASSWORD}
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
    younger.refresh_from_db()
    assert younger.password == before


@pytest.mark.parametrize("mode", ["optional", "none"])
def test_the_link_of_the_other_works_where_verification_is_not_asked_for(
    api: Client, elder: Person, younger: Person, mode: str
) -> None:
    """They can sign in, so they can reset their password with the link that was mailed to them."""
    with signet(EMAIL_VERIFICATION=mode):
        assert api.post("/api/token/", credentials(younger)).status_code == 200
        api.post("/api/users/reset_password/", {"email": ADDRESS})
        (token,) = [token_in(one) for one in mail.outbox if one.to == [OTHER_SPELLING]]
        assert api.post("/api/users/reset_password/check/", {"token": token}).status_code == 204
        body = {"token": token, "new_password": NEW_PASSWORD}
        assert api.post("/api/users/reset_password_confirm/", body).status_code == 204


def test_a_resent_link_does_not_take_the_address_away(api: Client, elder: Person, younger: Person) -> None:
    """400, and the verified user keeps it."""
    api.post("/api/users/resend_activation/", {"email": ADDRESS})
    answer = api.post("/api/users/activation/", {"token": last_token()})
    assert (answer.status_code, answer.json()) == (
        400,
        {"token": ["This link isn't valid, or it was already used. Ask for a new one."], "code": "link_invalid"},
    )
    assert is_verified(elder)
    assert not is_verified(younger)


def test_an_address_that_its_user_left_is_free_for_the_other(api: Client, elder: Person, younger: Person) -> None:
    """The claim of a user who has another address now is void."""
    elder.email = "elsewhere@example.com"
    elder.save()
    api.post("/api/users/resend_activation/", {"email": ADDRESS})
    assert api.post("/api/users/activation/", {"token": last_token()}).status_code == 204
    assert is_verified(younger)
    assert not is_verified(elder)


def test_everybody_is_verified_but_the_second_of_two(elder: Person, younger: Person) -> None:
    """``accounts verify --all`` names the user it left out, and goes on."""
    third = make_person("third", is_verified=False)
    out, err = StringIO(), StringIO()
    call_command("accounts", "verify", "--all", stdout=out, stderr=err, no_color=True)
    assert err.getvalue() == f"Two users have the address {ADDRESS}: {younger.pk} stays unverified.\n"
    assert is_verified(third)


def test_the_address_of_two_of_whom_the_second_has_verified_it_is_no_traceback(db: None) -> None:
    """It is verified already, whoever has it."""
    people = sorted((make_person(name, is_verified=False) for name in ("a", "b")), key=lambda one: one.pk)
    for one, email in zip(people, (ADDRESS, OTHER_SPELLING), strict=True):
        one.email = email
        one.save()
    verify(people[1])
    call_command("accounts", "verify", ADDRESS, stdout=StringIO())
    assert is_verified(people[1])
