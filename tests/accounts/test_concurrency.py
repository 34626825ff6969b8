"""Several requests at once for one address, one name or one link: one of them wins, and none is a 500."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress, PendingSignUp
from drf_signet.accounts.testing import token_in
from tests.accounts.changed import signet
from tests.accounts.each_database import database, databases, on_mariadb  # noqa: F401  # fixtures
from tests.accounts.person import NEW_PASSWORD, Person, credentials, has_username, make_person, sign_up_body
from tests.conftest import PASSWORD
from tests.stand_ins.crowd import together

ROUNDS = 3
REFUSED = b"""{"token":["This link isn't valid, or it was already used. Ask for a new one."],"code":"link_invalid"}"""
USERNAMES = pytest.mark.skipif(
    settings.AUTH_USER_MODEL == "people.EmailUser", reason="this user model has no username beside the address"
)


def post(path: str, body: dict[str, Any]) -> tuple[int, bytes]:
    """Status and body of the answer, as a client of its own gets it."""
    answer = APIClient(raise_request_exception=False).post(f"/api/users/{path}", body)
    return answer.status_code, answer.content


def link(purpose: Purpose, person: Person, **more: str) -> str:
    """The token of a link that was mailed to *person*."""
    return make_token(purpose, person, timezone.now(), **more)


def assert_one_won(answers: list[tuple[int, bytes]], refusal: bytes, status: int = 400) -> None:
    """One was answered 204, and each other with *status* and *refusal*."""
    assert Counter(answers) == {(204, b""): 1, (status, refusal): len(answers) - 1}, answers


def all_at_once(crowd: int, person: Person, method: str, path: str, bodies: list[dict[str, Any]]) -> list[Any]:
    """What *crowd* requests of *person*, who signed in once, are answered."""
    access = APIClient().post("/api/token/", credentials(person)).json()["access"]

    def ask(which: int) -> tuple[int, bytes]:
        client = APIClient(raise_request_exception=False, headers={"authorization": f"Bearer {access}"})
        answer = getattr(client, method)(f"/api/users/{path}", bodies[which])
        return answer.status_code, answer.content

    return together(crowd, ask)


@pytest.mark.parametrize("crowd", [2, 8])
def test_one_current_password_is_good_for_one_change_of_it(crowd: int) -> None:
    """The others are answered as if they had come later: by then it was wrong, or their session had ended."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        bodies = [{"current_password": PASSWORD, "new_password": f"{NEW_PASSWORD}-{which}"} for which in range(crowd)]
        answers = all_at_once(crowd, person, "post", "set_password/", bodies)
        assert_one_won(answers, b'{"current_password":["The password is wrong."],"code":"wrong_password"}')
        person.refresh_from_db()
        assert [person.check_password(f"{NEW_PASSWORD}-{which}") for which in range(crowd)] == [
            status == 204 for status, _ in answers
        ]


@pytest.mark.parametrize("crowd", [2, 8])
def test_an_account_is_deleted_once(crowd: int) -> None:
    """The others are answered as if they had come later: nobody is there."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        answers = all_at_once(crowd, person, "delete", "me/", [{"current_password": PASSWORD}] * crowd)
        assert Counter(status for status, _ in answers) == {204: 1, 401: crowd - 1}, answers
        assert {json.loads(content)["code"] for _, content in answers if content} <= {
            "user_not_found",
            "token_not_valid",
        }
        assert not get_user_model()._default_manager.filter(pk=person.pk).exists()


@pytest.mark.parametrize("crowd", [2, 8])
def test_one_link_changes_the_address_once(crowd: int) -> None:
    """The others are answered as if they had come later: the link was used already."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        token = link(Purpose.EMAIL_CHANGE, person, new_address=f"new{number}@example.com")
        answers = together(crowd, lambda which, token=token: post("set_email_confirm/", {"token": token}))  # type: ignore[misc]
        assert_one_won(answers, REFUSED)
        person.refresh_from_db()
        assert person.email == f"new{number}@example.com"


