"""Several sign-ups that wait for their link: the owner of the mailbox chooses one, and time ends them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from drf_signet.accounts.links import make_sign_up_token
from drf_signet.accounts.models import PendingSignUp, Reservation
from drf_signet.accounts.testing import token_in
from tests.accounts.askers import shown
from tests.accounts.changed import signet
from tests.accounts.hearing import hearing
from tests.accounts.joining import follow, follow_or_not, join
from tests.accounts.mails import html_of, last_token, sent
from tests.accounts.person import (
    Client,
    Person,
    address_of,
    credentials,
    find_person,
    has_username,
    make_person,
    sign_in,
    sign_up_body,
)
from tests.conftest import NOON, PASSWORD

ADA = "ada@example.com"
STRANGERS = "strangers-horse-battery"
NOT_VALID = {"token": ["This link isn't valid, or it was already used. Ask for a new one."], "code": "link_invalid"}
EXPIRED = {"token": ["This link has expired. Ask for a new one, or sign up again."], "code": "link_expired"}
RESEND = "/api/users/resend_activation/"


class Clock:
    """A time that tests set."""

    now: datetime = NOON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Noon, until a test sets another time."""
    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: found.now)
    return found


def sign_up(api: Client, name: str = "ada", **changes: object) -> str:
    """The token of the link after a sign-up."""
    answer = api.post("/api/users/", sign_up_body(name, **changes))
    assert answer.status_code == 201, answer.content
    return last_token()


def try_credentials(api: Client, name: str, password: str = PASSWORD) -> Any:
    """The answer to a sign-in."""
    return api.post("/api/token/", {get_user_model().USERNAME_FIELD: name, "password": password})


def name_of(name: str) -> str:
    """The name that somebody called *name* signs in with."""
    return name if has_username() else address_of(name)


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
@pytest.mark.django_db
def test_a_strangers_sign_up_with_an_address_does_not_affect_its_owner(api: Client, is_first: bool) -> None:
    """In either order, the owner follows their own link, and gets their own name and password."""
    stranger = {"email": ADA, "password": STRANGERS}
    if is_first:
        sign_up(api, "mallory", **stranger)
    token = sign_up(api)
    if not is_first:
        sign_up(api, "mallory", **stranger)
    assert try_credentials(api, ADA).json()["code"] == "email_not_verified"
    follow(api, token)
    assert get_user_model()._default_manager.count() == 1
    person = find_person()
    assert person.get_username() == name_of("ada")
    assert person.check_password(PASSWORD)
    sign_in(person)


@pytest.mark.django_db
def test_the_stranger_does_not_see_that_the_owner_has_an_account_now(api: Client) -> None:
    """The answer to their credentials is as before, their name stays taken, and their link opens nothing."""
    sign_up(api, "mallory", email=ADA, password=STRANGERS)
    stranger = PendingSignUp.objects.get()

    def see() -> list[object]:
        return [
            shown(try_credentials(api, name_of("mallory") if has_username() else ADA, STRANGERS)),
            shown(api.post("/api/users/", sign_up_body("mallory", email="m@example.com"))),
            shown(api.post(RESEND, {"email": ADA})),
        ]

    before = see()
    follow(api, sign_up(api))
    sent()
    assert see() == before
    assert [kind for kind, recipient in sent() if recipient == ADA] == []
    answer = follow_or_not(api, make_sign_up_token(stranger.pk))
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)
    assert get_user_model()._default_manager.count() == 1


@pytest.mark.django_db
def test_the_link_for_an_address_that_has_an_account_opens_nothing(api: Client, person: Person) -> None:
    """Nobody gets it by mail, and it wouldn't work either."""
    api.post("/api/users/", sign_up_body("mallory", email=person.email))
    api.post(RESEND, {"email": person.email})
    assert [kind for kind, _ in sent()] == ["account_exists"]
    answer = follow_or_not(api, make_sign_up_token(PendingSignUp.objects.get().pk))
    assert (answer.status_code, answer.json()) == (400, NOT_VALID)


