"""Sign-up: a new account and its mail, and the same answer if somebody has the address."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core import mail
from django.db.models.signals import pre_save
from django.test import override_settings
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.validators import UniqueValidator

from drf_signet.accounts.email_addresses import email_of, is_taken
from drf_signet.accounts.models import EmailAddress
from drf_signet.errors import CredentialsError, SignerUnavailableError
from drf_signet.sessions.models import Session
from drf_signet.signals import signing_in
from signet_tokens.key_ring import KeyRing
from tests.accounts.changed import signet
from tests.accounts.hearing import hearing
from tests.accounts.joining import follow, join
from tests.accounts.mails import last_token, sent
from tests.accounts.person import Client, Person, find_person, has_username, make_person, sign_up_body
from tests.conftest import PASSWORD

OPENED = {"detail": "We are sending you an e-mail. Follow the link in it to activate your account."}
CONFIRM = {"detail": "We are sending you an e-mail. Follow the link in it to confirm your address."}
TAKEN_ADDRESS = {"email": ["A user with that e-mail address already exists."], "code": "address_taken"}
TAKEN_NAME = {"username": ["A user with that username already exists."], "code": "invalid"}


def number_of_users() -> int:
    """How many users there are."""
    return get_user_model()._default_manager.count()


@pytest.mark.django_db
def test_a_sign_up_makes_nobody_and_sends_the_link(api: Client) -> None:
    """201 with a sentence, one mail, and no user."""
    with hearing() as heard:
        answer = api.post("/api/users/", sign_up_body())
    assert (answer.status_code, answer.json()) == (201, OPENED)
    assert heard == []
    assert number_of_users() == 0
    assert not EmailAddress.objects.exists()
    assert sent() == [("activation", "ada@example.com")]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["mandatory", "optional"])
def test_a_sign_up_makes_one_account(api: Client, mode: str) -> None:
    """An active user with a hashed password and a claim, once the link is followed, or at once."""
    with signet(EMAIL_VERIFICATION=mode), hearing() as heard:
        api.post("/api/users/", sign_up_body())
        if mode == "mandatory":
            follow(api, last_token())
    person = find_person()
    assert heard[0] == ("signed_up", person.pk)
    assert person.is_active
    assert not person.is_staff
    assert not person.is_superuser
    assert person.check_password(PASSWORD)
    claim = EmailAddress.objects.get()
    assert (claim.user_id, claim.address) == (person.pk, "ada@example.com")
    assert (claim.verified_at is not None) is (mode == "mandatory")
    assert sent() == [("activation", "ada@example.com")]
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_the_user_gets_every_field_that_was_sent(api: Client) -> None:
    """Further names, if the model has them."""
    names = {"first_name": "Ada", "last_name": "Lovelace"} if has_username() else {"full_name": "Ada Lovelace"}
    join(api, **names)
    person = find_person()
    assert {name: getattr(person, name) for name in names} == names


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "is_active", "id", "groups", "user_permissions"])
def test_other_fields_are_ignored(api: Client, field: str) -> None:
    """Nobody becomes an administrator by saying so."""
    value: Any = {"groups": [1], "user_permissions": [1], "id": 77, "is_active": False}.get(field, True)
    join(api, **{field: value})
    person = find_person()
    assert (person.is_staff, person.is_superuser, person.is_active) == (False, False, True)
    assert str(person.pk) != "77"
    assert not person.groups.exists()


@pytest.mark.django_db
def test_the_address_is_kept_in_lower_case(api: Client) -> None:
    """However it was typed."""
    join(api, email="Ada@EXAMPLE.com")
    assert find_person().email == "ada@example.com"
    assert sent() == [("activation", "ada@example.com")]


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com", "Ada@Example.COM"])
@pytest.mark.parametrize("stored", ["ada@example.com", "Ada@example.com"])
def test_a_taken_address_is_answered_alike_and_its_owner_told(api: Client, db: None, email: str, stored: str) -> None:
    """The same bytes, no second account, no changed password, and a mail to the address as the account has it."""
    person = make_person(email=stored)
    before = person.password
    with hearing() as heard:
        answer = api.post("/api/users/", sign_up_body("mallory", email=email, password="mallory-horse-battery"))
    assert (answer.status_code, answer.json()) == (201, OPENED)
    assert heard == []
    assert number_of_users() == 1
    person.refresh_from_db()
    assert person.password == before
    assert sent() == [("account_exists", stored)]


def test_an_address_that_its_user_left_is_free(api: Client, person: Person) -> None:
    """An administrator gave them another one. Their claim to the old one is void, and goes to the next user with it."""
    person.email = "elsewhere@example.com"
    person.save()
    join(api, "successor", email="ada@example.com")
    assert sent() == [("activation", "ada@example.com")]
    assert EmailAddress.objects.get(address="ada@example.com").user_id != person.pk


def test_an_address_that_looks_the_same_is_taken(api: Client, db: None) -> None:
    """The owner's program may have stored wide letters: nobody signs up with their narrow form."""
    make_person(email="\uff41da@example.com")
    answer = api.post("/api/users/", sign_up_body("new", email="ada@example.com"))
    assert (answer.status_code, answer.json()) == (201, OPENED)
    assert number_of_users() == 1


