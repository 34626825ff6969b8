"""Sends every mail and opens every page, and writes down what the templates got."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core import mail
from django.template import Context, Template, engines
from django.test import override_settings
from django.test.signals import template_rendered
from drf_spectacular.drainage import GENERATOR_STATS

from drf_signet.accounts import jobs
from drf_signet.accounts.links import Purpose
from drf_signet.accounts.mail import Link, in_words, send
from drf_signet.identities.jobs import tell_of_identity
from signet_server.demo_provider.place import PATH
from tools.reference.http_exchanges import ADA, NEW_PASSWORD, signet
from tools.reference.http_recorder import Recorder, last_link
from tools.reference.page import MissingError
from tools.reference.service import PASSWORD, forget, person

AT_ONCE: Final = "drf_signet.accounts.outbox.at_once"
OURS: Final = re.compile(r"signet_(accounts|server)/|admin/(login|base_site)\.html")
OTHERWISE_IN_THE_DEMO: Final = ("/", "/api/docs/", "/api/v1/", "/admin/login/")
UNKNOWN: Final = "(nobody passes %s)"
Contexts = dict[str, list[dict[str, Any]]]


def contexts() -> Contexts:
    """By the name of a template, what it got each time. Raises `MissingError` where it showed what nobody passed."""
    forget()
    ada = person()
    found: Contexts = {}
    shown: list[str] = []
    with listening(found), strict(), signet(MAIL_DISPATCHER=AT_ONCE):
        mail.outbox.clear()
        _send_mails(Recorder(), ada)
        shown += [str(one.message()) for one in mail.outbox]
        with GENERATOR_STATS.silence():
            shown += _open_pages(Recorder())
    if wrong := re.search(r"\(nobody passes ([^)]*)\)", "\n".join(shown)):
        raise MissingError(f"A template shows {wrong[1]!r}, which the code doesn't pass to it.")
    return found


@contextmanager
def listening(found: Contexts) -> Iterator[None]:
    """Add to *found* whatever is rendered here."""

    def receive(sender: Any, template: Template, context: Context, **more: Any) -> None:
        if OURS.match(str(template.name)):
            found.setdefault(str(template.name), []).append(
                {str(name): value for name, value in context.flatten().items()}
            )

    template_rendered.connect(receive)
    try:
        yield
    finally:
        template_rendered.disconnect(receive)


@contextmanager
def strict() -> Iterator[None]:
    """A variable that isn't there shows."""
    engine = engines["django"].engine  # type: ignore[attr-defined]  # that of Django's own templates
    before = engine.string_if_invalid
    engine.string_if_invalid = UNKNOWN
    try:
        yield
    finally:
        engine.string_if_invalid = before


def _send_mails(service: Recorder, ada: Any) -> None:
    new = {"username": "grace", "email": "grace@example.com", "password": PASSWORD}
    taken = {**new, "email": ada.email}
    reset = {"email": ada.email}
    mary = {"username": "mary", "email": "mary@example.com", "password": PASSWORD}
    # Her address is not verified.
    get_user_model().objects.create_user(**mary)
    for one in (
        {**mary, "username": "somerville"},
        new,
        {**new, "username": "hopper"},
        {**taken, "username": "lovelace"},
    ):
        service.ask("POST users/", one)
    with patch.object(jobs, "may_have_new_password", return_value=False):
        service.ask("POST users/", {**taken, "username": "byron"})
        service.ask("POST users/reset_password/", reset)
        service.ask("POST users/reset_password/", {"email": mary["email"]})
    service.ask("POST users/reset_password/", {"email": mary["email"]})
    jobs.tell_of_found_account(str(ada.pk), None)
    jobs.tell_of_take_over(str(ada.pk), None)
    _send_codes(ada.email)
    tell_of_identity(str(ada.pk), "Google", None)
    access = service.ask("POST token/", ADA).json()["access"]
    service.ask("POST token/", ADA, headers={"User-Agent": "curl/8.5.0"})
    change = {"current_password": PASSWORD, "new_email": "ada@example.org"}
    service.ask("POST users/set_email/", change, token=access)
    service.ask("POST users/set_email_confirm/", {"token": last_link()})
    service.ask("POST users/reset_password/", {"email": "ada@example.org"})
    service.ask("POST users/reset_password_confirm/", {"token": last_link(), "new_password": NEW_PASSWORD})


def _send_codes(address: str) -> None:
    left = timedelta(minutes=10)
    context = {"code": "7K2M9Q", "lifetime": in_words(left)}
    send("sign_in_code", address, None, context)
    with signet(SIGN_IN_CODE_URL="https://app.example.com/sign-in#{token}"):
        send("sign_in_code", address, None, context, Link(Purpose.SIGN_IN, "token", left))


def _open_pages(service: Recorder) -> Iterator[str]:
    for path in ("/activate", "/reset", "/confirm", "/not-me", "/nowhere", *OTHERWISE_IN_THE_DEMO):
        yield service.ask(f"GET {path}", headers={"Accept": "text/html"}).content.decode()
    providers = {"demo": {"client_id": "signet", "client_secret": "known-to-the-demo", "verifies": "*"}}
    asked = urlencode(
        {
            "client_id": "signet",
            "response_type": "code",
            "scope": "openid",
            "redirect_uri": "https://auth.example.com/back",
            "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            "code_challenge_method": "S256",
        }
    )
    with signet(PROVIDERS=providers), override_settings(ROOT_URLCONF="tools.reference.demo_urls"):
        for query in (asked, "client_id=nobody"):
            yield service.ask(f"GET {PATH}authorize?{query}", headers={"Accept": "text/html"}).content.decode()
    with override_settings(IS_DEMO=True):
        for path in OTHERWISE_IN_THE_DEMO:
            yield service.ask(f"GET {path}", headers={"Accept": "text/html"}).content.decode()
