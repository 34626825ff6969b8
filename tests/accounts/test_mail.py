"""The mails: their readers, their two parts, the language of the request, and a project's own templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from html import unescape
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any, Final

import django
import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import override_settings
from django.utils import translation
from django.utils.translation import get_language

from drf_signet.accounts import jobs
from drf_signet.accounts import mail as mails
from drf_signet.accounts.link_pages import link_to
from drf_signet.accounts.links import Purpose
from drf_signet.accounts.testing import token_in
from tests.accounts.changed import signet
from tests.accounts.mails import SUBJECTS, html_of
from tests.accounts.person import Client, Person, has_username, make_person, sign_up_body
from tests.stand_ins.silent_server import silent_server

Send = Callable[[Person, str | None], None]
NEW: Final = "new@example.com"
ADA: Final = "ada@example.com"


def send_to_new_address(person: Person, language: str | None) -> None:
    """The link to confirm another address."""
    jobs.send_email_change(str(person.pk), NEW, language)


DIRECTORY: Final = "tests.others.user_models.backends.PassingBackend"


def send_without_password(person: Person, language: str | None) -> None:
    """The mail to a user whose password is elsewhere."""
    person.set_unusable_password()
    person.save()
    with override_settings(AUTHENTICATION_BACKENDS=[DIRECTORY]):
        jobs.send_password_reset(person.email, language)


MAILS: Final[Mapping[str, tuple[Send, str, Purpose | None, str]]] = {
    "activation": (
        lambda person, language: jobs.answer_sign_up(person.email, str(person.pk), language),
        ADA,
        Purpose.ACTIVATION,
        "3\N{NO-BREAK SPACE}days",
    ),
    "account_exists": (
        lambda person, language: jobs.answer_sign_up(person.email, "", language),
        ADA,
        Purpose.PASSWORD_RESET,
        "1\N{NO-BREAK SPACE}hour",
    ),
    "password_reset": (
        lambda person, language: jobs.send_password_reset(person.email, language),
        ADA,
        Purpose.PASSWORD_RESET,
        "1\N{NO-BREAK SPACE}hour",
    ),
    "password_elsewhere": (send_without_password, ADA, None, ""),
    "email_change": (send_to_new_address, NEW, Purpose.EMAIL_CHANGE, "1\N{NO-BREAK SPACE}day"),
    "password_changed": (
        lambda person, language: jobs.tell_of_new_password(str(person.pk), language),
        ADA,
        None,
        "",
    ),
    "account_taken_over": (
        lambda person, language: jobs.tell_of_take_over(str(person.pk), language),
        ADA,
        None,
        "",
    ),
    "email_changed": (lambda person, language: jobs.tell_of_new_address(person.email, language), ADA, None, ""),
}
"""For each kind: how it is sent, to whom, the purpose of its link, and how long the link is valid."""

each = pytest.mark.parametrize(("kind", "case"), MAILS.items(), ids=MAILS.keys())
Case = tuple[Send, str, Purpose | None, str]


def mail_of(case: Case, person: Person, language: str | None = "en") -> EmailMessage:
    """The one mail that is sent."""
    mail.outbox.clear()
    case[0](person, language)
    (message,) = mail.outbox
    return message


def words_of(html: str) -> str:
    """The text of a page, without its head and its tags."""
    body = html.partition("<body")[2].partition(">")[2]
    return unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", body)))


ELSEWHERE: Final = ("identity_linked", "sign_in_code", "sign_in_notice")
"""Mails of other tiers, or that are more than that: tests of their own look at them."""


def test_every_template_has_a_case() -> None:
    """The three of each kind, and the two that others extend."""
    folder = Path(jobs.__file__).parent / "templates" / "signet_accounts"
    expected = {f"{kind}{ending}" for kind in (*MAILS, *ELSEWHERE) for ending in ("_subject.txt", ".txt", ".html")}
    assert {one.name for one in folder.iterdir()} == {*expected, "layout.html", "button.html"}
    assert {*SUBJECTS} == {*MAILS, "sign_in_notice"}


@each
def test_a_mail_says_who_what_and_until_when(person: Person, kind: str, case: Case) -> None:
    """Its subject on one line, one recipient, our sender, a header that keeps robots quiet, text and HTML."""
    message = mail_of(case, person)
    _, recipient, purpose, lifetime = case
    assert message.subject == SUBJECTS[kind]
    assert message.recipients() == [recipient]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    sent = message.message()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in sent.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for part in (str(message.body), words_of(html_of(message))):
        assert "app.example.com" in part
        assert lifetime in part
    assert sent.as_bytes()
    if purpose is None:
        assert "https://" not in str(message.body) + html_of(message)
    else:
        link = link_to(purpose, token_in(message))
        assert str(message.body).count(link) == 1
        assert html_of(message).count(f'href="{link}"') == 2


@each
def test_nothing_of_the_template_is_left(person: Person, kind: str, case: Case) -> None:
    """No tag, no variable, no page from outside, and the title is the subject."""
    message = mail_of(case, person)
    html = html_of(message)
    # A token has random letters.
    token = token_in(message) if case[2] else ""
    for part in (str(message.subject), str(message.body), html):
        assert not re.search(r"\{[{%#]|[}%#]\}", part)
        assert "None" not in part.replace(token, "")
    assert f"<title>{message.subject}</title>" in unescape(html)
    assert html.startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert not re.search(r"<(img|script|link|iframe|style)\b", html)
    assert re.search(r"\n{4}", str(message.body)) is None
    assert str(message.body) == str(message.body).lstrip()


@each
def test_what_has_a_meaning_in_html_is_written_for_it(person: Person, kind: str, case: Case) -> None:
    """The text part has it unchanged."""
    with signet(SITE_NAME="Tom & <b>Jerry</b>"):
        message = mail_of(case, person)
    assert "Tom & <b>Jerry</b>" in message.subject
    assert "Tom & <b>Jerry</b>" in str(message.body)
    assert "<b>" not in html_of(message)
    assert "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;" in html_of(message)


@each
def test_a_subject_is_one_line(person: Person, kind: str, case: Case) -> None:
    """Whatever the site is called, nobody can add a header."""
    with signet(SITE_NAME="Tom\r\nBcc: eve@example.com"):
        message = mail_of(case, person)
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert message.message()["Bcc"] is None
    assert message.recipients() == [case[1]]


@each
def test_a_mail_is_in_its_language(person: Person, kind: str, case: Case) -> None:
    """Django's words are translated, too. The page names the language and its direction. Later the old one is back."""
    before = get_language()
    german = mail_of(case, person, "de")
    assert get_language() == before
    assert '<html lang="de" dir="ltr">' in html_of(german)
    if case[2] is not None:
        words = {"3\xa0days": "3\xa0Tage", "1\xa0hour": "1\xa0Stunde", "1\xa0day": "1\xa0Tag"}
        assert words[case[3]] in str(german.body)
        assert words[case[3]] in words_of(html_of(german))