@pytest.mark.parametrize("crowd", [2, 8])
def test_many_sign_ins_on_a_new_device_send_one_mail(crowd: int) -> None:
    """All of them succeed. It is the same for one that an account from before has, and that is none."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        with signet(SIGN_IN_NOTICE_URL="https://app.example.com/not-me#{token}"):
            APIClient().post("/api/token/", credentials(person), HTTP_USER_AGENT="curl/8.5.0")
            for user_agent in ("curl/8.5.0", "Wget/1.21"):
                mail.outbox.clear()
                answers = together(crowd, lambda which, one=user_agent, who=person: _sign_in(who, one))  # type: ignore[misc]
                assert {status for status, _ in answers} == {200}, answers
                assert len(mail.outbox) == (user_agent != "curl/8.5.0")


def _sign_in(person: Person, user_agent: str) -> tuple[int, bytes]:
    client = APIClient(raise_request_exception=False)
    answer = client.post("/api/token/", credentials(person), HTTP_USER_AGENT=user_agent)
    return answer.status_code, answer.content


@pytest.mark.parametrize("crowd", [3, 9])
def test_of_different_changes_at_once_none_is_a_fault(crowd: int) -> None:
    """A reset, a change of address and the deletion of one account: whichever is first."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        reset = {"token": link(Purpose.PASSWORD_RESET, person), "new_password": NEW_PASSWORD}
        change = {"token": link(Purpose.EMAIL_CHANGE, person, new_address=f"new{number}@example.com")}
        access = APIClient().post("/api/token/", credentials(person)).json()["access"]

        def act(which: int, reset: Any = reset, change: Any = change, access: str = access) -> tuple[int, bytes]:
            if which % 3 == 0:
                return post("reset_password_confirm/", reset)
            if which % 3 == 1:
                return post("set_email_confirm/", change)
            client = APIClient(raise_request_exception=False, headers={"authorization": f"Bearer {access}"})
            answer = client.delete("/api/users/me/", {"current_password": PASSWORD})
            return answer.status_code, answer.content

        answers = together(crowd, act)
        assert {status for status, _ in answers} <= {204, 400, 401}, answers
        for kind in range(3):
            assert [status for status, _ in answers[kind::3]].count(204) <= 1, answers


@pytest.mark.parametrize("crowd", [2, 8])
def test_of_sign_ups_with_one_address_one_is_opened(crowd: int) -> None:
    """All are answered alike, and have their mail; of links that are followed at once, one is good."""
    for number in range(ROUNDS):
        bodies = [sign_up_body(f"ada{number}") for _ in range(crowd)]
        if has_username():
            bodies = [{**body, "username": f"ada{number}-{which}"} for which, body in enumerate(bodies)]
        mail.outbox.clear()
        answers = together(crowd, lambda which, bodies=bodies: post("", bodies[which]))  # type: ignore[misc]
        assert {status for status, _ in answers} == {201}, answers
        assert len(set(answers)) == 1
        tokens = [token_in(message) for message in mail.outbox]
        answers = together(
            crowd,
            lambda which, tokens=tokens: post("activation/", {"token": tokens[which]}),  # type: ignore[misc]
        )
        assert Counter(status for status, _ in answers) == {204: 1, 400: crowd - 1}, answers
        assert get_user_model()._default_manager.filter(email=f"ada{number}@example.com").count() == 1
        assert EmailAddress.objects.filter(address=f"ada{number}@example.com").count() == 1


@USERNAMES
@pytest.mark.parametrize("crowd", [2, 8])
def test_of_sign_ups_with_one_name_and_one_address_one_succeeds(crowd: int) -> None:
    """One is told that it may follow the link; the others, that the name is taken."""
    for number in range(ROUNDS):
        body = sign_up_body(f"ada{number}")
        answers = together(crowd, lambda which, body=body: post("", body))  # type: ignore[misc]
        assert Counter(status for status, _ in answers) == {201: 1, 400: crowd - 1}, answers
        assert all(b'{"username":["' in content for status, content in answers if status == 400)
        assert PendingSignUp.objects.filter(address=f"ada{number}@example.com").count() == 1


@USERNAMES
@pytest.mark.parametrize("crowd", [2, 8])
def test_of_sign_ups_with_one_name_one_succeeds(crowd: int) -> None:
    """The others are told that the name is taken: names are no secret."""
    for number in range(ROUNDS):
        bodies = [
            sign_up_body(f"ada{number}", email=f"ada{number}-{which}@example.com", username=f"ada{number}")
            for which in range(crowd)
        ]
        answers = together(crowd, lambda which, bodies=bodies: post("", bodies[which]))  # type: ignore[misc]
        assert Counter(status for status, _ in answers) == {201: 1, 400: crowd - 1}, answers
        assert all(b'{"username":["' in content for status, content in answers if status == 400)
        assert PendingSignUp.objects.filter(address__startswith=f"ada{number}-").count() == 1


@USERNAMES
@pytest.mark.parametrize("crowd", [2, 8])
def test_of_sign_ups_with_names_that_look_alike_one_succeeds(crowd: int) -> None:
    """The others are told that the name is taken."""
    for number in range(ROUNDS):
        names = ["root", "Root", "ROOT", "rOOT", "r\u043e\u043et", "roOt", "r0ot", "rooT"]
        bodies = [sign_up_body(f"ada{number}-{which}", username=f"{names[which]}-{number}") for which in range(crowd)]
        answers = together(crowd, lambda which, bodies=bodies: post("", bodies[which]))  # type: ignore[misc]
        # One mixes scripts, and is refused for that.
        assert [status for status, _ in answers].count(201) == 1, answers
        assert {status for status, _ in answers} == {201, 400}
        assert all(b'{"username":["' in content for status, content in answers if status == 400)


