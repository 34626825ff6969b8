"""Accounts that need no password, and accounts that their owners take over from whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.passwordless import open_passwordless, take_over_unproven
from drf_signet.accounts.signals import account_taken_over
from drf_signet.errors import AddressTakenError, NameTakenError, SignUpFailedError, UserNotFoundError, UserRefusedError
from drf_signet.sessions.models import Reason, Session
from tests.accounts.changed import signet
from tests.accounts.hearing import hearing
from tests.accounts.joining import follow
from tests.accounts.mails import last_token, sent
from tests.accounts.person import (
    NEW_PASSWORD,
    Client,
    Person,
    address_of,
    has_username,
    make_person,
    sign_in,
    sign_up_body,
)

NAMED = pytest.mark.skipif(not has_username(), reason="this user model has no username beside the address")
NAMES: dict[str, Any] = {"first_name": "Ada"} if has_username() else {"full_name": "Ada"}
ENTRY = "/api/users/"

pytestmark = pytest.mark.django_db


def opened(address: str = address_of("ada"), *, is_verified: bool = True, wish: str = "", **fields: object) -> Person:
    """A new user without a password, as the database has them."""
    given = {"email": address, **fields}
    with TestCase.captureOnCommitCallbacks(execute=True):
        user = open_passwordless(given, timezone.now(), is_verified=is_verified, wish=wish)
    return get_user_model()._default_manager.get(pk=user.pk)


def claim_of(person: Person) -> EmailAddress:
    """What is written of the address."""
    return EmailAddress.objects.get(user=person)


@contextmanager
def taken_over() -> Iterator[list[Any]]:
    """The users of whom it is said, until the end of the block."""
    heard: list[Any] = []

    def receive(*, user: AbstractBaseUser, sender: type[AbstractBaseUser], **kwargs: object) -> None:
        assert sender is type(user)
        assert transaction.get_connection().in_atomic_block
        heard.append(user.pk)

    account_taken_over.connect(receive)
    yield heard
    account_taken_over.disconnect(receive)


def test_a_verified_one_is_open_at_once() -> None:
    """No password, no mail; the names are kept, the claim is verified, and each signal is sent once."""
    with hearing() as heard:
        person = opened(**NAMES)
    assert not person.has_usable_password()
    assert {name: getattr(person, name) for name in NAMES} == NAMES
    assert claim_of(person).address == address_of("ada")
    assert claim_of(person).verified_at is not None
    assert heard == [("signed_up", person.pk), ("email_verified", person.pk)]
    assert sent() == []


@pytest.mark.parametrize("mode", ["mandatory", "optional"])
def test_an_unverified_one_gets_the_link_of_a_sign_up(api: Client, mode: str) -> None:
    """Following it verifies the address."""
    with signet(EMAIL_VERIFICATION=mode):
        with hearing() as heard:
            person = opened(is_verified=False)
        assert heard == [("signed_up", person.pk)]
        assert claim_of(person).verified_at is None
        token = last_token()
        assert sent() == [("activation", person.email)]
        follow(api, token)
    assert claim_of(person).verified_at is not None


def test_where_no_address_is_verified_there_is_no_mail() -> None:
    """As for a sign-up."""
    with signet(EMAIL_VERIFICATION="none"):
        assert claim_of(opened(is_verified=False)).verified_at is None
    assert sent() == []


def test_one_that_is_inactive_from_the_start_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project may have said so: it is made, and whoever asks whether it may sign in hears that it may not."""
    monkeypatch.setattr(get_user_model()._meta.get_field("is_active"), "default", False)
    monkeypatch.delattr(get_user_model()._meta.get_field("is_active"), "_get_default", raising=False)
    person = opened()
    assert person.is_active is False
    assert claim_of(person).verified_at is not None


@pytest.mark.parametrize("is_verified", [True, False])
def test_somebodys_address_makes_no_second_account(*, is_verified: bool) -> None:
    """Whether or not they have verified it, in whatever spelling."""
    make_person(is_verified=is_verified)
    with pytest.raises(AddressTakenError):
        opened("Ada@Example.COM", is_verified=is_verified)
    assert get_user_model()._default_manager.count() == 1


