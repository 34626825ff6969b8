"""A banned user stays banned: no mail link lifts it, and none is mailed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.core import mail
from django.utils import timezone

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.testing import token_in
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, credentials, make_person, sign_in, sign_up_body
from tests.conftest import PASSWORD

TOKENS: Final[Mapping[str, tuple[Purpose, str]]] = {
    "activation": (Purpose.ACTIVATION, "/api/users/activation/"),
    "reset-check": (Purpose.PASSWORD_RESET, "/api/users/reset_password/check/"),
    "reset": (Purpose.PASSWORD_RESET, "/api/users/reset_password_confirm/"),
    "email-change": (Purpose.EMAIL_CHANGE, "/api/users/set_email_confirm/"),
}
Bodies = Callable[[Person], dict[str, Any]]
REQUESTS: Final[Mapping[str, tuple[str, Bodies, int]]] = {
    "resend": ("/api/users/resend_activation/", lambda person: {"email": person.email}, 204),
    "reset": ("/api/users/reset_password/", lambda person: {"email": person.email}, 204),
    "sign-up": ("/api/users/", lambda person: sign_up_body("new", email=person.email), 201),
}


def ban(person: Person) -> None:
    """Ban *person*, as an administrator does."""
    person.is_active = False
    person.save()


@pytest.fixture(params=[True, False], ids=["verified", "unverified"])
def banned(request: pytest.FixtureRequest, db: None) -> Person:
    """A banned user, with an address that was verified before, or wasn't."""
    person = make_person("mallory", is_verified=request.param)
    ban(person)
    return person


@pytest.mark.parametrize("is_before", [True, False], ids=["mailed-before", "made-after"])
@pytest.mark.parametrize(("purpose", "path"), TOKENS.values(), ids=TOKENS.keys())
def test_no_link_reopens_the_account(api: Client, banned: Person, purpose: Purpose, path: str, is_before: bool) -> None:
    """400, whether the token was made before or after the ban; nothing changes."""
    banned.is_active = is_before
    banned.save()
    token = make_token(purpose, banned, timezone.now(), new_address="new@example.com")
    ban(banned)
    before = (banned.password, banned.email, is_verified(banned))
    answer = api.post(path, {"token": token, "new_password": NEW_PASSWORD})
    assert answer.status_code == 400
    assert list(answer.json()) == ["token", "code"]
    banned.refresh_from_db()
    assert not banned.is_active
    assert (banned.password, banned.email, is_verified(banned)) == before


@pytest.mark.parametrize(("path", "body", "status"), REQUESTS.values(), ids=REQUESTS.keys())
def test_no_request_mails_a_link(api: Client, banned: Person, path: str, body: Bodies, status: int) -> None:
    """The answer is the usual one, no mail has a link, and the ban stands."""
    assert api.post(path, body(banned)).status_code == status
    for message in mail.outbox:
        with pytest.raises(LookupError):
            token_in(message)
        assert "https://" not in message.message().as_string()
    banned.refresh_from_db()
    assert not banned.is_active


def test_who_signs_up_again_is_told_why_it_does_not_work(api: Client, banned: Person) -> None:
    """The mail says so to the owner of the mailbox, and to nobody else."""
    api.post("/api/users/", sign_up_body("new", email=banned.email))
    (message,) = mail.outbox
    assert "This account can't be used at the moment." in str(message.body)
    assert sent() == [("account_exists", banned.email)]


def test_who_is_banned_after_asking_for_a_new_address_keeps_the_old_one(api: Client, db: None) -> None:
    """The request was in time; the link isn't."""
    person = make_person("mallory")
    sign_in(person).post("/api/users/set_email/", {"current_password": PASSWORD, "new_email": "new@example.com"})
    token = token_in(mail.outbox[-1])
    ban(person)
    assert api.post("/api/users/set_email_confirm/", {"token": token}).status_code == 400
    person.refresh_from_db()
    assert (person.email, person.is_active) == ("mallory@example.com", False)


def test_who_is_banned_asks_for_nothing(db: None) -> None:
    """401 for what needs a session: it ended with the ban."""
    person = make_person("mallory")
    device = sign_in(person)
    ban(person)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD, "new_email": "new@example.com"}
    for path in ("/api/users/set_email/", "/api/users/set_password/"):
        assert device.post(path, body).status_code == 401
    assert device.delete("/api/users/me/", body).status_code == 401
    assert mail.outbox == []


def test_a_right_password_of_who_is_banned_is_a_wrong_one(api: Client, banned: Person) -> None:
    """The answer doesn't even say that the address is not verified."""
    right = api.post("/api/token/", credentials(banned))
    wrong = api.post("/api/token/", credentials(banned, "wrong"))
    assert right.status_code == 401
    assert right.content == wrong.content


def test_the_projects_own_rule_bans_as_well(api: Client, person: Person) -> None:
    """USER_AUTHENTICATION_RULE decides who gets a link, and whose link works."""
    token = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
    with signet(USER_AUTHENTICATION_RULE="tests.conf.setting_effects.nobody"):
        api.post("/api/users/reset_password/", {"email": person.email})
        assert mail.outbox == []
        body = {"token": token, "new_password": NEW_PASSWORD}
        assert api.post("/api/users/reset_password_confirm/", body).status_code == 400
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