@pytest.mark.skipif(not has_username(), reason="there is no username")
def test_a_name_that_waits_is_as_taken_as_a_users(api: Client, person: Person) -> None:
    """The error is the same, in any case, alone or beside other errors."""
    sign_up(api, "grace")
    for changes in ({}, {"password": "short"}, {"password": "password"}):
        of_user = api.post("/api/users/", sign_up_body("ada", email="new@example.com", **changes))
        of_waiting = api.post("/api/users/", sign_up_body("grace", email="new@example.com", **changes))
        assert shown(of_user) == shown(of_waiting)
        assert list(of_user.json()) == ["username", "code"]
    assert api.post("/api/users/", sign_up_body("GRACE", email="new@example.com")).status_code == 400


@pytest.mark.django_db
def test_a_sign_up_ends_with_its_time(api: Client, clock: Clock) -> None:
    """The link's error says so, the credentials belong to nobody, and the name is free again."""
    token = sign_up(api)
    assert "3\N{NO-BREAK SPACE}days" in str(mail.outbox[-1].body)
    clock.now = NOON + timedelta(days=3, seconds=-1)
    assert try_credentials(api, name_of("ada")).json()["code"] == "email_not_verified"
    clock.now = NOON + timedelta(days=3)
    answer = follow_or_not(api, token)
    assert (answer.status_code, answer.json()) == (400, EXPIRED)
    assert try_credentials(api, name_of("ada")).json()["code"] == "no_active_account"
    sent()
    api.post(RESEND, {"email": ADA})
    assert sent() == []
    join(api)


@pytest.mark.django_db
def test_the_mail_says_how_long_a_link_that_is_sent_again_works(api: Client, clock: Clock) -> None:
    """It works for a shorter time than the first one."""
    sign_up(api)
    clock.now = NOON + timedelta(days=2)
    api.post(RESEND, {"email": ADA})
    assert "works for 1\N{NO-BREAK SPACE}day." in str(mail.outbox[-1].body)
    follow(api, last_token())


@pytest.mark.django_db
@pytest.mark.usefixtures("unlimited")
def test_sign_ups_take_out_what_has_expired(api: Client, clock: Clock) -> None:
    """A few at a time, opened or not. Sign-ups in time and the user stay."""
    join(api)
    for number in range(3):
        sign_up(api, f"old{number}")
    clock.now = NOON + timedelta(days=3, seconds=1)
    sign_up(api, "new")
    assert [one.address for one in PendingSignUp.objects.all()] == [address_of("new")]
    reserved = {one.sign_up.address for one in Reservation.objects.select_related("sign_up")}
    assert reserved == ({address_of("new")} if has_username() else set())
    assert find_person().email == ADA


@pytest.mark.django_db
def test_a_sign_up_is_kept_no_longer_than_needed(api: Client) -> None:
    """Once there is a user, the sign-up has neither the fields nor the hash."""
    join(api)
    row = PendingSignUp.objects.get()
    assert (row.fields, row.password, row.user) == ({}, "", find_person())
    assert not Reservation.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("unlimited")
def test_of_several_sign_ups_with_an_address_the_mails_say_which_is_which(api: Client, clock: Clock) -> None:
    """The time tells them apart, as a stranger can't choose it. The newest three are sent again."""
    sign_up(api)
    assert "more than one sign-up" not in str(mail.outbox[-1].body)
    for number in range(1, 4):
        clock.now = NOON + timedelta(hours=number)
        sign_up(api, f"www.evil{number}", email=ADA)
        for part in (str(mail.outbox[-1].body), html_of(mail.outbox[-1])):
            assert "more than one sign-up" in part
            assert "www.evil" not in part
    mail.outbox.clear()
    api.post(RESEND, {"email": ADA})
    moments = [str(message.body).partition("the one of ")[2].partition(" CST.")[0] for message in mail.outbox]
    assert moments == [f"Jan. 15, 2027, {hour} a.m." for hour in (9, 8, 7)]
    assert len({token_in(message) for message in mail.outbox}) == 3
    sent()


