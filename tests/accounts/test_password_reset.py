"""Password reset: a link by mail, a look at it, and a new password that ends every session."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from drf_signet.accounts import password_reset
from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.links import Purpose, make_token
from drf_signet.sessions.models import Reason, Session
from tests.accounts.hearing import hearing
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, credentials, make_person, sign_in
from tests.conftest import PASSWORD

RESET = "/api/users/reset_password/"
CHECK = "/api/users/reset_password/check/"
CONFIRM = "/api/users/reset_password_confirm/"
NOT_VALID = {"token": ["This link isn't valid, or it was already used. Ask for a new one."], "code": "link_invalid"}


def ask_for_token(api: Client, person: Person) -> str:
    """The token that is mailed to *person*."""
    assert api.post(RESET, {"email": person.email}).status_code == 204
    return last_token()


def test_the_link_sets_a_new_password(api: Client, person: Person) -> None:
    """204 without a body at each step. The new password signs in, the old one doesn't, and the user gets a notice."""
    answer = api.post(RESET, {"email": person.email.upper()})
    assert (answer.status_code, answer.content) == (204, b"")
    token = last_token()
    assert sent() == [("password_reset", person.email)]
    answer = api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD})
    assert (answer.status_code, answer.content) == (204, b"")
    assert sent() == [("password_changed", person.email)]
    assert api.post("/api/token/", credentials(person)).status_code == 401
    assert api.post("/api/token/", credentials(person, NEW_PASSWORD)).status_code == 200


def test_a_reset_ends_every_session(api: Client, person: Person) -> None:
    """Neither the access nor the refresh token of any device goes on."""
    devices = [sign_in(person) for _ in range(3)]
    api.post(CONFIRM, {"token": ask_for_token(api, person), "new_password": NEW_PASSWORD})
    for device in devices:
        assert device.get("/api/users/me/").status_code == 401
        assert device.refresh().status_code == 401
    assert {one.revoke_reason for one in Session.objects.all()} == {Reason.PASSWORD_CHANGED}
    assert not Session.objects.filter(revoked_at=None).exists()


def test_a_reset_verifies_the_address(api: Client, unverified: Person) -> None:
    """The link reached it. The signal is sent once."""
    token = ask_for_token(api, unverified)
    with hearing() as heard:
        api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD})
    assert heard == [("email_verified", unverified.pk)]
    assert is_verified(unverified)


def test_an_address_that_changes_meanwhile_ends_the_link(
    api: Client, unverified: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link proves the former address. Nothing of it is written down, and the account keeps its password."""
    token = ask_for_token(api, unverified)
    move = make_token(Purpose.EMAIL_CHANGE, unverified, timezone.now(), new_address="moved@example.com")

    def changing(*_: object) -> None:
        assert api.post("/api/users/set_email_confirm/", {"token": move}).status_code == 204

    monkeypatch.setattr(password_reset, "check_new_password", changing)
    answer = api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    unverified.refresh_from_db()
    assert (unverified.email, is_verified(unverified)) == ("moved@example.com", True)
    assert unverified.check_password(PASSWORD)


def test_a_reset_for_a_verified_user_sends_no_signal(api: Client, person: Person) -> None:
    """It was verified before."""
    token = ask_for_token(api, person)
    with hearing() as heard:
        api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD})
    assert heard == []


def test_a_look_at_the_link_uses_nothing_up(api: Client, person: Person) -> None:
    """Each look is a 204, and the link still works afterwards. After its use, a look is a 400."""
    token = ask_for_token(api, person)
    for _ in range(3):
        answer = api.post(CHECK, {"token": token})
        assert (answer.status_code, answer.content) == (204, b"")
    assert api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}).status_code == 204
    answer = api.post(CHECK, {"token": token})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)


def test_a_used_link_sets_no_second_password(api: Client, person: Person) -> None:
    """400, and the first one stays. The same holds for another link that was mailed before."""
    first, second = ask_for_token(api, person), ask_for_token(api, person)
    api.post(CONFIRM, {"token": first, "new_password": NEW_PASSWORD})
    for token in (first, second):
        answer = api.post(CONFIRM, {"token": token, "new_password": "third-horse-battery"})
        assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("short", "This password is too short. It must contain at least 8 characters."),
        ("password", "This password is too common."),
        ("ada@example.com", "The password is too similar to the email"),
    ],
)
def test_a_weak_password_leaves_the_link_valid(api: Client, person: Person, password: str, message: str) -> None:
    """400 under the password in the words of the validators; the user tries again with the same link."""
    token = ask_for_token(api, person)
    session = sign_in(person)
    answer = api.post(CONFIRM, {"token": token, "new_password": password})
    assert answer.status_code == 400
    assert list(answer.json()) == ["new_password", "code"]
    assert answer.json()["new_password"][0].startswith(message)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert session.get("/api/users/me/").status_code == 200
    assert api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}).status_code == 204


def test_nobody_else_gets_a_link(api: Client, person: Person) -> None:
    """Without an account: the same answer, and no mail."""
    answer = api.post(RESET, {"email": "nobody@example.com"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert mail.outbox == []


def test_a_user_without_a_password_sets_the_first_one(api: Client, db: None) -> None:
    """The same link does it. An administrator closes accounts by ``is_active``, not by removing the password."""
    keyless = make_person("keyless", password=None)
    body = {"token": ask_for_token(api, keyless), "new_password": NEW_PASSWORD}
    assert api.post(CONFIRM, body).status_code == 204
    assert api.post("/api/token/", credentials(keyless, NEW_PASSWORD)).status_code == 200


@override_settings(AUTHENTICATION_BACKENDS=["tests.others.user_models.backends.PassingBackend"])
def test_a_link_is_void_once_passwords_are_kept_elsewhere(api: Client, db: None) -> None:
    """It was made before the project used a directory."""
    keyless = make_person("keyless", password=None)
    token = make_token(Purpose.PASSWORD_RESET, keyless, timezone.now())
    assert api.post(CHECK, {"token": token}).json() == NOT_VALID
    assert api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}).json() == NOT_VALID


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [CHECK, CONFIRM])
def test_a_mail_scanner_uses_nothing_up(api: Client, person: Person, path: str, method: str) -> None:
    """405, and the link stays valid."""
    token = ask_for_token(api, person)
    assert getattr(api, method)(f"{path}?token={token}").status_code == 405
    assert api.post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}).status_code == 204


def test_an_old_access_token_resets_nothing(person: Person) -> None:
    """A signed-in user needs the link like everybody else."""
    device = sign_in(person)
    answer = device.post(CONFIRM, {"token": device.tokens["access"], "new_password": NEW_PASSWORD})
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
