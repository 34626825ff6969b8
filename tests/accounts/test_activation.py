"""Activation: the link of a sign-up verifies the address, once and as often as it is followed."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from drf_signet.accounts.models import EmailAddress
from tests.accounts.hearing import hearing
from tests.accounts.mails import last_token, sent
from tests.accounts.person import Client, Person, find_person, sign_in, sign_up_body

ACTIVATION = "/api/users/activation/"
RESEND = "/api/users/resend_activation/"
NOT_VALID = {"token": ["This link isn't valid, or it was already used. Ask for a new one."], "code": "link_invalid"}


def verified_at(person: Person) -> object:
    """When the address was verified."""
    return EmailAddress.objects.get(user=person).verified_at


@pytest.mark.django_db
def test_the_link_opens_the_account(api: Client) -> None:
    """204 without a body; there is a user then, who can sign in, and each signal is sent once."""
    api.post("/api/users/", sign_up_body())
    with hearing() as heard:
        answer = api.post(ACTIVATION, {"token": last_token()})
    assert (answer.status_code, answer.content) == (204, b"")
    person = find_person()
    assert heard == [("signed_up", person.pk), ("email_verified", person.pk)]
    assert verified_at(person) is not None
    assert sign_in(person).get("/api/users/me/").json()["email_verified"] is True


@pytest.mark.django_db
def test_following_the_link_twice_is_harmless(api: Client) -> None:
    """The same answer, no second signal, and the time stays that of the first."""
    api.post("/api/users/", sign_up_body())
    token = last_token()
    api.post(ACTIVATION, {"token": token})
    first = verified_at(find_person())
    with hearing() as heard:
        answer = api.post(ACTIVATION, {"token": token})
    assert (answer.status_code, answer.content) == (204, b"")
    assert heard == []
    assert verified_at(find_person()) == first


@pytest.mark.django_db
def test_two_links_of_one_account_are_both_good(api: Client) -> None:
    """The first mail may arrive after the second."""
    api.post("/api/users/", sign_up_body())
    first = last_token()
    api.post(RESEND, {"email": "ada@example.com"})
    second = last_token()
    assert api.post(ACTIVATION, {"token": second}).status_code == 204
    assert api.post(ACTIVATION, {"token": first}).status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_a_mail_scanner_opens_nothing(api: Client, method: str) -> None:
    """With the token in the query, as a page might pass it on: 405, and nothing is verified."""
    api.post("/api/users/", sign_up_body())
    answer = getattr(api, method)(f"{ACTIVATION}?token={last_token()}")
    assert answer.status_code == 405
    assert not get_user_model()._default_manager.exists()


def test_a_resent_link_opens_the_account(api: Client, unverified: Person) -> None:
    """204 without a body, whatever the case of the address, and a mail to the mailbox as the account has it."""
    answer = api.post(RESEND, {"email": unverified.email.upper()})
    assert (answer.status_code, answer.content) == (204, b"")
    token = last_token()
    assert sent() == [("activation", unverified.email)]
    assert api.post(ACTIVATION, {"token": token}).status_code == 204
    assert verified_at(unverified) is not None


def test_nobody_else_gets_a_link(api: Client, person: Person) -> None:
    """Neither who has followed it already, nor who has no account: the same answer, and no mail."""
    for email in (person.email, "nobody@example.com"):
        answer = api.post(RESEND, {"email": email})
        assert (answer.status_code, answer.content) == (204, b"")
    assert sent() == []


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "a:b", "e30:x", ":", "..", "%00"])
def test_what_is_no_token_is_a_400(api: Client, token: str) -> None:
    """Under the name of the field."""
    answer = api.post(ACTIVATION, {"token": token})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
