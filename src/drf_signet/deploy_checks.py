"""
What ``manage.py check --deploy`` says about settings that work and are unsafe: one rule, one function, one id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, imported, read_rates
from drf_signet.issuer_settings import read_issuers
from drf_signet.keys_in_force import read_ring, signs_with_secret_key, verifies_only
from drf_signet.settings import Settings
from drf_signet.user_identifier import has_users
from signet_tokens.document_fetch import problem_of
from signet_tokens.keys import is_symmetric

DAY: Final = timedelta(days=1)
INEXACT_CACHES: Final = frozenset(
    f"django.core.cache.backends.{name}"
    for name in ("db.DatabaseCache", "dummy.DummyCache", "filebased.FileBasedCache")
)
"""Caches whose ``incr`` first reads and then writes, or does nothing."""

LOCAL_MEMORY: Final = "django.core.cache.backends.locmem.LocMemCache"
ENOUGH_ENTRIES: Final = 10_000

HMAC_BYTES: Final = {"HS256": 32, "HS384": 48, "HS512": 64}
"""RFC 7518 section 3.2: the key is at least as long as the hash."""


@rule
def warn_short_secret(settings: Settings) -> Iterator[CheckMessage]:
    """W001: a shared secret shorter than the hash (RFC 7518 section 3.2)."""
    for key in read_ring(settings).keys:
        wanted = HMAC_BYTES.get(key.algorithm, 0)
        if key.secret_bytes is not None and key.secret_bytes < wanted:
            which = "The signing key" if settings.SIGNING_KEYS is None else f"A key of {NAME}['SIGNING_KEYS']"
            yield Warning(
                f"{which} is shorter than the {wanted} bytes that {key.algorithm} needs.",
                hint="Run python -c 'import secrets; print(secrets.token_urlsafe(64))' to make a good one.",
                id="signet.W001",
            )
            return


@rule
def warn_secret_key(settings: Settings) -> Iterator[CheckMessage]:
    """W002: Django's secret signs tokens, too, so neither can be changed alone."""
    if signs_with_secret_key(settings):
        yield Warning(
            "Django's SECRET_KEY also signs the tokens.",
            hint=_own_secret(settings),
            id="signet.W002",
        )


def _own_secret(settings: Settings) -> str:
    if settings.SIGNING_KEYS is not None:
        return f"Put a secret of its own in front in {NAME}['SIGNING_KEYS']. Nobody is signed out."
    return f"Set {NAME}['SIGNING_KEY'] to a secret of its own. This signs out everybody once."


@rule
def warn_long_access(settings: Settings) -> Iterator[CheckMessage]:
    """W003: access tokens, which can't be revoked, that live for more than a day."""
    if settings.ACCESS_TOKEN_LIFETIME > DAY:
        yield Warning(
            f"{NAME}['ACCESS_TOKEN_LIFETIME'] is more than a day, and an access token can't be revoked.",
            hint="Use minutes. REFRESH_TOKEN_LIFETIME decides how long users stay signed in.",
            id="signet.W003",
        )


@rule
def warn_no_audience(settings: Settings) -> Iterator[CheckMessage]:
    """W004: a key that others may have as well, and no say which of their tokens are for us (RFC 8725 section 3.9)."""
    keys = read_ring(settings).keys
    shares_secret = any(key.secret_bytes is not None for key in keys) and not signs_with_secret_key(settings)
    if (shares_secret or settings.JWK_URL) and not settings.audiences and not _demand_claims(settings):
        yield Warning(
            f"{NAME}['AUDIENCE'] is not set, so anyone who shares the key can send tokens that were meant for others.",
            hint="Set AUDIENCE to the name of this service.",
            id="signet.W004",
        )


def _demand_claims(settings: Settings) -> bool:
    """Whether each class of tokens demands something else that says whom a token is for."""
    classes = [imported(path) for path in settings.AUTH_TOKEN_CLASSES]
    return all(getattr(one, "required_claims", None) for one in classes)


