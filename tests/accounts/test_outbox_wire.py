"""The outbox behind the endpoints: every job through a queue, mails by the table, and 503 where it is full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone

from drf_signet.accounts import jobs, waiting_mails
from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress, WaitingMail
from drf_signet.accounts.passwordless import take_over_unproven
from tests.accounts.changed import signet
from tests.accounts.dispatchers import CALLS, IN_TABLE, REMEMBER, THROUGH_JSON
from tests.accounts.joining import follow
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, credentials, find_person, make_person, sign_in, sign_up_body
from tests.accounts.waiting import let_wait, nothing_waits, until
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _nothing_called() -> None:
    """Forget the calls of another test."""
    CALLS.clear()


def fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let as many mails wait as may, for so long that nobody sends them."""
    monkeypatch.setattr(waiting_mails, "MOST", 1)
    let_wait(now=timezone.now() + timedelta(minutes=5))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/api/users/", "/api/users/reset_password/", "/api/users/resend_activation/"])
def test_a_full_outbox_is_a_503(api: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """It has its code, and says when to try again."""
    fill(monkeypatch)
    body = sign_up_body() if path == "/api/users/" else {"email": "ada@example.com"}
    with signet(MAIL_DISPATCHER=IN_TABLE):
        answer = api.post(path, body)
    assert answer.status_code == 503
    assert answer.json() == {"detail": "E-mail can't be sent right now. Try again later.", "code": "mail_busy"}
    assert answer["Retry-After"] == "60"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_after_a_503_the_user_gets_in_by_trying_again(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first request left nothing. The second is a sign-up like any other, and its link is mailed."""
    with monkeypatch.context() as patched, signet(MAIL_DISPATCHER=IN_TABLE):
        fill(patched)
        assert api.post("/api/users/", sign_up_body()).status_code == 503
    assert api.post("/api/users/", sign_up_body()).status_code == 201
    assert sent() == [("activation", "ada@example.com")]


def change_password(api: Client) -> Any:
    """Change the password of the signed-in user."""
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    return sign_in(find_person()).post("/api/users/set_password/", body)


def reset_password(api: Client) -> Any:
    """By the link."""
    token = make_token(Purpose.PASSWORD_RESET, find_person(), timezone.now())
    return api.post("/api/users/reset_password_confirm/", {"token": token, "new_password": NEW_PASSWORD})


def change_address(api: Client) -> Any:
    """By the link."""
    token = make_token(Purpose.EMAIL_CHANGE, find_person(), timezone.now(), new_address="new@example.com")
    return api.post("/api/users/set_email_confirm/", {"token": token})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [change_password, reset_password, change_address])
def test_a_notice_of_a_change_is_queued_however_many_wait(
    api: Client, monkeypatch: pytest.MonkeyPatch, act: Callable[[Client], Any]
) -> None:
    """The change is committed, and its link is used up, so a request to try again would help nobody."""
    make_person()
    fill(monkeypatch)
    with signet(MAIL_DISPATCHER=IN_TABLE):
        answer = act(api)
        until(lambda: WaitingMail.objects.count() == 1)
    person = get_user_model()._default_manager.get()
    assert person.check_password(NEW_PASSWORD) or person.email == "new@example.com"
    assert answer.status_code == 204
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_every_job_survives_json(api: Client) -> None:
    """Each job goes from its endpoint through a queue."""
    found = make_person("found", is_verified=False)
    EmailAddress.objects.create(user=found, address=found.email)
    with signet(MAIL_DISPATCHER=THROUGH_JSON):
        api.post("/api/users/", sign_up_body())
        follow(api, last_token())
        with signet(EMAIL_VERIFICATION="optional", MAIL_DISPATCHER=THROUGH_JSON):
            api.post("/api/users/", sign_up_body("new", email="ada@example.com"))
        api.post("/api/users/resend_activation/", {"email": "ada@example.com"})
        api.post("/api/users/reset_password/", {"email": found.email})
        api.post("/api/users/reset_password_confirm/", {"token": last_token(), "new_password": NEW_PASSWORD})
        sign_in(find_person(), client=api)
        api.post("/api/users/set_email/", {"current_password": PASSWORD, "new_email": "new@example.com"})
        api.post("/api/users/set_email_confirm/", {"token": last_token()})
        api.post("/api/users/set_password/", {"current_password": PASSWORD, "new_password": NEW_PASSWORD})
        with signet(SIGN_IN_NOTICE_URL="https://app.example.com/not-me#{token}", MAIL_DISPATCHER=THROUGH_JSON):
            (owner,) = get_user_model()._default_manager.filter(email="new@example.com")
            sent_by = {**credentials(owner), "password": NEW_PASSWORD}
            api.post("/api/token/", sent_by, HTTP_USER_AGENT="Wget/1.21")
            take_over_unproven(make_person("grace", is_verified=False), timezone.now())
    called = [job.rpartition(".")[2] for job, _ in CALLS]
    assert called == [
        "answer_pending_sign_up",
        "answer_sign_up",
        "resend_activation",
        "send_password_reset",
        "tell_of_found_account",
        "send_email_change",
        "tell_of_new_address",
        "tell_of_new_password",
        "tell_of_sign_in",
        "tell_of_take_over",
    ]
    public = {name for name, one in vars(jobs).items() if getattr(one, "__module__", "") == jobs.__name__}
    assert set(called) == {name for name in public if not name.startswith("_")}
    assert [kind for kind, _ in sent()] == [
        "activation",
        "account_exists",
        "password_reset",
        "password_changed",
        "email_change",
        "email_changed",
        "password_changed",
        "sign_in_notice",
        "account_taken_over",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_request_answers_before_anything_is_looked_up(api: Client) -> None:
    """A dispatcher gets the address as it was typed, whoever has it."""
    make_person("grace", is_verified=False)
    with signet(MAIL_DISPATCHER=REMEMBER):
        for email in ("grace@example.com", "nobody@example.com"):
            api.post("/api/users/resend_activation/", {"email": email})
            api.post("/api/users/reset_password/", {"email": email})
    assert [(job.rpartition(".")[2], dict(arguments)) for job, arguments in CALLS] == [
        (job, {"email": email, "language": "en"})
        for email in ("grace@example.com", "nobody@example.com")
        for job in ("resend_activation", "send_password_reset")
    ]
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_waits_in_the_table_and_is_sent_at_once(api: Client) -> None:
    """The default, from the request to the mail: the thread reads the row after the commit."""
    with signet(MAIL_DISPATCHER=IN_TABLE):
        assert api.post("/api/users/", sign_up_body(), HTTP_ACCEPT_LANGUAGE="de").status_code == 201
        until(nothing_waits)
    assert "3\xa0Tage" in str(mail.outbox[0].body)
    subject = "Bestätigen Sie Ihre E-Mail-Adresse bei app.example.com"
    assert [(one.subject, one.to) for one in mail.outbox] == [(subject, ["ada@example.com"])]
