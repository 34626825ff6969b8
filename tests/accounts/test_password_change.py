"""Password change: with the old one, this session goes on and the others end."""

from __future__ import annotations

import pytest

from drf_signet.sessions.models import Reason, Session
from drf_signet.testing import access_token_for
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, credentials, sign_in
from tests.conftest import PASSWORD

SET = "/api/users/set_password/"
BODY = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
WRONG = {"current_password": ["The password is wrong."], "code": "wrong_password"}
PLACES = ("/live/", "/snapshot/", "/api/users/me/")

pytestmark = pytest.mark.urls("tests.accounts.urls")


def statuses(device: Client) -> list[int]:
    """The status of *device*'s access token with each way to authenticate, and the status of a refresh."""
    return [*(device.get(place).status_code for place in PLACES), device.refresh().status_code]


def test_this_session_goes_on_and_the_others_end(person: Person) -> None:
    """204 without a body. Tokens of this session stay valid; those of the others don't."""
    here, *elsewhere = (sign_in(person) for _ in range(3))
    answer = here.post(SET, BODY)
    assert (answer.status_code, answer.content) == (204, b"")
    assert statuses(here) == [200, 200, 200, 200]
    for device in elsewhere:
        assert statuses(device) == [401, 401, 401, 401]
    live = Session.objects.get(revoked_at=None)
    assert str(live.pk) in {one["id"] for one in here.get("/api/sessions/").json()}
    assert {one.revoke_reason for one in Session.objects.exclude(pk=live.pk)} == {Reason.PASSWORD_CHANGED}
    assert sent() == [("password_changed", person.email)]


def test_the_session_goes_on_from_refresh_to_refresh(person: Person) -> None:
    """Its next tokens work as the first did, and the password can change again."""
    here = sign_in(person)
    here.post(SET, BODY)
    here.carry(here.refresh().json())
    answer = here.post(SET, {"current_password": NEW_PASSWORD, "new_password": PASSWORD})
    assert answer.status_code == 204
    assert statuses(here) == [200, 200, 200, 200]


def test_the_new_password_is_the_one_that_signs_in(api: Client, signed_in: Client, person: Person) -> None:
    """The old one doesn't any more."""
    signed_in.post(SET, BODY)
    assert api.post("/api/token/", credentials(person)).status_code == 401
    assert api.post("/api/token/", credentials(person, NEW_PASSWORD)).status_code == 200


def test_somebody_elses_sessions_go_on(signed_in: Client, unverified: Person) -> None:
    """Only the user's own end."""
    with signet(EMAIL_VERIFICATION="optional"):
        other = sign_in(unverified)
    signed_in.post(SET, BODY)
    assert statuses(other) == [200, 200, 200, 200]


@pytest.mark.parametrize("current", ["wrong", PASSWORD + " ", PASSWORD.upper()])
def test_a_wrong_password_changes_nothing(signed_in: Client, person: Person, current: str) -> None:
    """400 under its field, nothing is set, no session ends, no mail."""
    other = sign_in(person)
    answer = signed_in.post(SET, {**BODY, "current_password": current})
    assert (answer.status_code, answer.json()) == (400, WRONG)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert statuses(other) == [200, 200, 200, 200]
    assert sent() == []


def test_a_weak_password_changes_nothing(signed_in: Client, person: Person) -> None:
    """400 in the words of the validators."""
    answer = signed_in.post(SET, {**BODY, "new_password": "password"})
    assert (answer.status_code, answer.json()) == (
        400,
        {"new_password": ["This password is too common."], "code": "password_refused"},
    )
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_guesses_are_limited_and_right_passwords_do_not_count(signed_in: Client) -> None:
    """After the limit the answer is 429, and says how long to wait. Right passwords don't use the limit up."""
    with signet(THROTTLE_RATES={"password_user": "2/h"}):
        for number in range(4):
            body = {"current_password": PASSWORD, "new_password": "password"}
            assert signed_in.post(SET, body).status_code == 400, number
        assert [signed_in.post(SET, {**BODY, "current_password": "wrong"}).status_code for _ in range(3)] == [
            400,
            400,
            429,
        ]
        answer = signed_in.post(SET, BODY)
    assert answer.status_code == 429
    assert answer.json()["code"] == "throttled"
    assert int(answer["Retry-After"]) > 0


def test_a_token_of_no_session_keeps_none(person: Person) -> None:
    """In a project that accepts stateless tokens here, the password changes, and every session ends."""
    device = sign_in(person)
    api = Client()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token_for(person)}")
    assert api.post("/core/set_password/", BODY).status_code == 204
    assert statuses(device) == [401, 401, 401, 401]
    assert not Session.objects.filter(revoked_at=None).exists()


def test_a_token_of_a_session_keeps_it_for_stateless_views_too(person: Person) -> None:
    """The token names the session, whether or not anything has looked it up."""
    here, elsewhere = sign_in(person), sign_in(person)
    assert here.post("/core/set_password/", BODY).status_code == 204
    assert statuses(here) == [200, 200, 200, 200]
    assert statuses(elsewhere) == [401, 401, 401, 401]


def test_a_session_that_was_ended_changes_nothing(person: Person) -> None:
    """401 at once: a session that has just been signed out sets no password."""
    device = sign_in(person)
    device.post("/api/logout/", {"refresh": device.tokens["refresh"]})
    assert device.post(SET, BODY).status_code == 401
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_user_without_an_address_gets_no_mail(person: Person) -> None:
    """No mail goes to an address called None either."""
    here = sign_in(person)
    person.email = ""
    person.save()
    assert here.post(SET, BODY).status_code == 204
    assert sent() == []