def test_a_sign_up_that_waits_is_in_nobodys_way(api: Client) -> None:
    """Its link is refused afterwards, as the address is somebody's."""
    api.post(ENTRY, sign_up_body("mallory", email=address_of("ada")))
    token = last_token()
    opened()
    assert api.post("/api/users/activation/", {"token": token}).status_code == 400


@NAMED
@pytest.mark.parametrize(
    ("wish", "address", "name"),
    [
        ("", "ada.lovelace@example.com", "ada.lovelace"),
        ("Countess", "ada@example.com", "Countess"),
        ("ada@work.example", "ada@example.com", "ada"),
        ("Ada Lovelace", "ada@example.com", "AdaLovelace"),
        ("\u202eeve\u200b", "ada@example.com", "eve"),
        ("p\u0430ypal", "ada@example.com", "ada"),
        ("!!!", "ada+news@example.com", "adanews"),
        ("\u00c5sa", "ada@example.com", "\u00c5sa"),
        ("x" * 400, "ada@example.com", "x" * 150),
        ("", "=?=@example.com", "user"),
    ],
)
def test_a_name_is_made(wish: str, address: str, name: str) -> None:
    """After the wish, or after the address, which is never the name as a whole."""
    assert opened(address, wish=wish).get_username() == name


@NAMED
@pytest.mark.parametrize("other", ["ada", "ADA", "\u0430d\u0430"])
def test_a_name_that_looks_like_anothers_gets_a_number(other: str) -> None:
    """Whether the other has it or one that looks like it."""
    make_person(other, email="first@example.com")
    name = opened().get_username()
    assert name.startswith("ada")
    assert name[3:].isdecimal()


@NAMED
def test_a_name_that_a_sign_up_waits_with_gets_a_number(api: Client) -> None:
    """The sign-up has it."""
    assert api.post(ENTRY, sign_up_body("ada", email="first@example.com")).status_code == 201
    assert opened().get_username() != "ada"


@NAMED
def test_a_name_that_was_asked_for_is_not_replaced() -> None:
    """Where it is somebody's, that is said."""
    assert opened("b@example.com", username="bob").get_username() == "bob"
    with pytest.raises(NameTakenError) as caught:
        opened("c@example.com", username="BOB")
    assert caught.value.field == "username"


@NAMED
def test_names_that_others_take_meanwhile_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one has a number."""
    make_person("ada", email="first@example.com")
    with monkeypatch.context() as patch:
        patch.setattr("drf_signet.accounts.free_names._is_somebodys", lambda name, now: False)
        assert opened().get_username()[3:].isdecimal()


@NAMED
def test_a_manager_that_makes_names_up_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as nobody has the name that it makes."""
    model: Any = get_user_model()

    def create_user(email: str, **fields: Any) -> Any:
        """Counts."""
        user = model(email=email, **{"username": "number-1", **fields})
        user.save()
        return user

    monkeypatch.setattr(type(model._default_manager), "create_user", staticmethod(create_user))
    assert opened("a@example.com").get_username() == "number-1"
    assert opened("b@example.com").get_username().startswith("b")