def test_a_claim_alone_takes_the_address(db: None) -> None:
    """The database can't compare wide letters, so the narrow ones find no user, but they find the claim."""
    person = make_person(email="\uff41da@example.com", is_verified=False)
    assert not is_taken("ada@example.com")
    EmailAddress.objects.create(user=person, address=email_of(person))
    assert is_taken("ada@example.com")


def test_the_owner_gets_in_by_the_link_of_that_mail(api: Client, unverified: Person) -> None:
    """The mailbox's owner gets the account, whoever made it: the link resets the password and verifies the address."""
    api.post("/api/users/", sign_up_body("mallory", email=unverified.email))
    body = {"token": last_token(), "new_password": "my-own-horse-battery"}
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
    unverified.refresh_from_db()
    assert unverified.check_password("my-own-horse-battery")
    assert EmailAddress.objects.get(user=unverified).verified_at is not None


def test_a_taken_name_is_revealed_whoever_has_the_address(api: Client, person: Person) -> None:
    """400 under the username, for new and for taken addresses alike: it reveals nothing about the address."""
    for email in ("new@example.com", person.email):
        answer = api.post("/api/users/", sign_up_body("ada", email=email))
        if has_username():
            assert (answer.status_code, answer.json()) == (400, TAKEN_NAME)
        else:
            assert (answer.status_code, answer.json()) == (201, OPENED)
    assert [kind for kind, _ in sent()] == ([] if has_username() else ["activation", "account_exists"])


