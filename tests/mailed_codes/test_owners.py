"""A code opens the account of the owner of its address, proves the address, and ends what a stranger made with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import override_settings

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.signals import email_verified, signed_up
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, address_of, credentials, find_person, has_username, make_person, sign_up_body
from tests.conftest import PASSWORD
from tests.mailed_codes.asking import ask, asked, confirm, device, follow, last_code, last_link

pytestmark = pytest.mark.django_db


def enter(client: Client, name: str = "ada") -> Any:
    """The answer to the code that *client* asks for."""
    return confirm(client, asked(client, name), last_code())


def test_a_user_from_before_is_taken_over_as_by_any_other_door(phone: Client) -> None:
    """Nobody knows who made the account: it keeps its names, and no way in. A mail says so."""
    named = {"first_name" if has_username() else "full_name": "Ada"}
    ada = make_person(is_verified=False, **named)
    assert enter(phone).status_code == 200
    assert is_verified(ada)
    assert phone.post("/api/token/", credentials(ada)).status_code == 401
    assert {name: getattr(find_person(), name) for name in named} == named
    assert "no longer works" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("verification", ["mandatory", "optional", "none"])
def test_an_account_that_a_stranger_made_is_taken_over(phone: Client, verification: str) -> None:
    """The password and the sessions of whoever made it are gone."""
    with signet(EMAIL_VERIFICATION=verification):
        thief = device("198.51.100.1")
        made = make_person(is_verified=False)
        EmailAddress.objects.create(user=made, address=address_of("ada"))
        if verification != "mandatory":
            thief.carry(thief.post("/api/token/", credentials(made)).json())
        mail.outbox.clear()
        assert enter(phone).status_code == 200
        ada = find_person()
        assert (ada.pk, is_verified(ada), ada.has_usable_password()) == (made.pk, True, False)
        assert Session.objects.filter(revoked_at__isnull=True).count() == 1
        assert thief.post("/api/token/", {**credentials(made), "password": PASSWORD}).status_code == 401
        if verification != "mandatory":
            assert thief.refresh().status_code == 401


def test_a_link_takes_over_as_well(phone: Client) -> None:
    """In another browser."""
    made = make_person(is_verified=False)
    EmailAddress.objects.create(user=made, address=address_of("ada"))
    asked(phone)
    assert follow(device("198.51.100.1"), last_link(), confirmed=True).status_code == 200
    assert not find_person().has_usable_password()


def test_the_code_of_an_unknown_address_opens_nothing(phone: Client) -> None:
    """Unless sign-ups are open. No mail was sent, so nobody knows it."""
    assert ask(phone).status_code == 200
    assert mail.outbox == []


def test_it_opens_an_account_where_sign_ups_are_open(phone: Client) -> None:
    """With a verified address, no password, and a name that isn't the address."""
    heard: list[str] = []

    def hear(sender: Any, user: Any, signal: Any, **more: object) -> None:
        heard.append("signed_up" if signal is signed_up else "email_verified")

    signed_up.connect(hear)
    email_verified.connect(hear)
    try:
        with signet(SIGN_IN_CODE_SIGN_UP=True):
            tokens = enter(phone)
    finally:
        signed_up.disconnect(hear)
        email_verified.disconnect(hear)
    assert tokens.status_code == 200, tokens.content
    ada = find_person()
    assert (is_verified(ada), ada.has_usable_password(), sorted(heard)) == (
        True,
        False,
        ["email_verified", "signed_up"],
    )
    assert not has_username() or "@" not in ada.get_username()
    assert phone.carry(tokens.json()).get("/api/users/me/").json()["email"] == address_of("ada")
    with signet(SIGN_IN_CODE_SIGN_UP=False):
        assert enter(phone).status_code == 200


def test_a_mail_for_a_sign_up_opens_nothing_once_that_is_closed(phone: Client) -> None:
    """The setting is asked when the code comes."""
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        request = asked(phone)
    answer = confirm(phone, request, last_code())
    assert (answer.status_code, answer.json()["code"]) == (401, "no_active_account")
    assert get_user_model()._default_manager.count() == 0


def test_two_codes_of_an_unknown_address_open_one_account(phone: Client) -> None:
    """The second one signs in."""
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        first, code = asked(phone), last_code()
        assert enter(device("198.51.100.1")).status_code == 200
        assert confirm(phone, first, code).status_code == 200
    assert get_user_model()._default_manager.count() == 1


def test_an_address_is_the_same_in_any_case(phone: Client) -> None:
    """As at every other door."""
    make_person()
    answer = phone.post("/api/token/code/", {"email": "ADA@Example.com"}, format="json")
    assert confirm(phone, answer.json()["request"], last_code()).status_code == 200


@pytest.mark.skipif(not has_username(), reason="this user model has unique addresses")
def test_of_several_users_with_one_address_it_opens_the_one_who_verified_it(phone: Client) -> None:
    """Where none has, it opens nothing, and no mail is sent."""
    one, other = make_person("ada", is_verified=False), make_person("grace", is_verified=False)
    get_user_model()._default_manager.update(email=address_of("ada"))
    ask(phone)
    assert mail.outbox == []
    other.refresh_from_db()
    EmailAddress.objects.create(user=other, address=address_of("ada"), verified_at=other.date_joined)
    assert enter(phone).status_code == 200
    assert Session.objects.get().user_id == other.pk != one.pk


def test_a_pending_sign_up_is_in_nobodys_way(phone: Client) -> None:
    """Whoever reads the mail has the account, and a link of somebody's sign-up opens none beside it."""
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        assert phone.post("/api/users/", sign_up_body(), format="json").status_code == 201
        token = last_link()
        assert enter(phone).status_code == 200
        assert phone.post("/api/users/activation/", {"token": token}).status_code == 400
    assert get_user_model()._default_manager.count() == 1


@override_settings(ROOT_URLCONF="tests.mailed_codes.only_codes")
def test_it_may_be_the_only_way_in(phone: Client) -> None:
    """In a project that mounts no other."""
    make_person(password=None)
    tokens = enter(phone).json()
    assert phone.post("/api/token/", {}).status_code == 404
    assert phone.post("/api/token/refresh/", {"refresh": tokens["refresh"]}).status_code == 200
