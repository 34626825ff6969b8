"""
What each mail looks like. Its three templates are ``signet_accounts/KIND_subject.txt``, ``KIND.txt`` and ``KIND.html``,
which a project can override with templates of those names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import override

from drf_signet.accounts.delivery import entered_delivery
from drf_signet.accounts.link_pages import WEB, link_to, page_of
from drf_signet.accounts.links import LIFETIMES, Purpose
from drf_signet.conf import get_settings

MINUTE: Final = timedelta(minutes=1)
HEADERS: Final[Mapping[str, str]] = {"Auto-Submitted": "auto-generated"}
"""So that no absent user's mailbox answers (RFC 3834 section 5)."""

OURS: Final = str(Path(__file__).parent / "templates")
"""Where the templates are that a project hasn't replaced."""

ENGLISH: Final = "en"

TIMEOUT: Final = 10
"""Seconds until a mail server that says nothing counts as away, where the project doesn't say how many."""


class Link(NamedTuple):
    """A link that a mail carries."""

    purpose: Purpose
    token: str
    lifetime: timedelta | None = None
    """How long the link is valid, if not as long as other links for *purpose*."""

    pages: str | None = None
    """Which pages `pages.pages_for` found."""


def send(
    kind: str,
    to: str,
    language: str | None,
    context: Mapping[str, object] | None = None,
    link: Link | None = None,
    *,
    pages: str | None = None,
    about: object = None,
) -> None:
    """
    Send the mail *kind*, in *language*, to the address *to*. Without a *link*, *pages* say of which site. *about* tells
    it from others of the same job.

    It is in English where our own words have no translation: neither our catalogues nor those of the project have one.

    Templates get ``site``, what is in *context*, and with a *link* ``link`` and ``lifetime``, in words.
    """
    with override(_spoken(kind, language)):
        complete = {
            "site": site_name(link.pages if link else pages),
            **(context or {}),
            **(_about(link) if link else {}),
        }
        # A subject is one line, whatever a name in it contains.
        subject = " ".join(render_to_string(f"signet_accounts/{kind}_subject.txt", complete).split())
        message = EmailMultiAlternatives(
            subject, render_to_string(f"signet_accounts/{kind}.txt", complete), to=[to], headers=dict(HEADERS)
        )
        message.attach_alternative(render_to_string(f"signet_accounts/{kind}.html", complete), "text/html")
        _deliver(message, kind, to, about)


def site_name(pages: str | None = None) -> str:
    """SITE_NAME, or the host of the page on which passwords are reset; of an app's page, the scheme."""
    if name := get_settings().SITE_NAME:
        return name
    page = urlsplit(page_of(Purpose.PASSWORD_RESET, pages))
    return str(page.hostname) if page.scheme in WEB else page.scheme


def _deliver(message: EmailMultiAlternatives, kind: str, to: str, about: object) -> None:
    delivery = entered_delivery()
    if delivery is None:
        _mailer().send_messages([message])
        return
    message_id = delivery.message_id(kind, to, about)
    message.extra_headers["Message-ID"] = message_id
    delivery.begin()
    _mailer().send_messages([message])
    delivery.end(message_id)


def _spoken(kind: str, language: str | None) -> str | None:
    # Django knows "3 days" in many more languages than our sentence around it, and some of them run from right to left.
    if language is None or language.lower().startswith(ENGLISH) or not _is_ours(kind):
        return language
    with override(language):
        said = _subject_of_nothing(kind)
    with override(ENGLISH):
        return ENGLISH if said == _subject_of_nothing(kind) else language


def _is_ours(kind: str) -> bool:
    templates: list[Any] = [get_template(f"signet_accounts/{kind}{end}") for end in ("_subject.txt", ".txt", ".html")]
    return all(str(getattr(one, "origin", "")).startswith(OURS) for one in templates)


def _subject_of_nothing(kind: str) -> str:
    return render_to_string(f"signet_accounts/{kind}_subject.txt")


def _mailer() -> BaseEmailBackend:
    # As Django 6.1 has it; what that replaces.
    mailers: Any = getattr(mail, "mailers", None)
    mailer: Any = mailers.default if mailers else mail.get_connection()
    if getattr(mailer, "timeout", TIMEOUT) is None:
        mailer.timeout = TIMEOUT
    return mailer  # type: ignore[no-any-return]


def in_words(lifetime: timedelta) -> str:
    """*lifetime* as mails say it, in the active language."""
    now = timezone.now()
    # To the minute, and upwards: the moments until the mail is written are nothing to its reader.
    minutes = -(-lifetime // MINUTE)
    return timesince(now, now + minutes * MINUTE)


def _about(link: Link) -> Mapping[str, str]:
    lifetime = link.lifetime or LIFETIMES[link.purpose](get_settings())
    return {"link": link_to(link.purpose, link.token, link.pages), "lifetime": in_words(lifetime)}
