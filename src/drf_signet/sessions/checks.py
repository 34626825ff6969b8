"""What ``manage.py check`` says about sessions, and ``check --deploy``: one rule, one function, one id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.settings import Settings

LONG_GRACE: Final = timedelta(minutes=1)
COOKIE_NAME: Final = r"(?!(?i:__host-|__secure-))[!#$%&'*+.^_`|~0-9A-Za-z-]+"
"""A token (RFC 6265bis section 4.1.1), without the prefixes that we give."""

COOKIE_PATH: Final = r"/[!-:<-~]*"
"""Printable, without the semicolon that would end it."""

COOKIE_DOMAIN: Final = (
    r"(?!.*\.[0-9]+$)\.?([0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?\.)*[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?"
)
"""A host name (RFC 1123 section 2.1), and no IP address: a browser shares no cookie between those."""


@rule
def check_cookie(settings: Settings) -> Iterator[CheckMessage]:
    """E014: a cookie that no browser would keep."""
    domain = settings.REFRESH_COOKIE_DOMAIN
    for name, is_right, wanted in (
        (
            "REFRESH_COOKIE_NAME",
            re.fullmatch(COOKIE_NAME, settings.REFRESH_COOKIE_NAME),
            "a word such as 'refresh'; Signet adds a prefix like __Host- if the other settings allow it",
        ),
        (
            "REFRESH_COOKIE_SAMESITE",
            settings.REFRESH_COOKIE_SAMESITE != "None" or settings.REFRESH_COOKIE_SECURE,
            "'Strict' or 'Lax' if REFRESH_COOKIE_SECURE is False",
        ),
        (
            "REFRESH_COOKIE_DOMAIN",
            domain is None or re.fullmatch(COOKIE_DOMAIN, domain),
            "a host name such as 'example.com'",
        ),
        (
            "REFRESH_COOKIE_PATH",
            re.fullmatch(COOKIE_PATH, settings.REFRESH_COOKIE_PATH),
            "a path that begins with a slash",
        ),
    ):
        if not is_right:
            yield Error(f"{NAME}[{name!r}] should be {wanted}.", id="signet.E014")


@rule
def check_time_zone(settings: Settings) -> Iterator[CheckMessage]:
    """E019: times without a time zone, which sessions can't compare with theirs."""
    if not django_settings.USE_TZ:
        yield Error("Sessions need USE_TZ = True.", hint="True is Django's default.", id="signet.E019")


@rule
def warn_idle_over_absolute(settings: Settings) -> Iterator[CheckMessage]:
    """W009: refresh tokens that would outlive their session."""
    if settings.REFRESH_TOKEN_LIFETIME > settings.SESSION_LIFETIME:
        yield Warning(
            f"{NAME}['REFRESH_TOKEN_LIFETIME'] is longer than {NAME}['SESSION_LIFETIME'], which ends them.",
            hint="A refresh restarts the first. The second ends the session in any case.",
            id="signet.W009",
        )


@rule
def warn_long_grace(settings: Settings) -> Iterator[CheckMessage]:
    """W010: a stolen token that is answered for long."""
    if settings.REFRESH_GRACE_PERIOD > LONG_GRACE:
        yield Warning(
            f"{NAME}['REFRESH_GRACE_PERIOD'] is more than a minute, and nobody notices a stolen token in that time.",
            hint="Parallel requests of one client need a few seconds.",
            id="signet.W010",
        )


@rule
def warn_no_rotation(settings: Settings) -> Iterator[CheckMessage]:
    """W031: refresh tokens of sessions that stay the same, so a stolen one goes unnoticed."""
    if settings.ROTATE_REFRESH_TOKENS is False:
        yield Warning(
            f"{NAME}['ROTATE_REFRESH_TOKENS'] is False, so nobody notices a stolen refresh token.",
            hint="Remove it if your clients store the new refresh token of each answer. For clients that never do, "
            "use NonRotatingTokenRefreshView at an address of their own, or add 'signet.W031' to "
            "SILENCED_SYSTEM_CHECKS.",
            id="signet.W031",
        )


@rule
def warn_insecure_cookie(settings: Settings) -> Iterator[CheckMessage]:
    """W011: a refresh token that travels over plain http."""
    if not settings.REFRESH_COOKIE_SECURE:
        yield Warning(
            f"{NAME}['REFRESH_COOKIE_SECURE'] is False, so browsers also send the refresh token over plain http.",
            hint="Remove it, and serve over https.",
            id="signet.W011",
        )


@rule
def warn_cross_site_cookie(settings: Settings) -> Iterator[CheckMessage]:
    """W012: a cookie that goes along with the requests of every site."""
    if settings.REFRESH_COOKIE_SAMESITE == "None":
        yield Warning(
            f"{NAME}['REFRESH_COOKIE_SAMESITE'] is 'None', so requests from every site carry the refresh token.",
            hint="Serve pages and API under one domain. Then 'Strict' works.",
            id="signet.W012",
        )


ERRORS: Final[Sequence[Check]] = (check_cookie, check_time_zone)
WARNINGS: Final[Sequence[Check]] = (
    warn_idle_over_absolute,
    warn_long_grace,
    warn_no_rotation,
    warn_insecure_cookie,
    warn_cross_site_cookie,
)