def test_a_name_that_was_taken_a_moment_ago_is_a_400_as_well(
    api: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database decides between the look and the write; the answer never reveals a taken address."""
    monkeypatch.setattr(UniqueValidator, "__call__", lambda *args: None)
    monkeypatch.setattr("drf_signet.accounts.fields.is_name_taken", lambda *args, **more: False)
    with signet(EMAIL_VERIFICATION="optional"):
        answer = api.post("/api/users/", sign_up_body("ada", email="new@example.com"))
    if has_username():
        expected = {"username": ["A user with that name already exists."], "code": "name_taken"}
        assert (answer.status_code, answer.json()) == (400, expected)
        assert number_of_users() == 1
        assert sent() == []
    else:
        assert answer.status_code == 201
    assert api.post("/api/users/", sign_up_body("ada")).status_code == 201
    assert sent()[-1] == ("account_exists", "ada@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "messages"),
    [
        ("short", ["This password is too short. It must contain at least 8 characters."]),
        ("password", ["This password is too common."]),
    ],
)
def test_a_weak_password_is_a_400_in_the_words_of_the_validators(
    api: Client, password: str, messages: list[str]
) -> None:
    """Under the name of the field; nobody is made."""
    answer = api.post("/api/users/", sign_up_body(password=password))
    assert (answer.status_code, answer.json()) == (400, {"password": messages, "code": "password_refused"})
    assert number_of_users() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_password_like_the_address_is_refused(api: Client) -> None:
    """The validators know who the user would be."""
    answer = api.post("/api/users/", sign_up_body("margaret", password="margaret@example.com"))
    assert answer.status_code == 400
    assert list(answer.json()) == ["password", "code"]
    assert "too similar" in answer.json()["password"][0]


class Remembering(MinimumLengthValidator):
    """A validator that remembers which passwords were set."""

    changed: list[tuple[str, object]] = []

    def password_changed(self, password: str, user: Any = None) -> None:
        """Called by Django where a password was set."""
        self.changed.append((password, user.pk))


@pytest.mark.django_db
def test_the_validators_learn_the_new_password(api: Client) -> None:
    """Django's ``password_changed``, for validators that keep a history."""
    Remembering.changed.clear()
    validators = [{"NAME": f"{__name__}.Remembering"}]
    with signet(EMAIL_VERIFICATION="optional"), override_settings(AUTH_PASSWORD_VALIDATORS=validators):
        api.post("/api/users/", sign_up_body())
        api.post("/api/users/", sign_up_body("mallory", email="ada@example.com"))
    assert Remembering.changed == [(PASSWORD, find_person().pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1_024, 1_025])
def test_a_password_is_kept_as_it_is_up_to_1024_characters(api: Client, length: int) -> None:
    """No character is cut off or trimmed; one more is a 400."""
    password = " " + "ü" * (length - 2) + " "
    answer = api.post("/api/users/", sign_up_body(password=password))
    if length > 1_024:
        expected = ["Ensure this field has no more than 1024 characters."]
        assert (answer.status_code, answer.json()) == (400, {"password": expected, "code": "invalid"})
    else:
        assert answer.status_code == 201
        follow(api, last_token())
        assert find_person().check_password(password)
        assert not find_person().check_password(password[:-1])


@pytest.mark.django_db
def test_an_optional_link_has_another_sentence(api: Client) -> None:
    """The account is already open, so the sentence says what the link is for."""
    with signet(EMAIL_VERIFICATION="optional"):
        answer = api.post("/api/users/", sign_up_body())
    assert (answer.status_code, answer.json()) == (201, CONFIRM)
    assert sent() == [("activation", "ada@example.com")]


@pytest.mark.django_db
def test_without_verification_the_answer_is_tokens_that_work(api: Client) -> None:
    """No mail; the access token authenticates, the refresh token refreshes, and the session is like any other."""
    with signet(EMAIL_VERIFICATION="none"), hearing() as heard:
        answer = api.post("/api/users/", sign_up_body())
        assert answer.status_code == 201
        assert sorted(answer.json()) == ["access", "expires_in", "refresh"]
        api.carry(answer.json())
        me = api.get("/api/users/me/")
        assert (me.status_code, me.json()["email"], me.json()["email_verified"]) == (200, "ada@example.com", False)
        assert api.refresh().status_code == 200
    assert heard == [("signed_up", find_person().pk)]
    assert sent() == []
    session = Session.objects.get()
    assert (session.user_id, session.ip) == (find_person().pk, "127.0.0.1")


@pytest.mark.django_db
@pytest.mark.parametrize("writes", [True, False])
def test_a_sign_up_that_signs_in_is_recorded_as_a_sign_in(api: Client, writes: bool) -> None:
    """UPDATE_LAST_LOGIN applies to both."""
    with signet(EMAIL_VERIFICATION="none", UPDATE_LAST_LOGIN=writes):
        api.post("/api/users/", sign_up_body())
    assert (find_person().last_login is not None) is writes


@pytest.mark.django_db
def test_without_a_signer_there_is_no_account_without_tokens(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, and the same sign-up succeeds once tokens can be signed again."""

    def away(self: KeyRing) -> None:
        raise SignerUnavailableError

    with signet(EMAIL_VERIFICATION="none"):
        with monkeypatch.context() as patch:
            patch.setattr(KeyRing, "check_signs", away)
            answer = api.post("/api/users/", sign_up_body())
        assert (answer.status_code, answer.json()["code"], number_of_users()) == (503, "signer_unavailable", 0)
        assert api.post("/api/users/", sign_up_body()).status_code == 201


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com"])
def test_without_verification_a_taken_address_is_revealed(api: Client, person: Person, email: str) -> None:
    """The presence of tokens would reveal it anyway: a 400 under the address."""
    with signet(EMAIL_VERIFICATION="none"):
        answer = api.post("/api/users/", sign_up_body("mallory", email=email))
    assert (answer.status_code, answer.json()) == (400, TAKEN_ADDRESS)
    assert number_of_users() == 1
    assert sent() == []


@pytest.mark.django_db
def test_a_user_made_inactive_gets_a_sentence_and_no_tokens(api: Client) -> None:
    """A receiver waits for somebody's approval. A token would be valid where nothing looks the user up."""

    def wait(instance: Any, **kwargs: object) -> None:
        instance.is_active = False

    pre_save.connect(wait, sender=get_user_model())
    try:
        with signet(EMAIL_VERIFICATION="none"):
            answer = api.post("/api/users/", sign_up_body())
    finally:
        pre_save.disconnect(wait, sender=get_user_model())
    sentence = {"detail": "Your account isn't active yet. You can sign in once it has been activated."}
    assert (answer.status_code, answer.json()) == (201, sentence)
    assert not Session.objects.exists()


class FactorDueError(CredentialsError):
    """A factor that a project asks for beside the password."""

    code = "factor_due"
    default_message = "Type the six digits as well."


DUE: Final = "Type the six digits as well."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "body"),
    [
        (FactorDueError(), {"detail": DUE}),
        (PermissionDenied(DUE), {"detail": DUE}),
        (AuthenticationFailed({"detail": DUE, "code": "factor_due"}), {"detail": DUE, "code": "factor_due"}),
    ],
    ids=["ours", "text", "with-a-code"],
)
def test_receivers_that_may_refuse_a_sign_in_are_asked_at_a_sign_up_too(
    api: Client, refusal: Exception, body: dict[str, str]
) -> None:
    """Otherwise it would bypass a second factor. The account is made, nobody is signed in, and the answer says why."""
    asked: list[Any] = []

    def ask(methods: tuple[str, ...], **sent: object) -> None:
        asked.append(methods)
        raise refusal

    signing_in.connect(ask)
    try:
        with signet(EMAIL_VERIFICATION="none"):
            answer = api.post("/api/users/", sign_up_body())
    finally:
        signing_in.disconnect(ask)
    assert (answer.status_code, answer.json()) == (201, body)
    assert asked == [("pwd",)]
    assert number_of_users() == 1
    assert not Session.objects.exists()
