"""Whoever comes from a provider that may not speak for the address waits for the link: there is no account before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.pending_sign_ups import purge
from drf_signet.accounts.testing import token_in
from drf_signet.identities.models import Identity, WaitingIdentity
from tests.accounts.changed import signet
from tests.accounts.person import Client, find_person, has_username, make_person
from tests.identities.doors import arrive
from tests.identities.stand_in import StandIn

pytestmark = pytest.mark.django_db

NAMES = {"given_name": "Ada", "family_name": "Lovelace", "name": "Ada Lovelace", "preferred_username": "countess"}


def wait(api: Client, providers: StandIn, **said_too: Any) -> str:
    """The token of the link that is mailed to ada, who comes from the Hub."""
    mail.outbox.clear()
    answer = arrive(api, providers, provider="hub", **said_too)
    assert (answer.status_code, answer.json()["code"]) == (401, "email_not_verified")
    (message,) = mail.outbox
    return token_in(message)


def follow(token: str) -> int:
    """The status of the answer to the link, in any browser."""
    return Client().post("/api/users/activation/", {"token": token}).status_code


def test_the_link_opens_the_account_and_the_identity_is_in_it(api: Client, providers: StandIn) -> None:
    """With the names of the provider, a username that it knows, no password, and a verified address."""
    token = wait(api, providers, **NAMES)
    assert not get_user_model()._default_manager.exists()
    assert not Identity.objects.exists()
    assert follow(token) == 204
    ada = find_person()
    assert is_verified(ada)
    assert not ada.has_usable_password()
    assert "Ada" in (getattr(ada, "first_name", ""), getattr(ada, "full_name", "").partition(" ")[0])
    if has_username():
        assert ada.get_username() == "countess"
    assert Identity.objects.get().user == ada
    assert not WaitingIdentity.objects.exists()
    assert arrive(api, providers, provider="hub").status_code == 200
    assert follow(token) == 204


def test_whoever_comes_again_gets_the_same_link(api: Client, providers: StandIn) -> None:
    """The first mail took its time. It is one sign-up, with the name that it has."""
    first, second = wait(api, providers, **NAMES), wait(api, providers, **NAMES)
    assert PendingSignUp.objects.count() == 1
    assert (follow(second), follow(first)) == (204, 204)
    assert Identity.objects.get().user == find_person()
    if has_username():
        assert find_person().get_username() == "countess"


def test_another_address_or_person_is_another_sign_up(api: Client, providers: StandIn) -> None:
    """Nobody gets the link of somebody else's."""
    wait(api, providers)
    for email, subject in (("ada@example.com", "2"), ("grace@example.com", "1")):
        arrive(api, providers, email, provider="hub", subject=subject)
    assert PendingSignUp.objects.count() == WaitingIdentity.objects.count() == 3


def test_an_identity_that_is_somebodys_by_now_opens_nothing(api: Client, providers: StandIn) -> None:
    """They have linked it to another account meanwhile."""
    token = wait(api, providers)
    waiting = WaitingIdentity.objects.get()
    grace = make_person("grace")
    Identity.objects.create(
        issuer=waiting.issuer, subject=waiting.subject, user=grace, provider="hub", created_at=timezone.now()
    )
    assert follow(token) == 400
    assert get_user_model()._default_manager.get() == grace
    assert Identity.objects.get().user == grace


def test_an_address_that_is_somebodys_by_now_opens_nothing(api: Client, providers: StandIn) -> None:
    """The owner signed up in another way."""
    token = wait(api, providers)
    owner = make_person()
    assert follow(token) == 400
    assert get_user_model()._default_manager.get() == owner
    assert not Identity.objects.exists()


def test_a_provider_that_may_speak_for_the_address_needs_no_link(api: Client, providers: StandIn) -> None:
    """The first sign-up waits for nothing any more."""
    token = wait(api, providers)
    assert arrive(api, providers).status_code == 200
    assert follow(token) == 400
    assert [one.provider for one in Identity.objects.all()] == ["google"]


def test_what_waits_for_too_long_is_deleted(api: Client, providers: StandIn) -> None:
    """With the sign-up that it belongs to."""
    wait(api, providers)
    assert WaitingIdentity.objects.count() == PendingSignUp.objects.count() == 1
    assert list(purge(timezone.now() + timedelta(days=4), 100)) != []
    assert not WaitingIdentity.objects.exists()


def test_a_name_that_another_sign_up_waits_with_is_not_taken(api: Client, providers: StandIn) -> None:
    """Of two who would like to be called the same, the second gets a number."""
    if not has_username():
        pytest.skip("there are no usernames")
    first = wait(api, providers, **NAMES)
    arrive(api, providers, "grace@example.com", provider="hub", subject="2", **NAMES)
    assert follow(token_in(mail.outbox[-1])) == 204
    assert follow(first) == 204
    names = {one.get_username() for one in get_user_model()._default_manager.all()}
    assert "countess" in names
    assert len(names) == 2


def unkeepable(identity: Any) -> dict[str, object]:
    """What no project should name."""
    return {"picture": object()}


def test_fields_that_cannot_wait_are_a_503(api: Client, providers: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    """The log says which, and nothing is left."""
    with signet(PROVIDER_USER_FIELDS=f"{__name__}.unkeepable"):
        answer = arrive(api, providers, provider="hub")
    assert (answer.status_code, answer.json()["code"]) == (503, "sign_up_failed")
    assert "A sign-up could not be kept until its link is followed" in caplog.text
    assert not PendingSignUp.objects.exists()
    assert mail.outbox == []