@pytest.mark.django_db
def test_a_link_of_an_account_that_is_closed_or_gone_reveals_nothing(api: Client) -> None:
    """It was followed once. It lifts neither a ban nor a deletion."""
    token = sign_up(api)
    follow(api, token)
    person = find_person()
    person.is_active = False
    person.save()
    assert follow_or_not(api, token).json() == NOT_VALID
    person.refresh_from_db()
    assert not person.is_active
    person.delete()
    assert not PendingSignUp.objects.exists()
    assert follow_or_not(api, token).json() == NOT_VALID
    assert not get_user_model()._default_manager.exists()


@pytest.mark.django_db
def test_a_link_whose_name_was_given_away_opens_nothing(api: Client) -> None:
    """An administrator made a user of that name. The sign-up is not left half done."""
    token = sign_up(api)
    other: dict[str, Any] = {"email": "other@example.com"} if has_username() else {}
    make_person("ada", **other)
    with hearing() as heard:
        assert follow_or_not(api, token).json() == NOT_VALID
    assert heard == []
    assert get_user_model()._default_manager.count() == 1
    assert PendingSignUp.objects.get().opened_at is None


@pytest.mark.django_db
def test_a_forged_token_opens_nothing(api: Client) -> None:
    """Only a token signed for this purpose does."""
    sign_up(api)
    row = PendingSignUp.objects.get()
    for token in (str(row.pk), f"{row.pk}:x", make_sign_up_token(row.pk)[:-1]):
        assert follow_or_not(api, token).json() == NOT_VALID
    assert not get_user_model()._default_manager.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["optional", "none"])
def test_where_nobody_waits_for_a_link_nothing_is_kept(api: Client, mode: str, hashed: list[str]) -> None:
    """The user is made at once, and a refused sign-in costs as much as before."""
    with signet(EMAIL_VERIFICATION=mode):
        assert api.post("/api/users/", sign_up_body()).status_code == 201
        assert not PendingSignUp.objects.exists()
        assert find_person().email == ADA
        hashed.clear()
        assert try_credentials(api, name_of("ada"), "wrong").status_code == 401
        assert len(hashed) == 1


DOORS: dict[str, tuple[str, int]] = {
    "body": ("/api/token/", 401),
    "browser": ("/api/browser/token/", 401),
    "sliding": ("/sliding/", 401),
    "simplejwt": ("/simplejwt/", 401),
    "drf-jwt": ("/drf_jwt/", 400),
}


@pytest.mark.urls("tests.accounts.urls")
@pytest.mark.parametrize(("door", "status"), DOORS.values(), ids=DOORS.keys())
def test_each_door_says_what_is_missing(api: Client, person: Person, door: str, status: int) -> None:
    """It says so whoever has the address. A wrong password gets the usual answer."""
    told = "Confirm your e-mail address before you sign in. If you don't have a link for that, ask for one."
    name = get_user_model().USERNAME_FIELD
    for number, email in enumerate(("new@example.com", person.email)):
        body = sign_up_body(f"new{number}", email=email, password=STRANGERS)
        api.post("/api/users/", body)
        right = api.post(door, {name: body[name], "password": STRANGERS})
        wrong = api.post(door, {name: body[name], "password": "wrong"})
        nobody = api.post(door, {name: "nobody@example.com", "password": "wrong"})
        assert (right.status_code, wrong.status_code) == (status, status)
        assert told in right.content.decode()
        assert (wrong.content, wrong.headers) == (nobody.content, nobody.headers)
        assert told not in wrong.content.decode()


def test_a_sign_in_that_succeeds_costs_nothing_more(api: Client, person: Person, hashed: list[str]) -> None:
    """One password hashed."""
    hashed.clear()
    assert api.post("/api/token/", credentials(person)).status_code == 200
    assert len(hashed) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_an_owner_who_tried_too_early_and_too_often_is_let_in(api: Client) -> None:
    """Each attempt counts as a guess. Following the link then lifts the lock."""
    token = sign_up(api)
    for _ in range(10):
        assert try_credentials(api, name_of("ada")).status_code == 401
    assert try_credentials(api, name_of("ada")).status_code == 429
    follow(api, token)
    assert try_credentials(api, name_of("ada")).status_code == 200


@pytest.mark.django_db
def test_a_long_name_is_nobodys(api: Client) -> None:
    """Signet neither looks it up nor normalizes it."""
    assert try_credentials(api, "a" * 100_000).status_code == 401
