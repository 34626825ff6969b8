"""Whoever asks about an address learns nothing about it: known or not, disabled or not, verified or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.accounts.links import Purpose, make_token
from tests.accounts.changed import signet
from tests.accounts.mails import SITE, html_of, sent
from tests.accounts.person import (
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

KINDS: Final = ("unknown", "known", "disabled", "unverified", "keyless")
WRONG: Final = "not-" + PASSWORD
EMAIL_BACKEND: Final = "drf_signet.accounts.backends.EmailBackend"
NOON: Final = datetime(2027, 1, 15, 12, tzinfo=UTC)

Shown = tuple[int, bytes, tuple[tuple[str, str], ...]]

pytestmark = pytest.mark.usefixtures("_people")


@pytest.fixture
def _people(db: None) -> None:
    """One of each kind but the unknown. The keyless one never had a password."""
    make_person("known")
    make_person("disabled", is_active=False)
    make_person("unverified", is_verified=False)
    make_person("keyless", password=None)
    mail.outbox.clear()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each password that was hashed."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def encode_and_tell(self: MD5PasswordHasher, password: str, salt: str) -> str:
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode_and_tell)
    return passwords


def shown(answer: Any) -> Shown:
    """All that a client sees of *answer*; the test client has no ``Date``."""
    return answer.status_code, answer.content, tuple(answer.headers.items())


def name_of(kind: str) -> str:
    """What somebody of *kind* signs in with."""
    return kind if has_username() else address_of(kind)


def try_to_sign_in(kind: str, password: str = WRONG, name: str | None = None) -> Any:
    """The answer to *password*."""
    body = {get_user_model().USERNAME_FIELD: name or name_of(kind), "password": password}
    return Client(raise_request_exception=False).post("/api/token/", body)


def sign_up(kind: str, **changes: object) -> Any:
    """The answer to a sign-up with the address of somebody of *kind*, and a name of its own."""
    body = sign_up_body(f"new-{kind}", **{"email": address_of(kind), **changes})
    return Client(raise_request_exception=False).post("/api/users/", body)


def ask(path: str, kind: str) -> Any:
    """The answer to a request for a mail to somebody of *kind*."""
    return Client(raise_request_exception=False).post(f"/api/users/{path}", {"email": address_of(kind)})


RESEND, RESET = "resend_activation/", "reset_password/"
MAILS = pytest.mark.parametrize("path", [RESEND, RESET])


def assert_alike(answers: Mapping[str, Any], status: int) -> None:
    """Byte for byte, with *status*."""
    expected = shown(answers["unknown"])
    assert expected[0] == status, expected
    assert {kind: shown(answer) for kind, answer in answers.items()} == dict.fromkeys(answers, expected)


@pytest.mark.parametrize("backend", ["django.contrib.auth.backends.ModelBackend", EMAIL_BACKEND])
@pytest.mark.parametrize("by", ["name", "address"])
def test_a_wrong_password_tells_nothing(backend: str, by: str, hashed: list[str]) -> None:
    """The same bytes, as many statements, and one password hashed: with either backend, by name and by address."""
    answers, statements, hashings = {}, {}, {}
    with override_settings(AUTHENTICATION_BACKENDS=[backend]):
        for kind in KINDS:
            hashed.clear()
            with CaptureQueriesContext(connection) as queries:
                answers[kind] = try_to_sign_in(kind, name=address_of(kind) if by == "address" else None)
            statements[kind], hashings[kind] = len(queries), len(hashed)
    assert_alike(answers, 401)
    assert len(set(statements.values())) == 1, statements
    assert set(hashings.values()) == {1}, hashings


def test_the_right_password_of_a_disabled_user_is_a_wrong_one() -> None:
    """Nobody is told that it was right."""
    answers = {kind: try_to_sign_in(kind, PASSWORD) for kind in ("unknown", "disabled", "keyless")}
    assert_alike(answers, 401)


def test_only_the_right_password_tells_that_the_address_is_not_verified() -> None:
    """Who doesn't know it sees what is seen of an unknown name."""
    assert try_to_sign_in("unverified", PASSWORD).json()["code"] == "email_not_verified"
    assert shown(try_to_sign_in("unverified")) == shown(try_to_sign_in("unknown"))