@rule
def warn_no_issuer(settings: Settings) -> Iterator[CheckMessage]:
    """W005: foreign keys, and no say whose (RFC 8725 section 3.8)."""
    if settings.JWK_URL and not settings.ISSUER:
        yield Warning(
            f"{NAME}['JWK_URL'] is set, but {NAME}['ISSUER'] is not.",
            hint="Set ISSUER to the value that the issuer writes in the claim iss.",
            id="signet.W005",
        )


@rule
def warn_http(settings: Settings) -> Iterator[CheckMessage]:
    """W046: keys that travel in the clear."""
    if settings.JWK_URL and problem_of(settings.JWK_URL) and not problem_of(settings.JWK_URL, allow_http=True):
        yield Warning(
            f"{NAME}['JWK_URL'] is plain http: anyone who can answer at that address can sign in as any user.",
            hint="Use https, or make sure that nobody else is in that network.",
            id="signet.W046",
        )
    for issuer, entry in read_issuers(settings.ISSUERS).items():
        if problem_of(entry.jwks_url or issuer) and not problem_of(entry.jwks_url or issuer, allow_http=True):
            yield Warning(
                f"{NAME}['ISSUERS'][{issuer!r}] has its keys by plain http: anyone who can answer at that address can "
                "sign in as any user.",
                hint="Use https, or make sure that nobody else is in that network.",
                id="signet.W046",
            )


@rule
def warn_wide_leeway(settings: Settings) -> Iterator[CheckMessage]:
    """W006: expired tokens that go on for long."""
    if settings.leeway > timedelta(minutes=5).total_seconds():
        yield Warning(f"{NAME}['LEEWAY'] is more than five minutes.", id="signet.W006")


@rule
def warn_no_type(settings: Settings) -> Iterator[CheckMessage]:
    """W007: a refresh token can be used as an access token (RFC 8725 section 3.12)."""
    has_secret = is_symmetric(settings.ALGORITHM) and not verifies_only(settings)
    signs = has_secret or settings.SIGNING_KEY or settings.SIGNING_KEYS is not None
    if settings.TOKEN_TYPE_CLAIM is None and signs:
        yield Warning(
            f"{NAME}['TOKEN_TYPE_CLAIM'] is None, so a refresh token also works as an access token.",
            id="signet.W007",
        )


@rule
def warn_long_sliding(settings: Settings) -> Iterator[CheckMessage]:
    """W008: sliding tokens, which can't be revoked, that live for more than a day."""
    if settings.SLIDING_TOKEN_LIFETIME > DAY:
        yield Warning(
            f"{NAME}['SLIDING_TOKEN_LIFETIME'] is more than a day, and a sliding token can't be revoked.",
            id="signet.W008",
        )


@rule
def warn_inexact_counts(settings: Settings) -> Iterator[CheckMessage]:
    """W013: a cache that loses count of attempts that come at once."""
    if not has_users() or not any(read_rates(settings).values()):
        return
    cache: Any = django_settings.CACHES["default"]
    if cache["BACKEND"] in INEXACT_CACHES:
        yield Warning(
            f"{cache['BACKEND']} doesn't count exactly, so it lets through more sign-in attempts than THROTTLE_RATES "
            "allows.",
            hint="Use Redis or Memcached as the default cache, or local memory if there is a single process.",
            id="signet.W013",
        )
    elif cache["BACKEND"] == LOCAL_MEMORY and cache.get("OPTIONS", {}).get("MAX_ENTRIES", 300) < ENOUGH_ENTRIES:
        yield Warning(
            "The cache in local memory keeps too few entries: an attacker who sends many names makes it drop its "
            "counts.",
            hint=f"Set its OPTIONS to {{'MAX_ENTRIES': {10 * ENOUGH_ENTRIES}}}, or use Redis or Memcached.",
            id="signet.W013",
        )


WARNINGS: Final[Sequence[Check]] = (
    warn_short_secret,
    warn_secret_key,
    warn_long_access,
    warn_no_audience,
    warn_no_issuer,
    warn_http,
    warn_wide_leeway,
    warn_no_type,
    warn_long_sliding,
    warn_inexact_counts,
)
