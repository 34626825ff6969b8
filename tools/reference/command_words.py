"""What the page of commands says that no parser does: who has which command, its exit status, and examples to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.utils import timezone

from drf_signet.accounts.models import WaitingMail
from drf_signet.sessions.models import Session
from tools.reference.example_keys import DAY, ring
from tools.reference.http_exchanges import ADA, signet
from tools.reference.http_recorder import Recorder, last_link
from tools.reference.service import PASSWORD, person

HEAD: Final = """# Commands
{note}

Every command that Signet brings: what it does, its arguments, its exit status, and examples. `make reference` runs the
examples and writes down what they print.

`manage.py` is that of your project, with the app of the command in `INSTALLED_APPS`. Each command also takes
`--settings`, `--verbosity` and the other
[options of every command](https://docs.djangoproject.com/en/stable/ref/django-admin/#default-options) in Django. An
unknown argument is exit status 2, and whatever else fails is 1, with a line that says why.
"""

Prepare = Callable[[], str]
"""Makes what an example needs. The answer stands in place of ``{}`` in its words."""


@dataclass(frozen=True, slots=True)
class Example:
    """One command line, and how it comes to what it shows."""

    words: str
    prepare: Prepare = lambda: ""
    shown: str = ""
    """How the answer of *prepare* is written on the page."""

    around: Callable[[], AbstractContextManager[None]] = nullcontext
    """What it runs within."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said of one command."""

    status: str
    examples: tuple[Example, ...] = ()


def good_token() -> str:
    """An access token of somebody who has just signed in."""
    person()
    answer: Any = Recorder().ask("POST token/", ADA)
    return str(answer.json()["access"])


def ended_token() -> str:
    """One whose user signed out."""
    tokens: Any = _tokens()
    Recorder().ask("POST logout/", {"refresh": tokens["refresh"]})
    return str(tokens["access"])


def _tokens() -> Any:
    person()
    return Recorder().ask("POST token/", ADA).json()


def old_session() -> str:
    """A session that has been over for a year."""
    _tokens()
    Session.objects.update(token_expires_at=timezone.now() - timedelta(days=365))
    return ""


def waiting_sign_up() -> str:
    """A sign-up whose link nobody has followed. The answer is its address."""
    address = "grace@example.com"
    sent = {"username": "grace", "email": address, "password": PASSWORD}
    with signet(MAIL_DISPATCHER="drf_signet.accounts.outbox.at_once"):
        Recorder().ask("POST users/", sent)
    last_link()
    return address


def old_sign_up() -> str:
    """One that has expired."""
    with signet(ACTIVATION_LIFETIME=timedelta(microseconds=1), MAIL_DISPATCHER="drf_signet.accounts.outbox.at_once"):
        sent = {"username": "late", "email": "late@example.com", "password": PASSWORD}
        Recorder().ask("POST users/", sent)
    return ""


def waiting_mail() -> str:
    """A mail that waits for the mail server."""
    now = timezone.now()
    WaitingMail.objects.create(
        job="drf_signet.accounts.jobs.tell_of_new_address",
        arguments={},
        created_at=now - timedelta(hours=2),
        due_at=now + timedelta(hours=1),
        attempts=3,
        last_error="TimeoutError",
    )
    return ""


MANAGED: Final[Mapping[str, Words]] = {
    "drf_signet.token": Words(
        "0 for a token that is accepted, 1 for one that is refused.",
        (
            Example("token explain {}", good_token, "eyJhbGciOi…"),
            Example("token explain {}", ended_token, "eyJhbGciOi…"),
        ),
    ),
    "drf_signet.keys": Words(
        "0 when it is done; 1 where it is refused, or the keys can't be read. The table and the JWK Set go to the "
        "standard output, and what was done to the standard error.",
        (
            Example("keys generate", around=ring),
            Example("keys list", around=partial(ring, DAY)),
            Example("keys rotate", around=partial(ring, 0.0)),
            Example("keys rotate", around=partial(ring, DAY)),
        ),
    ),
    "drf_signet.sessions.keys": Words("The same command as [that of the core](#managepy-keys)."),
    "drf_signet.sessions.sessions": Words(
        "0 when all is deleted.", (Example("sessions purge", old_session), Example("sessions purge --batch none"))
    ),
    "drf_signet.sessions.token": Words("The same command as [that of the core](#managepy-token)."),
    "drf_signet.accounts.accounts": Words(
        "0 when it is done; 1 for an address that is nobody's, and where mails can't be sent.",
        (
            Example("accounts verify {}", waiting_sign_up, "grace@example.com"),
            Example("accounts verify nobody@example.com"),
            Example("accounts purge", old_sign_up),
            Example("accounts mails", waiting_mail),
        ),
    ),
    "drf_signet.identities.identities": Words(
        "0 when all rows were looked at, also those that it left; 1 where the tables can't be read.",
        (Example("identities import --from allauth"),),
    ),
    "signet_server.users.migrate": Words(
        "As Django's own; 1 where another `migrate` takes longer than 300 seconds.", (Example("migrate --plan"),)
    ),
    "drf_signet_compat.simplejwt.token_blacklist.flushexpiredtokens": Words(
        "0 when all is deleted.", (Example("flushexpiredtokens --verbosity 2"),)
    ),
    "drf_signet_compat.simplejwt.adoption.adoption_status": Words(
        "0 where the tables of Simple JWT can be dropped, 1 where they can't yet.", (Example("adoption_status"),)
    ),
    "drf_signet_compat.drf_jwt.v1_19.obtain_token": Words(
        "0 with a token; 1 without `DEBUG`, or without such a user.", (Example("obtain_token 1"),)
    ),
    "drf_signet_compat.drf_jwt.v1_19.blacklist.delete_stale_tokens": Words(
        "0 when all is deleted. It prints nothing.", (Example("delete_stale_tokens"),)
    ),
}
"""By the app and the name of the command."""

OF_SIGNET: Final = """## signet

The command of the service, from `pip install "drf-signet[server]"`. All it needs to know comes from
[environment variables](environment.md). `python -m signet_server` is the same.

Exit status: 0 for success, 1 for a failure, 2 for an unusable input: a wrong variable, a wrong argument, a port that is
taken.
"""

VERBS: Final[Mapping[str, str]] = {
    "demo": "0 after Ctrl-C, 2 where it can't start.",
    "serve": "0 after SIGTERM or SIGINT, 2 where it refuses to start. It says why.",
    "doctor": "0 where nothing is to mend, 1 where something is, 2 where the environment can't be read.",
    "sessions": "Arguments and exit status are those of [manage.py sessions](#managepy-sessions).",
    "token": "Arguments and exit status are those of [manage.py token](#managepy-token).",
    "accounts": "Arguments and exit status are those of [manage.py accounts](#managepy-accounts).",
    "keys": "Arguments and exit status are those of [manage.py keys](#managepy-keys). Without `SIGNING_KEYS`, "
    "`keys generate` prints a JWK Set for it.",
    "manage": "Arguments and exit status are those of [the command of Django](\
https://docs.djangoproject.com/en/stable/ref/django-admin/).",
}

OF_MIGRATE: Final = """## signet-migrate

From `pip install "drf-signet-compat[migrate]"`. [Coming from Simple JWT](../coming-from/simple-jwt.md) says when you
need it. `python -m drf_signet_compat.migrate` is the same.
"""

OF_MODULE: Final = """## python -m drf_signet

All commands of your project, and `token` and `keys` whether or not `drf_signet` is in `INSTALLED_APPS`. The settings
are those of `DJANGO_SETTINGS_MODULE` or `--settings`, or those that `manage.py` in this folder names.
"""
