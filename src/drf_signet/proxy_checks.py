"""What ``manage.py check --deploy`` says of proxies in front that NUM_PROXIES doesn't count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Warning
from rest_framework.settings import api_settings

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, given
from drf_signet.settings import Settings

OF_PROXIES: Final = ("SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
"""Django's settings that are for a project behind a proxy."""


@rule
def warn_other_number_of_proxies(settings: Settings) -> Iterator[CheckMessage]:
    """W043: another number of proxies than REST framework is told of."""
    theirs, ours = api_settings.NUM_PROXIES, settings.NUM_PROXIES
    if isinstance(theirs, int) and theirs != ours:
        yield Warning(
            f"REST_FRAMEWORK['NUM_PROXIES'] is {theirs}, and {NAME}['NUM_PROXIES'] is {ours}.",
            hint="Both count the proxies in front of your project. Set them to the same number.",
            id="signet.W043",
        )


@rule
def warn_uncounted_proxy(settings: Settings) -> Iterator[CheckMessage]:
    """W044: settings for a project behind a proxy, and no say how many proxies there are."""
    found = next((name for name in OF_PROXIES if getattr(django_settings, name)), None)
    said = given()
    if found and not (isinstance(said, Mapping) and "NUM_PROXIES" in said):
        yield Warning(
            f"{found} is for a project behind a proxy, but {NAME}['NUM_PROXIES'] is not set, so all clients may count "
            "as one.",
            hint="Set NUM_PROXIES to the number of proxies that append to X-Forwarded-For. Set it to 0 if the server "
            "or a middleware puts the client's address into REMOTE_ADDR.",
            id="signet.W044",
        )


WARNINGS: Final[Sequence[Check]] = (warn_other_number_of_proxies, warn_uncounted_proxy)
