"""Whose an identity is: of the user who has it, of one with the same address, or of a new one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.unverified_log import UNVERIFIED
from drf_signet.identities.models import Identity
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, find_person, has_username, make_person, sign_in
from tests.conftest import PASSWORD
from tests.identities.doors import arrive
from tests.identities.stand_in import StandIn

NOW = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def code_in(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json().get("code")


def test_an_unknown_person_gets_an_account(api: Client, providers: StandIn) -> None:
    """It has no password, a verified address, and the names; the same identity is the same user from then on."""
    names = {"given_name": "Ada", "family_name": "Lovelace", "name": "Ada Lovelace", "preferred_username": "ada"}
    answer = arrive(api, providers, "Ada@Example.com", **names)
    assert answer.status_code == 200, answer.content
    assert answer.json().keys() == {"access", "refresh", "expires_in"}
    user = find_person()
    assert is_verified(user)
    assert not user.has_usable_password()
    if has_username():
        assert (user.username, user.first_name, user.last_name) == ("ada", "Ada", "Lovelace")
    else:
        assert user.full_name == "Ada Lovelace"
    assert arrive(api, providers, "other@example.com").status_code == 200
    (identity,) = Identity.objects.all()
    assert (identity.user, identity.email, identity.provider) == (user, "ada@example.com", "google")
    assert identity.last_used_at is not None
    assert identity.last_used_at > identity.created_at
    assert (get_user_model()._default_manager.count(), Session.objects.count(), mail.outbox) == (1, 2, [])


def test_a_verified_address_joins_an_account(person: Person, api: Client, providers: StandIn) -> None:
    """The password goes on working, as the same person has it."""
    assert arrive(api, providers, "ADA@example.com").status_code == 200
    assert Identity.objects.get().user == person
    sign_in(person)


def test_an_account_that_nobody_proved_is_taken_over(api: Client, providers: StandIn) -> None:
    """Whoever made it with a stranger's address loses the password, the sessions, and the identities."""
    with signet(EMAIL_VERIFICATION="optional"):
        stranger = make_person(is_verified=False)
        client = sign_in(stranger)
        Identity.objects.create(issuer="https://hub", subject="1", user=stranger, provider="hub", created_at=NOW)
        assert arrive(api, providers).status_code == 200
    user = find_person()
    assert user.pk == stranger.pk
    assert is_verified(user)
    assert not user.check_password(PASSWORD)
    assert client.refresh().status_code == 401
    assert [one.provider for one in Identity.objects.all()] == ["google"]


@pytest.mark.parametrize("is_ours_verified", [True, False])
def test_a_provider_without_a_right_to_the_address_joins_nothing(
    api: Client, providers: StandIn, is_ours_verified: bool
) -> None:
    """Otherwise anybody who runs one gets into every account."""
    make_person(is_verified=is_ours_verified)
    assert code_in(arrive(api, providers, provider="hub")) == (409, "account_exists")
    assert not Identity.objects.exists()
    assert find_person().check_password(PASSWORD)


def test_an_address_that_is_not_verified_there_joins_nothing(person: Person, api: Client, providers: StandIn) -> None:
    """Not even where the provider may speak for it."""
    for verification in ("optional", "none"):
        with signet(EMAIL_VERIFICATION=verification):
            assert code_in(arrive(api, providers, is_verified=False)) == (400, "address_not_verified")
    assert not Identity.objects.exists()


def test_an_address_that_nobody_proved_tells_nothing_of_accounts(api: Client, providers: StandIn) -> None:
    """With "mandatory", the answer is the same whether somebody has it. Only the mail to the owner differs."""
    make_person("grace")
    mail.outbox.clear()
    taken = arrive(api, providers, "grace@example.com", is_verified=False, subject="1")
    free = arrive(api, providers, "ada@example.com", is_verified=False, subject="2")
    assert code_in(taken) == code_in(free) == (401, "email_not_verified")
    assert taken.content == free.content
    assert sorted(one.to[0] for one in mail.outbox) == ["ada@example.com", "grace@example.com"]
    assert not Identity.objects.exists()