@each
@pytest.mark.parametrize("language", ["he", "pl"])
def test_a_mail_that_nobody_has_translated_is_all_in_english(
    person: Person, kind: str, case: Case, language: str
) -> None:
    """Django's own words are English as well, and the page runs from left to right."""
    message = mail_of(case, person, language)
    assert '<html lang="en" dir="ltr">' in html_of(message)
    assert case[3] in str(message.body)
    assert case[3] in words_of(html_of(message))


def test_a_mail_may_run_from_right_to_left(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language that a project has translated it to."""
    functions: Any = vars(translation)["_trans"]
    monkeypatch.setattr(functions, "gettext", lambda text: f"{get_language()}: {text}")
    assert '<html lang="he" dir="rtl">' in html_of(mail_of(MAILS["activation"], person, "he"))


def test_where_no_language_is_active_the_page_names_none(person: Person) -> None:
    """Such as in a management command: the words are those of the source."""
    html = html_of(mail_of(MAILS["activation"], person, None))
    assert "Confirm address" in html
    assert "lang=" not in html


def test_the_language_is_that_of_the_request(api: Client, db: None) -> None:
    """As the project's middleware finds it."""
    api.post("/api/users/", sign_up_body(), HTTP_ACCEPT_LANGUAGE="de")
    assert "3\xa0Tage" in str(mail.outbox[-1].body)
    api.post("/api/users/resend_activation/", {"email": ADA})
    assert "3\xa0days" in str(mail.outbox[-1].body)


def test_a_mail_names_the_account(db: None) -> None:
    """A user who forgot the password may have forgotten the name, too. A name with HTML is escaped."""
    person = make_person("ada-lovelace", email=ADA)
    for kind in ("password_reset", "account_exists"):
        message = mail_of(MAILS[kind], person)
        assert person.get_username() in str(message.body)
        assert person.get_username() in words_of(html_of(message))


@pytest.mark.skipif(not has_username(), reason="the name is the address")
@each
@pytest.mark.django_db
def test_a_stranger_has_nothing_written_to_an_address(kind: str, case: Case) -> None:
    """A stranger who signs up with an address chooses the name. Mails leave it out until the address is verified."""
    message = mail_of(case, make_person("www.evil.example", is_verified=False, email=ADA))
    for part in (str(message.subject), str(message.body), html_of(message)):
        assert "evil.example" not in part


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("password_reset", " asked for a new password for your account at app.example.com. If it was you, "),
        (
            "account_exists",
            " tried to use this e-mail address for an account at app.example.com. You already have an account with it.",
        ),
    ],
)
def test_a_sentence_without_a_name_is_whole(db: None, kind: str, sentence: str) -> None:
    """In both parts."""
    message = mail_of(MAILS[kind], make_person(is_verified=False))
    assert sentence in str(message.body)
    assert sentence in words_of(html_of(message))