def test_a_disabled_user_is_not_told_that_the_address_is_not_verified() -> None:
    """Otherwise the password would be known to be right."""
    make_person("both", is_active=False, is_verified=False)
    assert shown(try_to_sign_in("both", PASSWORD)) == shown(try_to_sign_in("unknown", PASSWORD))


@pytest.mark.parametrize("verification", ["mandatory", "optional"])
def test_a_sign_up_tells_nothing(verification: str, hashed: list[str]) -> None:
    """The same bytes, and as many passwords hashed. What is there already is not touched."""
    answers, hashings = {}, {}
    before = list(get_user_model()._default_manager.order_by("pk").values())
    with signet(EMAIL_VERIFICATION=verification):
        for kind in KINDS:
            hashed.clear()
            with signet(MAIL_DISPATCHER="tests.accounts.test_enumeration.never"):
                answers[kind] = sign_up(kind)
            hashings[kind] = len(hashed)
    assert_alike(answers, 201)
    assert set(hashings.values()) == {1}, hashings
    new = get_user_model()._default_manager.filter(email=address_of("unknown"))
    assert new.count() == 1
    assert list(get_user_model()._default_manager.exclude(pk=new.get().pk).order_by("pk").values()) == before


def never(job: str, arguments: Mapping[str, str | None]) -> None:
    """A dispatcher that drops what it gets."""


def test_a_sign_up_asks_as_much_of_the_database_whoever_has_the_address() -> None:
    """Among those who have one; a new account has to be written, which the hashing of the password hides."""
    statements = {}
    for kind in KINDS[1:]:
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=f"{__name__}.never"):
            sign_up(kind)
        statements[kind] = len(queries)
    assert len(set(statements.values())) == 1, statements


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "short"},
        {"password": ""},
        {"password": "password123"},
        {"password": None},
        {"password": "known@example"},
    ],
)
def test_a_sign_up_that_is_refused_tells_nothing(changes: dict[str, object]) -> None:
    """What is wrong with it is wrong whoever has the address. Nobody gets a mail."""
    answers = {kind: sign_up(kind, **changes) for kind in ("unknown", "disabled", "unverified", "keyless")}
    assert_alike(answers, 400)
    assert sent() == []


@pytest.mark.skipif(not has_username(), reason="there is no username")
def test_a_taken_name_hides_whose_the_address_is() -> None:
    """Names are no secret: they are what others see. The address beside them stays one."""
    assert_alike({kind: sign_up(kind, username="known") for kind in KINDS}, 400)
    assert sent() == []


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda address: f" {address} "])
def test_another_spelling_of_an_address_tells_nothing(spelling: Any) -> None:
    """Nor does it make a second account."""
    number = get_user_model()._default_manager.count()
    answers = {kind: sign_up(kind, email=spelling(address_of(kind))) for kind in KINDS}
    assert_alike(answers, 201)
    assert get_user_model()._default_manager.count() == number + 1


def test_the_owner_of_an_address_is_told_of_a_sign_up() -> None:
    """And the new one gets the link. The owner's link sets a new password, but for who may have none."""
    for kind in KINDS:
        sign_up(kind)
    with_link = {one.to[0] for one in mail.outbox if f"https://{SITE}/reset#" in str(one.body)}
    assert with_link == {address_of("known"), address_of("unverified")}
    assert all(f"https://{SITE}/reset#" in html_of(one) for one in mail.outbox if one.to[0] in with_link)
    assert sent() == [
        ("activation", address_of("unknown")),
        *(("account_exists", address_of(kind)) for kind in KINDS[1:]),
    ]


@MAILS
def test_a_request_for_a_mail_tells_nothing(path: str, hashed: list[str]) -> None:
    """The same bytes; before the answer, nothing is looked up, and nothing hashed."""
    answers = {}
    for kind in KINDS:
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=f"{__name__}.never"):
            answers[kind] = ask(path, kind)
        assert len(queries) == 0, queries.captured_queries
    assert_alike(answers, 204)
    assert hashed == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (RESEND, [("activation", address_of("unverified"))]),
        (RESET, [("password_reset", address_of("known")), ("password_reset", address_of("unverified"))]),
    ],
)
def test_only_who_needs_a_mail_gets_one(path: str, expected: list[tuple[str, str]]) -> None:
    """A link to set a password is for who has one and may sign in; that of a sign-up, for who hasn't followed it."""
    for kind in KINDS:
        ask(path, kind)
    assert sent() == expected