def test_a_new_account_follows_the_rule_of_sign_ups(api: Client, providers: StandIn) -> None:
    """An address for which the provider doesn't speak has to be confirmed here, or not, as the setting says."""
    assert code_in(arrive(api, providers, provider="hub")) == (401, "email_not_verified")
    assert not get_user_model()._default_manager.exists()
    assert [one.to for one in mail.outbox] == [["ada@example.com"]]
    with signet(EMAIL_VERIFICATION="optional"):
        assert arrive(api, providers, "joan@example.com", provider="hub", subject="3").status_code == 200
    assert [one.to for one in mail.outbox][1:] == [["joan@example.com"]]
    with signet(EMAIL_VERIFICATION="none"):
        assert arrive(api, providers, "grace@example.com", provider="hub", subject="2").status_code == 200
    assert len(mail.outbox) == 2


def test_no_address_no_account(api: Client, providers: StandIn) -> None:
    """None, or none that a sign-up would take."""
    for odd in (
        "",
        "ada",
        "ad\u00e0@example.com",
        f"{'a' * 300}@example.com",
        "ada@example.com\x00",
        "a b@example.com",
    ):
        assert code_in(arrive(api, providers, odd)) == (400, "address_missing")
    assert not get_user_model()._default_manager.exists()


def test_sign_up_can_be_closed(api: Client, providers: StandIn, person: Person) -> None:
    """Those who have an account get in all the same."""
    with signet(PROVIDER_SIGN_UP=False):
        assert code_in(arrive(api, providers, "grace@example.com", subject="2")) == (403, "sign_up_closed")
        assert code_in(arrive(api, providers, "ada@example.com", is_verified=False, subject="3"))[0] == 403
        assert arrive(api, providers).status_code == 200


def test_a_disabled_user_stays_out(api: Client, providers: StandIn) -> None:
    """And nothing is written: neither an identity, nor that the address is verified."""
    user = make_person(is_active=False, is_verified=False)
    assert code_in(arrive(api, providers)) == (401, "no_active_account")
    assert not Identity.objects.exists()
    assert not is_verified(user)
    known = make_person("grace")
    arrive(api, providers, "grace@example.com", subject="2")
    known.is_active = False
    known.save()
    assert code_in(arrive(api, providers, "grace@example.com", subject="2")) == (401, "no_active_account")


def test_an_identity_is_no_address(api: Client, providers: StandIn) -> None:
    """Whoever gets an address that somebody else had is another person. Letters are told apart by case."""
    arrive(api, providers, subject="abc")
    first = find_person()
    get_user_model()._default_manager.filter(pk=first.pk).update(email="new@example.com")
    EmailAddress.objects.filter(user=first).update(address="new@example.com")
    assert arrive(api, providers, subject="ABC").status_code == 200
    assert find_person().pk != first.pk
    assert Identity.objects.count() == 2


@pytest.mark.parametrize("subject", ["", "x" * 256, "a\nb"])
def test_a_subject_that_is_none_is_refused(api: Client, providers: StandIn, subject: str) -> None:
    """OpenID Connect Core section 2 says what it may be."""
    assert code_in(arrive(api, providers, subject=subject)) == (400, "id_token_refused")


def own_fields(identity: Any) -> dict[str, object]:
    """As a project writes it."""
    return {"first_name" if has_username() else "full_name": f"From {identity.provider}"}


def test_a_project_names_the_fields(api: Client, providers: StandIn) -> None:
    """PROVIDER_USER_FIELDS is asked for each new user."""
    with signet(PROVIDER_USER_FIELDS=f"{__name__}.own_fields"):
        assert arrive(api, providers).status_code == 200
    user = find_person()
    assert "From google" in (getattr(user, "first_name", ""), getattr(user, "full_name", ""))


def test_names_are_made_to_fit(api: Client, providers: StandIn) -> None:
    """Signet leaves out names that are hidden, too long or no text at all, and refuses nobody for them."""
    odd: dict[str, Any] = {
        "given_name": "\u202eAda",
        "family_name": ["x"],
        "name": "n" * 5_000,
        "preferred_username": "root\x00",
    }
    assert arrive(api, providers, **odd).status_code == 200
    user = find_person()
    assert getattr(user, "first_name", "") == ""
    assert getattr(user, "full_name", "ada") == "ada"


def test_the_log_speaks_of_no_password_where_there_was_none(
    api: Client, providers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """A provider said who somebody is, and may not speak for the address, which must be verified by now."""
    with signet(EMAIL_VERIFICATION="optional"):
        assert arrive(api, providers, provider="hub").status_code == 200
    UNVERIFIED.forget()
    assert code_in(arrive(api, providers, provider="hub")) == (401, "email_not_verified")
    (line,) = (one.getMessage() for one in caplog.records if one.name == "drf_signet.accounts")
    assert "proved who they are" in line
    assert "password" not in line