@NAMED
def test_a_manager_that_leaves_names_out_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes two users without one, one after the other."""
    model: Any = get_user_model()

    def create_user(email: str) -> Any:
        """Knows no names."""
        user = model(email=email)
        user.save()
        return user

    monkeypatch.setattr(type(model._default_manager), "create_user", staticmethod(create_user))
    assert [opened(f"{one}@example.com").get_username() for one in ("ada", "bob")] == ["ada", "bob"]


@pytest.mark.parametrize(
    ("raised", "error"), [(ValueError("Nobody."), UserRefusedError), (RuntimeError("!"), SignUpFailedError)]
)
def test_a_manager_that_refuses_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, error: type[Exception]
) -> None:
    """It is refused in its words, or as what failed."""

    def create_user(email: str, **fields: object) -> None:
        """Refuses everybody."""
        raise raised

    monkeypatch.setattr(type(get_user_model()._default_manager), "create_user", staticmethod(create_user))
    with pytest.raises(error):
        opened()
    assert not EmailAddress.objects.exists()


def squatter(**fields: object) -> Person:
    """Somebody made an account with the address of another."""
    person = make_person(is_verified=False, **{**NAMES, **fields})
    EmailAddress.objects.create(user=person, address=person.email)
    return person


def test_whoever_takes_an_account_over_gets_it_empty() -> None:
    """No password, no session, no link and no name of its maker is left, and the address is verified."""
    with signet(EMAIL_VERIFICATION="optional"):
        person = squatter()
        client = sign_in(person)
        link = make_token(Purpose.EMAIL_CHANGE, person, timezone.now(), new_address="mine@example.com")
        with taken_over() as heard, TestCase.captureOnCommitCallbacks(execute=True):
            take_over_unproven(person, timezone.now())
        assert heard == [person.pk]
        assert client.get("/api/users/me/").status_code == 401
        assert client.refresh().status_code == 401
        assert client.post("/api/users/set_email_confirm/", {"token": link}).status_code == 400
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert {name: getattr(person, name) for name in NAMES} == dict.fromkeys(NAMES, "")
    assert claim_of(person).verified_at is not None
    assert Session.objects.get().revoke_reason == Reason.PASSWORD_CHANGED


def test_an_account_without_a_password_is_taken_over_as_well() -> None:
    """Its maker got in by an account elsewhere: the sessions end all the same."""
    with signet(EMAIL_VERIFICATION="none"):
        person = squatter()
        sign_in(person)
        person.set_unusable_password()
        get_user_model()._base_manager.filter(pk=person.pk).update(password=person.password)
        with taken_over() as heard:
            take_over_unproven(person, timezone.now())
    assert heard == [person.pk]
    assert not Session.objects.live(timezone.now()).exists()


def test_an_account_of_which_nothing_is_known_is_taken_over() -> None:
    """It was there before there were claims, so nobody has proved the address. Its names are the user's own."""
    person = make_person(is_verified=False, **NAMES)
    with TestCase.captureOnCommitCallbacks(execute=True):
        take_over_unproven(person, timezone.now())
    assert claim_of(person).verified_at is not None
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert {name: getattr(person, name) for name in NAMES} == NAMES
    assert sent() == [("account_taken_over", person.email)]


def test_a_proved_account_is_left_alone(person: Person) -> None:
    """Also if it was proved a moment ago."""
    before = person.password
    with taken_over() as heard:
        take_over_unproven(person, timezone.now())
    person.refresh_from_db()
    assert (person.password, heard) == (before, [])


def test_a_user_who_has_another_address_by_now_is_not_taken_over() -> None:
    """Nor one who is gone."""
    person = squatter()
    get_user_model()._base_manager.filter(pk=person.pk).update(email="other@example.com")
    with pytest.raises(UserNotFoundError):
        take_over_unproven(person, timezone.now())
    assert get_user_model()._default_manager.get(pk=person.pk).has_usable_password()
    get_user_model()._base_manager.filter(pk=person.pk).delete()
    with pytest.raises(UserNotFoundError):
        take_over_unproven(person, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_fails_undoes_all() -> None:
    """No account is verified for its owner while somebody else has a way into it."""
    person = squatter()

    def fail(**kwargs: object) -> None:
        raise RuntimeError

    account_taken_over.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            take_over_unproven(person, timezone.now())
    finally:
        account_taken_over.disconnect(fail)
    person.refresh_from_db()
    assert person.has_usable_password()
    assert claim_of(person).verified_at is None


@pytest.mark.parametrize("mode", ["mandatory", "optional", "none"])
def test_a_reset_that_is_the_first_proof_takes_over(api: Client, mode: str) -> None:
    """Whoever made the account with that address may have another way in. The second reset takes nothing over."""
    person = squatter()
    with signet(EMAIL_VERIFICATION=mode):
        for expected in ([person.pk], []):
            api.post("/api/users/reset_password/", {"email": person.email})
            body = {"token": last_token(), "new_password": f"{NEW_PASSWORD}-{len(expected)}"}
            with taken_over() as heard:
                assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
            assert heard == expected


def test_more_may_be_given_than_a_manager_needs() -> None:
    """As a sign-up that asks for more."""
    person = opened(is_staff=True)
    assert person.is_staff is True
