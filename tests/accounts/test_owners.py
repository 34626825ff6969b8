"""Whatever strangers ask for, and however often, the owner of an account gets in, and a mailbox isn't flooded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from drf_signet.accounts import jobs
from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.testing import token_in
from tests.accounts.mails import last_token, sent
from tests.accounts.person import (
    NEW_PASSWORD,
    Client,
    Person,
    address_of,
    credentials,
    make_person,
    sign_in,
    sign_up_body,
)
from tests.conftest import NOON, PASSWORD
from tests.throttles.backends import local_memory
from tests.throttles.places import ELSEWHERE, HERE, assert_throttled

WRONG: Final = "not-" + PASSWORD
RESEND, RESET, CONFIRM = "resend_activation/", "reset_password/", "reset_password_confirm/"
MINUTE: Final = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _large_cache() -> Any:
    """A cache that drops no counts. The one of Django's defaults keeps three hundred."""
    with local_memory(MAX_ENTRIES=1_000_000):
        yield


def post(path: str, body: dict[str, Any], ip: str) -> Any:
    """The answer to somebody who is not signed in, at *ip*."""
    return Client(raise_request_exception=False).post(f"/api/users/{path}", body, REMOTE_ADDR=ip)


def attempt(person: Person, password: str, ip: str) -> Any:
    """The answer to a sign-in."""
    body = credentials(person, password)
    return Client(raise_request_exception=False).post("/api/token/", body, REMOTE_ADDR=ip)


def lock(person: Person) -> None:
    """Have strangers lock *person* out, from everywhere and HERE."""
    for number in range(11):
        for _ in range(10):
            attempt(person, WRONG, f"10.0.{number}.1")
    for _ in range(10):
        attempt(person, WRONG, HERE)
    assert_throttled(attempt(person, PASSWORD, ELSEWHERE))


def test_what_strangers_ask_for_stops_no_reset(unverified: Person) -> None:
    """Each kind of mail has a share of its own."""
    email = unverified.email
    for number in range(40):
        assert post(RESEND, {"email": email}, f"10.0.0.{number}").status_code == 204
        post("", sign_up_body(f"other{number}", email=email), f"10.0.0.{number}")
    assert sent() == [("activation", email), ("account_exists", email)] * 3
    assert post(RESET, {"email": email}, HERE).status_code == 204
    assert sent() == [("password_reset", email)]


def test_what_somebody_asks_for_stops_no_other_purpose_at_the_same_place(person: Person) -> None:
    """As in one household: thirty links of a sign-up leave the reset alone."""
    for _ in range(30):
        assert post(RESEND, {"email": "nobody@example.com"}, HERE).status_code == 204
    assert_throttled(post(RESEND, {"email": "nobody@example.com"}, HERE))
    assert post(RESET, {"email": person.email}, HERE).status_code == 204
    assert sent() == [("password_reset", person.email)]


@pytest.mark.parametrize("asked_at", range(0, 100, 9))
def test_under_a_flood_of_resets_the_mailbox_has_a_link_that_is_good(
    person: Person, monkeypatch: pytest.MonkeyPatch, asked_at: int
) -> None:
    """Strangers ask each minute; whenever the owner asks, the last mail is good, and not older than 40 minutes."""
    links: list[tuple[datetime, str]] = []
    now = NOON
    for minute in range(asked_at + 1):
        now = NOON + minute * MINUTE
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        mail.outbox.clear()
        jobs.send_password_reset(person.email, None)
        links += [(now, token_in(one)) for one in mail.outbox]
    at, token = links[-1]
    assert now - at <= 40 * MINUTE
    assert post("reset_password/check/", {"token": token}, HERE).status_code == 204


@pytest.mark.parametrize("job", [jobs.send_password_reset, jobs.resend_activation])
def test_a_mailbox_gets_six_mails_of_a_kind_in_an_hour(
    unverified: Person, monkeypatch: pytest.MonkeyPatch, job: Any
) -> None:
    """And 144 in a day, however many ask."""
    per_hour = []
    for hour in range(24):
        for minute in range(60):
            now = NOON + (hour * 60 + minute) * MINUTE
            monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
            job(unverified.email, None)
        per_hour.append(len(sent()))
    assert max(per_hour) <= 6
    assert sum(per_hour) >= 24


def test_a_change_of_address_is_nobody_elses_to_stop(signed_in: Client) -> None:
    """Others who want the same address have a share of their own, and so does somebody who signs up with it."""
    wanted = "new@example.com"
    for which in range(4):
        other = sign_in(make_person(f"other{which}"))
        for _ in range(5):
            body = {"current_password": PASSWORD, "new_email": wanted}
            assert other.post("/api/users/set_email/", body, REMOTE_ADDR=f"10.0.{which}.1").status_code == 204
    assert sent() == [("email_change", wanted)] * 12
    assert (
        signed_in.post(
            "/api/users/set_email/", {"current_password": PASSWORD, "new_email": wanted}, REMOTE_ADDR=HERE
        ).status_code
        == 204
    )
    assert sent() == [("email_change", wanted)]
    assert post("", sign_up_body("new"), HERE).status_code == 201
    assert sent() == [("activation", wanted)]


