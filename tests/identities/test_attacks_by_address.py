"""Addresses that are somebody else's, or look like it: none of them leads into an account that has another owner."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import EmailAddress
from drf_signet.identities.models import Identity
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, credentials, find_person, has_username, make_person, sign_in
from tests.conftest import PASSWORD
from tests.identities.addresses_like_adas import LIKE_ADA
from tests.identities.attacks import (
    NONCE,
    Providers,
    both_providers,  # noqa: F401  # a fixture
    nothing_happens,
    present,
    refused,
    send,
)
from tests.stand_ins.id_tokens import signed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", LIKE_ADA)
@pytest.mark.parametrize("verification", ["mandatory", "optional", "none"])
def test_an_address_that_looks_like_anothers_joins_nothing(
    providers: Providers, person: Person, api: Client, kind: str, verification: str
) -> None:
    """Though the provider says that it is verified, and may speak for every address."""
    before = (person.password, Session.objects.count())
    with signet(EMAIL_VERIFICATION=verification):
        answer = present(api, signed(providers.acme.claims(nonce=NONCE, email=LIKE_ADA[kind], sub="eve")))
    if answer.status_code == 200:
        assert "eve" not in {one.subject for one in Identity.objects.filter(user=person)}
    else:
        assert refused(answer) in ("address_missing", "id_token_refused")
        assert not Identity.objects.exists()
    found = find_person()
    assert (found.password, Session.objects.filter(user=person).count()) == before
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["ADA@EXAMPLE.COM", "Ada@Example.com", "ada@EXAMPLE.com"])
def test_case_makes_no_second_account(providers: Providers, person: Person, api: Client, address: str) -> None:
    """It is the same mailbox, here as at a sign-up."""
    assert present(api, signed(providers.acme.claims(nonce=NONCE, email=address))).status_code == 200
    assert get_user_model()._default_manager.count() == 1
    assert Identity.objects.get().user == person


def test_an_internationalized_domain_is_another_one(providers: Providers, api: Client) -> None:
    """Also where both look the same: xn-- is what a mail server sees."""
    make_person("ada")
    answer = present(api, signed(providers.acme.claims(nonce=NONCE, email="ada@xn--xample-2of.com", sub="eve")))
    assert answer.status_code == 200
    assert get_user_model()._default_manager.count() == 2
    assert Identity.objects.get().user.email == "ada@xn--xample-2of.com"


UNVERIFIED: Final[tuple[object, ...]] = (
    False,
    None,
    "false",
    "True",
    "yes",
    0,
    "",
    [],
    ["true"],
    {"verified": True},
)


@pytest.mark.parametrize("value", UNVERIFIED, ids=repr)
def test_only_true_is_verified(providers: Providers, person: Person, api: Client, value: object) -> None:
    """Of what a provider may say about an address."""
    claims: dict[str, Any] = {"email_verified": value}
    token = signed(providers.acme.claims(nonce=NONCE, **claims))
    with signet(EMAIL_VERIFICATION="optional"), nothing_happens():
        assert refused(present(api, token)) in ("address_not_verified", "account_exists")


@pytest.mark.parametrize(
    ("verifies", "email", "is_joined"),
    [
        ("example.com", "ada@example.com", True),
        ("Example.COM", "ada@EXAMPLE.com", True),
        ("ample.com", "ada@example.com", False),
        ("example.co", "ada@example.com", False),
        ("com", "ada@example.com", False),
        ("example.com", "ada@sub.example.com", False),
        ("example.com", "ada@example.com.evil.example", False),
        (["other.com", "example.com"], "ada@example.com", True),
        ([], "ada@example.com", False),
        (None, "ada@example.com", False),
    ],
)
def test_a_provider_speaks_for_its_domains_alone(
    providers: Providers, api: Client, verifies: Any, email: str, is_joined: bool
) -> None:
    """A domain is the whole one, and no other below it."""
    with signet(PROVIDERS={"acme": providers.acme.entry(verifies=verifies)}):
        user = get_user_model()._default_manager.create_user(
            **{"username": "ada"} if has_username() else {}, email=email.lower(), password=PASSWORD
        )
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, address=email.lower(), verified_at="2026-01-01T00:00:00Z")
        answer = present(api, signed(providers.acme.claims(nonce=NONCE, email=email)))
    if is_joined:
        assert answer.status_code == 200, answer.content
        assert Identity.objects.get().user == user
    else:
        assert refused(answer) in ("account_exists", "provider_misconfigured")
        assert not Identity.objects.exists()


def test_a_changed_address_at_the_provider_changes_nothing_here(
    providers: Providers, person: Person, api: Client
) -> None:
    """Neither whose account it is, nor what is written there: eve gets grace's address there, and stays eve."""
    grace = make_person("grace")
    assert present(api, signed(providers.acme.claims("eve@example.com", nonce=NONCE, sub="eve"))).status_code == 200
    eve = Identity.objects.get().user
    for address in ("grace@example.com", "ada@example.com", "", "not an address", None):
        claims = {"email": address}
        token = signed({**providers.acme.claims(nonce=NONCE, sub="eve", jti=str(address)), **claims})
        assert present(api, token).status_code == 200
    assert {one.user_id for one in Session.objects.all()} == {eve.pk}
    for user, address in ((eve, "eve@example.com"), (grace, "grace@example.com"), (person, "ada@example.com")):
        user.refresh_from_db()
        assert user.email == address


