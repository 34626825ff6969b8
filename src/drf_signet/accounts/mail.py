"""
What each mail looks like. Its three templates are ``signet_accounts/KIND_subject.txt``, ``KIND.txt`` and ``KIND.html``,
which a project can override with templates of those names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import override

from drf_signet.accounts.link_pages import WEB, link_to, page_of
from drf_signet.accounts.links import LIFETIMES, Purpose
from drf_signet.conf import get_settings

MINUTE: Final = timedelta(minutes=1)
HEADERS: Final[Mapping[str, str]] = {"Auto-Submitted": "auto-generated"}
"""So that no absent user's mailbox answers (RFC 3834 section 5)."""

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
) -> None:
    """
    Send the mail *kind*, in *language*, to the address *to*. Without a *link*, *pages* say of which site.

    Templates get ``site``, what is in *context*, and with a *link* ``link`` and ``lifetime``, in words.
    """
    with override(language):
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
        _mailer().send_messages([message])


def site_name(pages: str | None = None) -> str:
    """SITE_NAME, or the host of the page on which passwords are reset; of an app's page, the scheme."""
    if name := get_settings().SITE_NAME:
        return name
    page = urlsplit(page_of(Purpose.PASSWORD_RESET, pages))
    return str(page.hostname) if page.scheme in WEB else page.scheme


def _mailer() -> BaseEmailBackend:
    # As Django 6.1 has it; what that replaces.
    mailers: Any = getattr(mail, "mailers", None)
    mailer: Any = mailers.default if mailers else mail.get_connection()
    if getattr(mailer, "timeout", TIMEOUT) is None:
        mailer.timeout = TIMEOUT
    return mailer  # type: ignore[no-any-return]


def _about(link: Link) -> Mapping[str, str]:
    now = timezone.now()
    lifetime = link.lifetime or LIFETIMES[link.purpose](get_settings())
    # To the minute, and upwards: the moments until the mail is written are nothing to its reader.
    minutes = -(-lifetime // MINUTE)
    return {"link": link_to(link.purpose, link.token, link.pages), "lifetime": timesince(now, now + minutes * MINUTE)}