def test_a_mail_that_the_server_did_not_take_is_none(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again doesn't use the share up."""

    def fail(*args: object, **kwargs: object) -> int:
        raise OSError("the mail server is away")

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", fail)
        for _ in range(9):
            with pytest.raises(OSError, match="away"):
                jobs.send_password_reset(person.email, None)
    jobs.send_password_reset(person.email, None)
    assert sent() == [("password_reset", person.email)]


def test_users_who_share_an_address_each_get_their_mail(db: None) -> None:
    """Also where they are more than the share."""
    if get_user_model()._meta.get_field("email").unique:
        pytest.skip("here nobody can")
    for number in range(5):
        make_person(f"user{number}", is_verified=False, email="shared@example.com")
    jobs.send_password_reset("shared@example.com", None)
    assert sent() == [("password_reset", "shared@example.com")] * 5


def test_a_reset_lifts_every_lock(person: Person) -> None:
    """Of the account, from everywhere and from each address; and strangers don't lock that place again."""
    lock(person)
    assert_throttled(attempt(person, PASSWORD, HERE))
    assert post(RESET, {"email": person.email}, ELSEWHERE).status_code == 204
    body = {"token": last_token(), "new_password": NEW_PASSWORD}
    assert post(CONFIRM, body, ELSEWHERE).status_code == 204
    assert attempt(person, NEW_PASSWORD, HERE).status_code == 200
    assert attempt(person, NEW_PASSWORD, ELSEWHERE).status_code == 200
    for number in range(11):
        for _ in range(10):
            attempt(person, WRONG, f"10.1.{number}.1")
    assert_throttled(attempt(person, NEW_PASSWORD, "203.0.113.77"))
    assert attempt(person, NEW_PASSWORD, ELSEWHERE).status_code == 200


def test_a_reset_lifts_the_lock_of_the_password_that_a_stolen_token_guessed(person: Person) -> None:
    """The owner who got in can change what they like."""
    thief = sign_in(person)
    body = {"current_password": WRONG, "new_password": NEW_PASSWORD}
    answers = [thief.post("/api/users/set_password/", body).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]
    token = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
    assert post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}, HERE).status_code == 204
    owner = sign_in(person, NEW_PASSWORD)
    body = {"current_password": NEW_PASSWORD, "new_password": PASSWORD}
    assert owner.post("/api/users/set_password/", body).status_code == 204


def test_a_place_of_the_owner_is_not_locked_from_elsewhere(person: Person) -> None:
    """They signed in from there."""
    home = "203.0.113.9"
    assert attempt(person, PASSWORD, home).status_code == 200
    lock(person)
    assert attempt(person, PASSWORD, home).status_code == 200


def test_a_sign_in_that_was_refused_makes_no_place_the_owners(unverified: Person) -> None:
    """The right password of an account whose address isn't verified: it may be a stranger's."""
    home = "203.0.113.9"
    assert attempt(unverified, PASSWORD, home).status_code == 401
    lock(unverified)
    assert_throttled(attempt(unverified, PASSWORD, home))


def test_a_link_that_was_used_or_made_up_lifts_nothing(person: Person) -> None:
    """Only a new password does."""
    lock(person)
    token = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
    for body in ({"token": "a:b", "new_password": NEW_PASSWORD}, {"token": token, "new_password": "x"}):
        assert post(CONFIRM, body, ELSEWHERE).status_code == 400
    assert_throttled(attempt(person, PASSWORD, ELSEWHERE))


def test_a_username_that_is_somebody_elses_address_speaks_for_nobody(person: Person) -> None:
    """Their resets would give whoever tries the passwords of that account as many attempts as they like."""
    if get_user_model().USERNAME_FIELD == "email":
        pytest.skip("the username is the address")
    victim = address_of("victim")
    stranger = make_person("stranger", username=victim)
    for number in range(11):
        for _ in range(10):
            body = {"username": victim, "password": WRONG}
            Client(raise_request_exception=False).post("/api/token/", body, REMOTE_ADDR=f"10.0.{number}.1")
    token = make_token(Purpose.PASSWORD_RESET, stranger, timezone.now())
    assert post(CONFIRM, {"token": token, "new_password": NEW_PASSWORD}, ELSEWHERE).status_code == 204
    body = {"username": victim, "password": WRONG}
    assert_throttled(Client(raise_request_exception=False).post("/api/token/", body, REMOTE_ADDR=ELSEWHERE))
