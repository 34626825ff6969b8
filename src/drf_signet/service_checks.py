"""
What ``manage.py check`` says about the endpoints for other services, and about those that may ask there.

One rule, one function, one id. No message holds any of a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.errors import SignetError
from drf_signet.keys_in_force import read_ring
from drf_signet.mounted_views import are_all_known, home_of, views_in_use
from drf_signet.service_clients import HASHED, Client, read_client
from drf_signet.settings import Settings
from signet_tokens.keys import is_symmetric

SERVICES: Final = f"{NAME}['SERVICES']"
SHORTEST: Final = 32
"""Characters of a secret: 128 bits and more, if they are random."""

VIEWS: Final = ("drf_signet.services.views", "drf_signet.sessions.services.views")
OPEN: Final = "EndedSessionsView"
GENERATE: Final = 'Generate one with python -c "import secrets; print(secrets.token_urlsafe(32))".'


@rule
def check_services(settings: Settings) -> Iterator[CheckMessage]:
    """E082: a service that nobody can be, because it has no secret, or one that can't be read."""
    for client_id, written in settings.SERVICES.items():
        try:
            read_client(client_id, written)
        except ValueError as error:
            yield Error(
                f"{SERVICES}[{client_id!r}] {error}.",
                hint="Write its secret, a list of its secrets, or {'secret': …, 'audience': …}.",
                id="signet.E082",
            )


@rule
def check_secrets(settings: Settings) -> Iterator[CheckMessage]:
    """E083: a secret of a service that somebody could guess."""
    for client in _clients(settings):
        if any(len(one) < SHORTEST and not one.startswith(HASHED) for one in client.secrets):
            yield Error(
                f"{SERVICES}[{client.client_id!r}] has a secret of fewer than {SHORTEST} characters.",
                hint=GENERATE,
                id="signet.E083",
            )


@rule
def check_feed_key(settings: Settings) -> Iterator[CheckMessage]:
    """E084: a revocation feed that is signed with a secret, which only the services that share it could verify."""
    algorithm = _signs_with(settings) if _has_feed() else None
    if algorithm is not None and is_symmetric(algorithm):
        yield Error(
            f"The revocation feed is signed with {algorithm}, so only a service that has your secret can "
            "verify it, and such a service can issue tokens as well.",
            hint="Sign with a key pair, such as ALGORITHM 'ES256', or remove the address of the feed. If the "
            "services that verify have the secret on purpose, add 'signet.E084' to SILENCED_SYSTEM_CHECKS.",
            id="signet.E084",
        )


@rule
def check_feed_issuer(settings: Settings) -> Iterator[CheckMessage]:
    """E085: a revocation feed that doesn't say whose sessions ended, so every service refuses it."""
    if _has_feed() and not settings.ISSUER:
        yield Error(
            f"The revocation feed names no issuer, because {NAME}['ISSUER'] isn't set.",
            hint="Set it to the URL of this service, such as 'https://auth.example.com', or remove the address of the "
            "feed.",
            id="signet.E085",
        )


@rule
def warn_nobody_may_ask(settings: Settings) -> Iterator[CheckMessage]:
    """W083: endpoints for services, and no service."""
    if _asked() and not settings.SERVICES:
        yield Warning(
            f"Nobody can use the endpoint of {_asked()[0].__qualname__}, because {SERVICES} is empty.",
            hint=f"Give each service that asks an id and a secret there, or remove the address. {GENERATE}",
            id="signet.W083",
        )


@rule
def warn_nowhere_to_ask(settings: Settings) -> Iterator[CheckMessage]:
    """W084: services that may ask, and no endpoint."""
    if settings.SERVICES and are_all_known() and not _asked():
        yield Warning(
            f"{SERVICES} has no effect, because no endpoint for services has an address.",
            hint="Include 'drf_signet.sessions.services.urls', or remove the setting.",
            id="signet.W084",
        )


def _signs_with(settings: Settings) -> str | None:
    """The algorithm of the key that signs, as far as the settings say."""
    if isinstance(settings.SIGNING_KEYS, str):
        # A store may be a table, which a check shouldn't ask.
        return None
    with suppress(SignetError):
        return read_ring(settings).signing_key.algorithm
    return None


def _clients(settings: Settings) -> Iterator[Client]:
    for client_id, written in settings.SERVICES.items():
        try:
            yield read_client(client_id, written)
        except ValueError:
            # `check_services` says so.
            continue


def _mounted() -> list[type]:
    return [one for one in views_in_use() if home_of(one) in VIEWS]


def _asked() -> list[type]:
    return [one for one in _mounted() if not _is_feed(one)]


def _has_feed() -> bool:
    return any(_is_feed(one) for one in _mounted())


def _is_feed(view: type) -> bool:
    return any(one.__name__ == OPEN and one.__module__ in VIEWS for one in view.__mro__)


ERRORS: Final[Sequence[Check]] = (
    check_services,
    check_secrets,
    check_feed_key,
    check_feed_issuer,
    warn_nobody_may_ask,
    warn_nowhere_to_ask,
)
