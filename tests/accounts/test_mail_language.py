"""The language of a mail: that of the request, or the one that USER_LANGUAGE names for its reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import OperationalError
from django.test import override_settings
from django.utils.translation import override

from drf_signet.accounts import jobs
from drf_signet.accounts.links import Purpose, make_token
from tests.accounts.changed import signet
from tests.accounts.mails import html_of
from tests.accounts.person import Client, Person, sign_up_body
from tests.accounts.test_mail import MAILS, Case, each, mail_of
from tests.conf.effect import NOW

GERMAN = "tests.accounts.languages.german"


def language_of_last() -> str:
    """The language that the page of the last mail names."""
    return html_of(mail.outbox[-1]).partition('lang="')[2].partition('"')[0]


@each
def test_a_reader_who_is_known_has_a_language(person: Person, kind: str, case: Case) -> None:
    """It doesn't matter who asked, and in which language. The notice to the old address has a test below."""
    asked = "en" if kind == "email_changed" else "de"
    with signet(USER_LANGUAGE=GERMAN):
        mail_of(case, person, "en")
    assert language_of_last() == asked


def test_the_old_address_is_told_in_the_language_of_its_user(person: Person) -> None:
    """Signet looks the language up while it still knows whose address that was."""
    token = make_token(Purpose.EMAIL_CHANGE, person, NOW, new_address="new@example.com")
    with signet(USER_LANGUAGE=GERMAN):
        assert Client().post("/api/users/set_email_confirm/", {"token": token}).status_code == 204
    assert mail.outbox[-1].to == [person.email]
    assert language_of_last() == "de"


@pytest.mark.parametrize("function", ["unknown", "broken"])
def test_a_reader_who_is_not_known_reads_that_of_the_request(
    person: Person, function: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in the function stops no mail, and is in the log."""
    with signet(USER_LANGUAGE=f"tests.accounts.languages.{function}"):
        mail_of(MAILS["password_reset"], person, "fr")
    assert language_of_last() == "fr"
    assert ("USER_LANGUAGE" in caplog.text or "languages.broken" in caplog.text) == (function == "broken")


def test_a_database_that_is_away_is_asked_again(person: Person) -> None:
    """It is asked with the next attempt, as the mail waits."""
    with signet(USER_LANGUAGE="tests.accounts.languages.away"), pytest.raises(OperationalError):
        mail_of(MAILS["password_reset"], person, "he")


def test_a_user_who_is_gone_is_told_in_the_language_of_the_request(person: Person) -> None:
    """Their old address gets the mail, but no user is left to look up."""
    from drf_signet.accounts.mail_language import language_for_key

    with signet(USER_LANGUAGE=GERMAN):
        assert language_for_key("4711", "fr") == "fr"


def test_whoever_tries_an_address_that_is_taken(person: Person, api: Client) -> None:
    """Its owner reads the language of that request, unless the project knows theirs."""
    body = {**sign_up_body(), "email": person.email}
    for known, read in ((None, "fr"), (GERMAN, "de")):
        with signet(USER_LANGUAGE=known):
            api.post(
                "/api/users/",
                {**body, **({"username": f"eve-{read}"} if "username" in body else {})},
                HTTP_ACCEPT_LANGUAGE="fr",
            )
        assert mail.outbox[-1].to == [person.email]
        assert language_of_last() == read


def test_without_the_middleware_it_is_that_of_the_project(person: Person) -> None:
    """LANGUAGE_CODE, whatever the browser prefers; with USE_I18N off, too."""
    middleware = [one for one in project.MIDDLEWARE if "LocaleMiddleware" not in one]
    for translates in (True, False):
        with override_settings(LANGUAGE_CODE="es", USE_I18N=translates, MIDDLEWARE=middleware), override("es"):
            Client().post("/api/users/reset_password/", {"email": person.email}, HTTP_ACCEPT_LANGUAGE="fr")
        assert language_of_last() == "es"


def test_a_mail_that_waits_keeps_its_language(person: Person) -> None:
    """The process that sends it has another language."""
    from tests.accounts.dispatchers import CALLS, REMEMBER

    CALLS.clear()
    with signet(MAIL_DISPATCHER=REMEMBER):
        Client().post("/api/users/reset_password/", {"email": person.email}, HTTP_ACCEPT_LANGUAGE="fr")
    arguments: dict[str, Any] = {**CALLS[-1][1]}
    arguments.pop("world", None)
    with override("he"):
        jobs.send_password_reset(**arguments)
    assert language_of_last() == "fr"
