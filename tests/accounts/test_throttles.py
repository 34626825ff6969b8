"""The limits of the endpoints of accounts: sign-ups, mails, and guesses at a password."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings
from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import PendingSignUp
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import (
    NEW_PASSWORD,
    Client,
    Person,
    address_of,
    credentials,
    has_username,
    make_person,
    sign_in,
    sign_up_body,
)
from tests.conftest import PASSWORD
from tests.throttles.backends import redis_at
from tests.throttles.places import ELSEWHERE, HERE, assert_throttled

WRONG: Final = "not-" + PASSWORD
RESEND, RESET = "resend_activation/", "reset_password/"


def post(path: str, body: dict[str, Any], ip: str = HERE) -> Any:
    """The answer to a client at *ip* that is not signed in."""
    return Client(raise_request_exception=False).post(f"/api/users/{path}", body, REMOTE_ADDR=ip)


def limited(**rates: str | None) -> Any:
    """A context manager in which *rates* are in force."""
    return signet(THROTTLE_RATES=rates)


@pytest.mark.django_db
def test_so_many_sign_ups_come_from_one_address() -> None:
    """Whether they make an account or not. IPv6 counts by network."""
    with limited(sign_up_ip="3/h"):
        for number in range(3):
            assert post("", sign_up_body(f"user{number}"), f"2001:db8::{number:x}").status_code == 201
        assert_throttled(post("", sign_up_body("ada"), "2001:db8::ffff"))
        assert post("", sign_up_body("ada"), ELSEWHERE).status_code == 201
    assert PendingSignUp.objects.count() == 4


@pytest.mark.django_db
def test_sign_ups_without_mail_are_counted_as_well() -> None:
    """With tokens in the answer, too."""
    with signet(
        EMAIL_VERIFICATION="none", THROTTLE_RATES={"sign_up_ip": "2/h", "mail_ip": "1/h", "mail_address": "1/h"}
    ):
        for number in range(2):
            assert post("", sign_up_body(f"user{number}")).status_code == 201
        assert_throttled(post("", sign_up_body("ada")))


@pytest.mark.django_db
def test_a_refused_sign_up_asks_for_no_mail() -> None:
    """Neither a 429 nor a 400 counts as a mail."""
    with limited(sign_up_ip="1/h", mail_ip="1/h"):
        assert post("", sign_up_body("ada", password="short")).status_code == 400
        assert post("", sign_up_body("ada")).status_code == 201
        for _ in range(3):
            assert_throttled(post("", sign_up_body("grace")))
        assert post(RESET, {"email": address_of("grace")}).status_code == 204
    assert sent() == [("activation", address_of("ada"))]


@pytest.mark.parametrize("path", [RESEND, RESET])
@pytest.mark.django_db
def test_an_address_asks_for_so_many_mails(path: str) -> None:
    """It counts mails to anybody, whether or not they are sent."""
    with limited(mail_ip="3/h"):
        for number in range(3):
            assert post(path, {"email": f"user{number}@example.com"}).status_code == 204
        assert_throttled(post(path, {"email": "ada@example.com"}))
        assert post(path, {"email": "ada@example.com"}, ELSEWHERE).status_code == 204


@pytest.mark.parametrize("path", [RESEND, RESET])
@pytest.mark.parametrize("email", [None, "", "ada", ["ada@example.com"], '"ada"@example.com', "ada@example.com\0"])
@pytest.mark.django_db
def test_bad_input_is_not_counted(path: str, email: object) -> None:
    """It asks for nothing."""
    with limited(mail_ip="1/h"):
        assert {post(path, {"email": email}).status_code for _ in range(3)} == {400}
        assert post(path, {"email": "ada@example.com"}).status_code == 204


def guesses(client: Client, password: str) -> list[Any]:
    """The answers to *password* at the endpoints that ask a signed-in user for it. None of them changes it."""
    new = {"current_password": password, "new_password": "short"}
    email = {"current_password": password, "new_email": address_of("grace")}
    return [
        client.post("/api/users/set_password/", new),
        client.post("/api/users/set_email/", email),
        *([] if password == PASSWORD else [client.delete("/api/users/me/", {"current_password": password})]),
    ]


def test_a_stolen_token_guesses_so_often(signed_in: Client, person: Person) -> None:
    """The three endpoints count together. After the limit, the right password doesn't help; other users can go on."""
    other = sign_in(make_person("grace"))
    with limited(password_user="5/h", mail_address=None):
        answers = [answer for _ in range(2) for answer in guesses(signed_in, WRONG)]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        for answer in (*guesses(signed_in, WRONG), *guesses(signed_in, PASSWORD)):
            assert_throttled(answer)
        assert_throttled(signed_in.delete("/api/users/me/", {"current_password": PASSWORD}))
        assert (
            other.post(
                "/api/users/set_email/", {"current_password": PASSWORD, "new_email": "new@example.com"}
            ).status_code
            == 204
        )
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_right_password_is_not_counted(signed_in: Client) -> None:
    """However often it is given."""
    with limited(password_user="1/h", mail_address=None):
        assert [answer.status_code for _ in range(5) for answer in guesses(signed_in, PASSWORD)] == [400, 204] * 5