def test_an_address_that_was_given_to_somebody_else_is_no_identity(providers: Providers, api: Client) -> None:
    """
    Whoever proves it is a second subject, and joins the account that has it, as with every mail to it.

    The former one's identity stays what it was.
    """
    assert present(api, signed(providers.acme.claims(nonce=NONCE, sub="former"))).status_code == 200
    user = find_person()
    assert present(api, signed(providers.acme.claims(nonce=NONCE, sub="new"))).status_code == 200
    assert {(one.subject, one.user_id) for one in Identity.objects.all()} == {("former", user.pk), ("new", user.pk)}


def hijacked(providers: Providers) -> tuple[Person, Client]:
    """An account that eve signed up for with ada's address, is signed in to, and has linked her own identity to."""
    stranger = make_person(is_verified=False, **({"first_name": "Eve"} if has_username() else {}))
    EmailAddress.objects.create(user=stranger, address="ada@example.com")
    eve = sign_in(stranger)
    body = {"id_token": signed(providers.hub.claims("eve@evil.example", nonce=NONCE, sub="eve")), "nonce": NONCE}
    assert send(eve, "/api/identities/hub/link/", body).status_code == 201
    return stranger, eve


@pytest.mark.parametrize("verification", ["optional", "none"])
def test_a_pre_hijacked_account_has_no_way_in_left(providers: Providers, api: Client, verification: str) -> None:
    """No password, session, identity, name, or link in a mail of eve's works once ada has come."""
    with signet(EMAIL_VERIFICATION=verification):
        stranger, eve = hijacked(providers)
        eve.post("/api/users/set_email/", {"email": "eve@evil.example", "current_password": PASSWORD})
        links = [one.body for one in mail.outbox]
        tokens = api.carry(present(api, signed(providers.acme.claims(nonce=NONCE))).json()).tokens
        assert "access" in tokens
        ada = find_person()
        assert ada.pk == stranger.pk
        assert is_verified(ada)
        # The session, by both of its tokens.
        assert eve.refresh().status_code == 401
        assert eve.get("/api/users/me/").status_code == 401
        # The password.
        assert Client().post("/api/token/", credentials(ada)).status_code == 401
        # The identity.
        answer = present(
            Client(), signed(providers.hub.claims("eve@evil.example", nonce=NONCE, sub="eve", jti="2")), "hub"
        )
        assert answer.status_code != 200 or Session.objects.latest("created_at").user_id != ada.pk
        # The change of address that waited.
        for text in links:
            for word in text.split():
                if "confirm#" in word:
                    token = word.partition("#")[2]
                    Client().post("/api/users/set_email/confirm/", {"token": token})
        ada.refresh_from_db()
        assert ada.email == "ada@example.com"
        assert getattr(ada, "first_name", "") == ""
        assert api.get("/api/users/me/").status_code == 200


def test_a_hub_that_says_verified_gets_into_nobodys_account(providers: Providers, person: Person, api: Client) -> None:
    """A provider that anybody runs says whatever they like."""
    with nothing_happens():
        for kind in ("ada@example.com", "ADA@example.com"):
            assert refused(present(api, signed(providers.hub.claims(kind, nonce=NONCE)), "hub")) == "account_exists"


def test_a_name_never_becomes_an_address(providers: Providers, person: Person, api: Client) -> None:
    """Nor the name of somebody else, however it is written: who signs in by name would get eve's account."""
    if not has_username():
        pytest.skip("there are no names beside the address")
    wishes = (
        "ada",
        "ADA",
        "\uff41\uff44\uff41",
        "\u0430da",
        "ada@example.com",
        "ada\uff20example.com",
        "ada\u200b",
        " ada ",
    )
    for number, wish in enumerate(wishes):
        claims = signed(
            providers.acme.claims(f"eve{number}@example.com", nonce=NONCE, sub=f"eve{number}", preferred_username=wish)
        )
        assert present(api, claims).status_code == 200
    names = [one.username for one in get_user_model()._default_manager.exclude(pk=person.pk)]
    assert len(set(names)) == len(wishes)
    assert "ada" not in {one.casefold() for one in names}
    assert not [one for one in names if "@" in one or not one.isascii()]
