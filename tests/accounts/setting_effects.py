"""The visible effects of the settings of accounts: one `Effect` for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.core import mail
from django.utils import timezone

from drf_signet.accounts import jobs, outbox
from drf_signet.accounts.email_addresses import verify_address
from drf_signet.accounts.links import Purpose, make_token, read_token
from drf_signet.accounts.models import KnownDevice
from drf_signet.errors import LinkExpiredError
from drf_signet.sessions.models import Session
from tests.accounts.changed import project_signet
from tests.accounts.dispatchers import CALLS, REMEMBER
from tests.accounts.mails import html_of
from tests.accounts.person import Client, Person, credentials
from tests.conf.effect import NOW, Effect

BASE: Final = project_signet()


def see_sign_in(person: Person) -> object:
    """The status of a sign-in before the link was followed."""
    return Client().post("/api/token/", credentials(person)).status_code


def page_in(person: Person, kind: str) -> object:
    """The page that the link in the mail *kind* leads to."""
    mail.outbox.clear()
    send: dict[str, Any] = {
        "activation": lambda: jobs.answer_sign_up(person.email, str(person.pk), "en"),
        "password_reset": lambda: jobs.send_password_reset(person.email, "en"),
        "email_change": lambda: jobs.send_email_change(str(person.pk), "new@example.com", "en"),
    }
    send[kind]()
    words = str(mail.outbox[-1].body).split()
    return next(word for word in words if word.startswith("https://")).partition("#")[0]


def verdict(person: Person, purpose: Purpose) -> object:
    """Whether a link is valid two hours after it was made, or the code of its error."""
    token = make_token(purpose, person, NOW)
    try:
        read_token(purpose, token, NOW + timedelta(hours=2))
    except LinkExpiredError as error:
        return error.code
    return "good"


def lifetime_in_words(person: Person) -> object:
    """The lifetime, as the mail says it."""
    page_in(person, "activation")
    return str(mail.outbox[-1].body).partition("The link works for ")[2].partition(".")[0]


def see_subject(person: Person) -> object:
    """The subject of a mail."""
    page_in(person, "password_reset")
    return mail.outbox[-1].subject


def see_language(person: Person) -> object:
    """The language of a mail."""
    page_in(person, "password_reset")
    return html_of(mail.outbox[-1]).partition('lang="')[2].partition('"')[0]


def notices(person: Person) -> object:
    """How many mails two sign-ins on different devices send."""
    verify_address(person, timezone.now())
    KnownDevice.objects.all().delete()
    Session.objects.all().delete()
    mail.outbox.clear()
    for user_agent in ("curl/8.5.0", "Wget/1.21"):
        Client().post("/api/token/", credentials(person), HTTP_USER_AGENT=user_agent)
    return len(mail.outbox)


def see_dispatcher(person: Person) -> object:
    """The number of mails sent at once, and of jobs passed on."""
    mail.outbox.clear()
    CALLS.clear()
    outbox.post(jobs.send_password_reset, email=person.email)
    return len(mail.outbox), len(CALLS)


def url(host: str) -> str:
    """A page at *host*."""
    return f"https://{host}/page#{{token}}"


EFFECTS: Final[Mapping[str, Effect]] = {
    "EMAIL_VERIFICATION": Effect(see_sign_in, {"EMAIL_VERIFICATION": "optional"}, before=401, after=200, base=BASE),
    "ACTIVATION_URL": Effect(
        lambda person: page_in(person, "activation"),
        {"ACTIVATION_URL": url("a.example.org")},
        before="https://app.example.com/activate",
        after="https://a.example.org/page",
        base=BASE,
    ),
    "PASSWORD_RESET_URL": Effect(
        lambda person: page_in(person, "password_reset"),
        {"PASSWORD_RESET_URL": url("b.example.org")},
        before="https://app.example.com/reset",
        after="https://b.example.org/page",
        base=BASE,
    ),
    "EMAIL_CHANGE_URL": Effect(
        lambda person: page_in(person, "email_change"),
        {"EMAIL_CHANGE_URL": url("c.example.org")},
        before="https://app.example.com/confirm",
        after="https://c.example.org/page",
        base=BASE,
    ),
    "SIGN_IN_NOTICE_URL": Effect(
        notices,
        {"SIGN_IN_NOTICE_URL": url("d.example.org")},
        before=0,
        after=1,
        base=BASE,
    ),
    "ACTIVATION_LIFETIME": Effect(
        lambda person: (verdict(person, Purpose.ACTIVATION), lifetime_in_words(person)),
        {"ACTIVATION_LIFETIME": timedelta(hours=1)},
        before=("good", "3\N{NO-BREAK SPACE}days"),
        after=("link_expired", "1\N{NO-BREAK SPACE}hour"),
        base=BASE,
    ),
    "PASSWORD_RESET_LIFETIME": Effect(
        lambda person: verdict(person, Purpose.PASSWORD_RESET),
        {"PASSWORD_RESET_LIFETIME": timedelta(hours=2)},
        before="link_expired",
        after="good",
        base=BASE,
    ),
    "EMAIL_CHANGE_LIFETIME": Effect(
        lambda person: verdict(person, Purpose.EMAIL_CHANGE),
        {"EMAIL_CHANGE_LIFETIME": timedelta(hours=1)},
        before="good",
        after="link_expired",
        base=BASE,
    ),
    "SITE_NAME": Effect(
        see_subject,
        {"SITE_NAME": "Acme"},
        before="Set a new password at app.example.com",
        after="Set a new password at Acme",
        base=BASE,
    ),
    "USER_LANGUAGE": Effect(
        see_language, {"USER_LANGUAGE": "tests.accounts.languages.german"}, before="en", after="de", base=BASE
    ),
    "MAIL_DISPATCHER": Effect(see_dispatcher, {"MAIL_DISPATCHER": REMEMBER}, before=(1, 0), after=(0, 1), base=BASE),
}
"""An effect for every setting of accounts."""