@MAILS
def test_a_spelling_in_capitals_reaches_the_same_people(path: str) -> None:
    """The mail goes to the address as the account has it."""
    for kind in KINDS:
        Client().post(f"/api/users/{path}", {"email": address_of(kind).upper()})
    assert {recipient for _, recipient in sent()} <= {address_of(kind) for kind in KINDS}


@MAILS
@pytest.mark.usefixtures("_people")
def test_too_many_requests_tell_nothing(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixth to one address is refused, whether or not the others were mails."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    answers = {}
    for kind in KINDS:
        assert [ask(path, kind).status_code for _ in range(5)] == [204] * 5
        answers[kind] = ask(path, kind)
    assert_alike(answers, 429)


def test_too_many_wrong_passwords_tell_nothing(monkeypatch: pytest.MonkeyPatch, hashed: list[str]) -> None:
    """A locked account is like an unknown one, with the right password too, and nothing is looked up or hashed."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    for kind in KINDS:
        for _ in range(10):
            assert try_to_sign_in(kind).status_code == 401
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        wrong = {kind: try_to_sign_in(kind) for kind in KINDS}
        right = {kind: try_to_sign_in(kind, PASSWORD) for kind in KINDS}
    assert_alike(wrong, 429)
    assert_alike({**right, "unknown": wrong["unknown"]}, 429)
    assert (len(queries), hashed) == (0, [])


def change_to(client: Client, kind: str, password: str = PASSWORD) -> Any:
    """The answer where who is signed in wants the address of somebody of *kind*."""
    return client.post("/api/users/set_email/", {"current_password": password, "new_email": address_of(kind)})


def test_a_change_of_address_tells_nothing(hashed: list[str]) -> None:
    """The same bytes, as many statements, and one password hashed; the owner of the address is told by mail."""
    asking: Person = make_person("asking")
    client = sign_in(asking)
    answers, statements, hashings = {}, {}, {}
    for kind in KINDS:
        hashed.clear()
        with CaptureQueriesContext(connection) as queries, signet(MAIL_DISPATCHER=f"{__name__}.never"):
            answers[kind] = change_to(client, kind)
        statements[kind], hashings[kind] = len(queries), len(hashed)
    assert_alike(answers, 204)
    assert len(set(statements.values())) == 1, statements
    assert set(hashings.values()) == {1}
    assert sent() == []
    for kind in KINDS:
        change_to(client, kind)
    assert sent() == [
        ("email_change", address_of("unknown")),
        *(("account_exists", address_of(kind)) for kind in KINDS[1:]),
    ]
    asking.refresh_from_db()
    assert asking.email == address_of("asking")


def test_a_change_of_address_with_a_wrong_password_tells_nothing() -> None:
    """And nobody gets a mail."""
    client = sign_in(make_person("asking"))
    assert_alike({kind: change_to(client, kind, WRONG) for kind in KINDS}, 400)
    assert sent() == []


def test_a_change_to_ones_own_address_tells_nobody() -> None:
    """There is nothing to confirm, and nobody to be told."""
    client = sign_in(make_person("asking"))
    assert change_to(client, "asking").status_code == 204
    assert sent() == []


def test_a_token_of_nobody_is_like_one_of_somebody() -> None:
    """The endpoints of links answer alike to what was not signed here, and to who is gone."""
    gone = make_person("gone")
    tokens = {
        "unknown": "forged:token:x",
        "gone": make_token(Purpose.PASSWORD_RESET, gone, timezone.now()),
        "disabled": make_token(
            Purpose.PASSWORD_RESET, get_user_model()._default_manager.get(email=address_of("disabled")), timezone.now()
        ),
    }
    gone.delete()
    for path in ("activation/", "reset_password/check/", "reset_password_confirm/", "set_email_confirm/"):
        answers = {
            kind: APIClient(raise_request_exception=False).post(
                f"/api/users/{path}", {"token": token, "new_password": PASSWORD}
            )
            for kind, token in tokens.items()
        }
        assert_alike(answers, 400)


def test_the_credentials_of_a_known_user_are_good() -> None:
    """So that what was refused above was refused for what it tries."""
    known: Any = get_user_model()._default_manager.get(email=address_of("known"))
    assert Client().post("/api/token/", credentials(known)).status_code == 200