def test_many_sign_ups_at_once_all_succeed() -> None:
    """With different names and addresses, nobody is in anybody's way: neither then, nor when the links are followed."""
    mail.outbox.clear()
    answers = together(8, lambda which: post("", sign_up_body(f"user{which}")))
    assert {status for status, _ in answers} == {201}, answers
    tokens = [token_in(message) for message in mail.outbox]
    answers = together(8, lambda which: post("activation/", {"token": tokens[which]}))
    assert {status for status, _ in answers} == {204}, answers
    assert get_user_model()._default_manager.count() == 8


@pytest.mark.parametrize("crowd", [2, 8])
def test_one_link_followed_twice_at_once_makes_one_account(crowd: int) -> None:
    """Both answers say so."""
    for number in range(ROUNDS):
        post("", sign_up_body(f"ada{number}"))
        token = token_in(mail.outbox[-1])
        answers = together(crowd, lambda which, token=token: post("activation/", {"token": token}))  # type: ignore[misc]
        assert {status for status, _ in answers} == {204}, answers
        assert get_user_model()._default_manager.filter(email=f"ada{number}@example.com").count() == 1


@pytest.mark.parametrize("crowd", [2, 8])
def test_one_link_to_an_address_followed_twice_at_once_verifies_it(crowd: int) -> None:
    """Both answers say so."""
    for number in range(ROUNDS):
        token = link(Purpose.ACTIVATION, make_person(f"ada{number}", is_verified=False))
        answers = together(crowd, lambda which, token=token: post("activation/", {"token": token}))  # type: ignore[misc]
        assert {status for status, _ in answers} == {204}, answers
        assert EmailAddress.objects.get(address=f"ada{number}@example.com").verified_at is not None


@pytest.mark.parametrize("crowd", [2, 8])
def test_links_of_different_people_are_followed_at_once(crowd: int) -> None:
    """Nobody is in anybody's way."""
    for number in range(ROUNDS):
        people = [make_person(f"user{number}-{which}", is_verified=False) for which in range(crowd)]
        tokens = [link(Purpose.ACTIVATION, person) for person in people]
        answers = together(
            crowd,
            lambda which, tokens=tokens: post("activation/", {"token": tokens[which]}),  # type: ignore[misc]
        )
        assert {status for status, _ in answers} == {204}, answers
    assert EmailAddress.objects.filter(verified_at=None).count() == 0


@pytest.mark.parametrize("crowd", [2, 8])
def test_one_reset_twice_at_once_sets_one_of_the_passwords(crowd: int) -> None:
    """The others are answered as if they had come later: the link was used already."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}")
        token = link(Purpose.PASSWORD_RESET, person)
        answers = together(
            crowd,
            lambda which, token=token: post(  # type: ignore[misc]
                "reset_password_confirm/", {"token": token, "new_password": f"{NEW_PASSWORD}-{which}"}
            ),
        )
        assert_one_won(answers, REFUSED)
        person.refresh_from_db()
        (chosen,) = [which for which in range(crowd) if person.check_password(f"{NEW_PASSWORD}-{which}")]
        assert answers[chosen][0] == 204
        assert post("reset_password_confirm/", {"token": token, "new_password": NEW_PASSWORD})[0] == 400


@pytest.mark.parametrize("crowd", [2, 8])
def test_of_changes_to_one_address_one_succeeds(crowd: int) -> None:
    """The links of the others are of no use any more, and say no more than that."""
    for number in range(ROUNDS):
        people = [make_person(f"user{number}-{which}") for which in range(crowd)]
        new = f"new{number}@example.com"
        tokens = [link(Purpose.EMAIL_CHANGE, person, new_address=new) for person in people]
        answers = together(
            crowd,
            lambda which, tokens=tokens: post("set_email_confirm/", {"token": tokens[which]}),  # type: ignore[misc]
        )
        assert Counter(status for status, _ in answers) == {204: 1, 400: crowd - 1}, answers
        assert get_user_model()._default_manager.filter(email=new).count() == 1
        assert EmailAddress.objects.get(address=new).verified_at is not None


@pytest.mark.parametrize("crowd", [2, 8])
def test_a_sign_up_and_a_change_to_one_address_make_one_owner(crowd: int) -> None:
    """Whichever was first."""
    for number in range(ROUNDS):
        new = f"new{number}@example.com"
        people = [make_person(f"user{number}-{which}") for which in range(crowd // 2)]
        tokens = [link(Purpose.EMAIL_CHANGE, person, new_address=new) for person in people]
        for which in range(len(tokens), crowd):
            post("", {**sign_up_body(f"other{number}-{which}"), "email": new})
            tokens.append(token_in(mail.outbox[-1]))

        def act(which: int, changes: int = len(people), tokens: list[str] = tokens) -> tuple[int, bytes]:
            path = "set_email_confirm/" if which < changes else "activation/"
            return post(path, {"token": tokens[which]})

        answers = together(crowd, act)
        assert Counter(status for status, _ in answers) == {204: 1, 400: crowd - 1}, answers
        assert get_user_model()._default_manager.filter(email=new).count() == 1
        assert EmailAddress.objects.filter(address=new).count() == 1