@pytest.mark.skipif(not has_username(), reason="the name is the address")
def test_who_gets_another_address_is_not_named_until_it_is_verified(db: None) -> None:
    """Only the old one was verified."""
    person = make_person("ada-lovelace", email=ADA)
    person.email = NEW
    person.save()
    for kind in ("password_reset", "account_exists"):
        assert "ada-lovelace" not in str(mail_of(MAILS[kind], person).body)


@pytest.fixture
def own_templates() -> object:
    """The project's folder comes before those of apps, as Django's does."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    with override_settings(TEMPLATES=templates):
        yield


def test_a_project_writes_its_own(own_templates: None, person: Person) -> None:
    """It does so by templates of the same names. A subject may have several lines there. The others are Signet's."""
    message = mail_of(MAILS["activation"], person)
    assert message.subject == "Willkommen bei app.example.com"
    link = link_to(Purpose.ACTIVATION, token_in(message))
    assert message.body == f"Own text for app.example.com: {link} (3\xa0days)\n"
    assert "Confirm address" in html_of(message)
    assert mail_of(MAILS["password_reset"], person).subject == SUBJECTS["password_reset"]
    # A template need not be translated by a catalogue, and the words in it are of its language.
    assert "(3\xa0dni)" in str(mail_of(MAILS["activation"], person, "pl").body)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"SITE_NAME": "Acme"}, "Acme"),
        ({"PASSWORD_RESET_URL": "https://login.example.org:8443/reset/{token}"}, "login.example.org"),
        ({"SITE_NAME": ""}, "app.example.com"),
    ],
)
def test_a_site_is_called_by_its_name_or_its_host(person: Person, changes: dict[str, str], name: str) -> None:
    """In the subject and in both parts."""
    with signet(**changes):
        message = mail_of(MAILS["password_reset"], person)
    assert message.subject == f"Set a new password at {name}"
    assert f" at {name}." in str(message.body)
    assert f" at {name}." in html_of(message)


def test_who_is_told_that_there_is_an_account_gets_no_link_where_the_password_is_elsewhere(person: Person) -> None:
    """Another one would be a second way in."""
    person.set_unusable_password()
    person.save()
    with override_settings(AUTHENTICATION_BACKENDS=[DIRECTORY]):
        message = mail_of(MAILS["account_exists"], person)
    assert "https://" not in str(message.body) + html_of(message)
    for part in (str(message.body), words_of(html_of(message))):
        assert "Sign in with your usual password. Another service manages it." in part
        assert "follow this link" not in part


def test_who_can_not_sign_in_is_told_so(person: Person) -> None:
    """Without a link."""
    person.is_active = False
    person.save()
    message = mail_of(MAILS["account_exists"], person)
    for part in (str(message.body), words_of(html_of(message))):
        assert "This account can't be used at the moment." in part
        assert "follow this link" not in part


def through(port: int, timeout: float | None) -> override_settings:
    """Settings for mail through the server at *port*, under the names that this Django knows."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    if django.VERSION >= (6, 1):
        options = {"host": "127.0.0.1", "port": port, "timeout": timeout}
        return override_settings(MAILERS={"default": {"BACKEND": smtp, "OPTIONS": options}})
    return override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=timeout)


@pytest.mark.parametrize(("ours", "theirs"), [(0.2, None), (60, 0.2)])
def test_a_server_that_says_nothing_is_not_waited_for(
    ours: float, theirs: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signet waits for the project's timeout, or for its own if the project sets none, as Django's defaults do."""
    monkeypatch.setattr(mails, "TIMEOUT", ours)
    with (
        silent_server() as silent,
        through(silent.port, theirs),
        pytest.raises(SMTPServerDisconnected, match="timed out"),
    ):
        mails.send("email_changed", ADA, "en")