def test_a_locked_user_can_still_read_and_leave(signed_in: Client, person: Person) -> None:
    """Requests without a password still work, and a link in a mail is another way in."""
    with limited(password_user="1/h"):
        guesses(signed_in, WRONG)
        assert_throttled(
            signed_in.post("/api/users/set_password/", {"current_password": PASSWORD, "new_password": "x"})
        )
        assert signed_in.get("/api/users/me/").status_code == 200
        assert signed_in.refresh().status_code == 200
        token = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
        assert post("reset_password_confirm/", {"token": token, "new_password": NEW_PASSWORD}).status_code == 204
    sign_in(person, NEW_PASSWORD)


def test_while_the_cache_is_away_nothing_is_asked_for(signed_in: Client, person: Person) -> None:
    """503 wherever Signet counts; links that were sent earlier work, and users can read their data."""
    links = {
        "activation/": make_token(Purpose.ACTIVATION, person, timezone.now()),
        "reset_password/check/": make_token(Purpose.PASSWORD_RESET, person, timezone.now()),
    }
    with redis_at("redis://127.0.0.1:1/0"):
        answers = [
            post("", sign_up_body("new")),
            post(RESEND, {"email": address_of("ada")}),
            post(RESET, {"email": address_of("ada")}),
            *guesses(signed_in, PASSWORD),
            *guesses(signed_in, WRONG),
            Client(raise_request_exception=False).post("/api/token/", credentials(person)),
        ]
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (503, "counts_unavailable")
            assert answer.headers["Retry-After"] == "5"
        assert sent() == []
        assert signed_in.get("/api/users/me/").status_code == 200
        for path, token in links.items():
            assert post(path, {"token": token}).status_code == 204
    assert person.check_password(PASSWORD)
    assert get_user_model()._default_manager.count() == 1


@pytest.mark.skipif(not has_username(), reason="there is no username")
def test_the_name_and_the_address_of_an_account_are_counted_apart(person: Person) -> None:
    """Counted together, a lock of both would reveal whose address it is."""
    backend = "drf_signet.accounts.backends.EmailBackend"
    with override_settings(AUTHENTICATION_BACKENDS=[backend]), limited(sign_in_account_ip="4/h"):
        for _ in range(4):
            assert Client().post("/api/token/", {"username": "ada", "password": WRONG}).status_code == 401
        assert_throttled(Client().post("/api/token/", {"username": "ada", "password": PASSWORD}))
        assert Client().post("/api/token/", {"username": address_of("ada"), "password": PASSWORD}).status_code == 200
