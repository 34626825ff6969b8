"""
The settings: one typed, frozen object read from ``settings.SIGNET``, and the keys and verifier built from it.

Nothing else in this package reads ``django.conf.settings.SIGNET``. Everything is read on first use and dropped when
a setting changes, so ``override_settings(SIGNET=…)`` is in force at once, everywhere.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import cache
from typing import Any, Final, Literal, get_type_hints

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.encoding import force_bytes
from django.utils.module_loading import import_string

from drf_signet.claims import ClaimsPolicy
from drf_signet.errors import KeyLoadError
from drf_signet.keys import KeyRing, SigningKey, is_symmetric
from drf_signet.remote_keys import RemoteKeySet
from drf_signet.setting_types import fits, in_words
from drf_signet.verifier import Verifier

NAME: Final = "SIGNET"

Algorithm = Literal[
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every key of the dict ``SIGNET``, with its type and its default."""

    ACCESS_TOKEN_LIFETIME: timedelta = timedelta(minutes=5)
    """How long an access token is accepted after it was issued."""

    REFRESH_TOKEN_LIFETIME: timedelta = timedelta(days=1)
    """How long a refresh token is accepted after it was issued: with sessions, how long one may lie idle."""

    ROTATE_REFRESH_TOKENS: bool = False
    """Whether a refresh also answers with a new refresh token. The old one stays valid until it expires.
    (Without sessions; with them, refresh tokens always rotate, and the old one is void.)"""

    SLIDING_TOKEN_LIFETIME: timedelta = timedelta(minutes=5)
    """How long a sliding token is accepted after it was issued or refreshed."""

    SLIDING_TOKEN_REFRESH_LIFETIME: timedelta = timedelta(days=1)
    """How long after sign-in a sliding token may still be refreshed."""

    SLIDING_TOKEN_REFRESH_EXP_CLAIM: str = "refresh_exp"
    """The claim that holds the end of that time."""

    UPDATE_LAST_LOGIN: bool = False
    """Whether a sign-in sends Django's ``user_logged_in``, on which Django writes ``last_login`` (one statement)."""

    ALGORITHM: Algorithm = "HS256"
    """How tokens are signed. HS* share one secret; all others have a private and a public key."""

    SIGNING_KEY: str | bytes | None = field(default=None, repr=False)
    """The secret (HS*) or private key in PEM form. None: with HS*, Django's ``SECRET_KEY`` (whose fallbacks verify)."""

    VERIFYING_KEY: str | bytes | None = field(default=None, repr=False)
    """One more public key in PEM form that verifies: the only one, or that of the previous SIGNING_KEY. Not for HS*."""

    JWK_URL: str | None = None
    """Where a foreign issuer publishes its keys. Its tokens are accepted beside our own."""

    AUDIENCE: str | tuple[str, ...] | None = None
    """The ``aud`` claim to write, and of which at least one value is required."""

    ISSUER: str | None = None
    """The ``iss`` claim to write and to require."""

    LEEWAY: timedelta | float = 0
    """How far the clocks of two machines may be apart; a number is seconds."""

    JSON_ENCODER: str | None = None
    """Dotted path of a ``json.JSONEncoder`` for claims that JSON doesn't know."""

    AUTH_HEADER_TYPES: str | tuple[str, ...] = ("Bearer",)
    """The accepted first words of the header, in any case; the first one is named in ``WWW-Authenticate``."""

    AUTH_HEADER_NAME: str = "HTTP_AUTHORIZATION"
    """The header, as a key of ``request.META``."""

    AUTH_TOKEN_CLASSES: tuple[str, ...] = ("drf_signet.tokens.AccessToken",)
    """Dotted paths of the token classes that authenticate a request."""

    USER_ID_FIELD: str = "id"
    """The field of the user model that identifies a user. Must never change for a user."""

    USER_ID_CLAIM: str = "user_id"
    """The claim that holds its value, as a string."""

    USER_AUTHENTICATION_RULE: str = "drf_signet.user_rule.is_active"
    """Dotted path of ``(user) -> bool``: who may sign in, refresh and be authenticated."""

    TOKEN_USER_CLASS: str = "drf_signet.models.TokenUser"
    """Dotted path of the user class of stateless authentication."""

    TOKEN_TYPE_CLAIM: str | None = "token_type"
    """The claim that holds the type of a token. None: not written, not required."""

    JTI_CLAIM: str | None = "jti"
    """The claim that holds the identifier of a token. None: not written, not required."""

    CHECK_REVOKE_TOKEN: bool = False
    """Whether tokens end when the user's password changes: at the next request that loads the user."""

    REVOKE_TOKEN_CLAIM: str = "auth_hash"
    """The claim that holds the keyed fingerprint of the password for CHECK_REVOKE_TOKEN."""

    SESSION_LIFETIME: timedelta = timedelta(days=30)
    """How long after sign-in a session ends, however often it is refreshed. (Sessions.)"""

    SESSIONS_PER_USER: int = 100
    """How many sessions a user may have at once; a further sign-in ends the oldest. (Sessions.)"""

    REFRESH_GRACE_PERIOD: timedelta = timedelta(seconds=10)
    """How long after a refresh the replaced token is answered with the very token that replaced it, so that parallel
    requests agree. Zero: never. (Sessions.)"""

    REFRESH_RETRY_PERIOD: timedelta | None = None
    """How long after a refresh the replaced token may be exchanged once more, as if the answer had been lost.
    None: for the lifetime of an access token. Zero: never. (Sessions.)"""

    GET_CLAIMS: str | None = None
    """Dotted path of ``(user) -> dict``: claims for access tokens, computed at sign-in and each refresh. (Sessions.)"""

    REVOCATION_POLL_INTERVAL: timedelta = timedelta(seconds=3)
    """How often a process asks the database which sessions were ended. (Sessions, stateless authentication.)"""

    REVOCATION_FALLBACK: Literal["refuse", "accept"] = "refuse"
    """What becomes of a token when the database was out of reach for a whole access lifetime: "refuse" is a 503.
    (Sessions, stateless authentication.)"""

    NUM_PROXIES: int = 0
    """How many proxies in front append to ``X-Forwarded-For``. Zero: that header is not looked at. (Sessions.)"""

    @property
    def header_types(self) -> tuple[str, ...]:
        """AUTH_HEADER_TYPES as a tuple."""
        return (self.AUTH_HEADER_TYPES,) if isinstance(self.AUTH_HEADER_TYPES, str) else self.AUTH_HEADER_TYPES

    @property
    def audiences(self) -> tuple[str, ...]:
        """AUDIENCE as a tuple."""
        return (self.AUDIENCE,) if isinstance(self.AUDIENCE, str) else self.AUDIENCE or ()

    @property
    def leeway(self) -> float:
        """LEEWAY in seconds."""
        return self.LEEWAY.total_seconds() if isinstance(self.LEEWAY, timedelta) else float(self.LEEWAY)


SECRETS: Final = frozenset(one.name for one in fields(Settings) if not one.repr)
"""The settings whose value is never shown."""

MOVED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "TOKEN_OBTAIN_SERIALIZER",
            "TOKEN_REFRESH_SERIALIZER",
            "TOKEN_VERIFY_SERIALIZER",
            "TOKEN_BLACKLIST_SERIALIZER",
            "SLIDING_TOKEN_OBTAIN_SERIALIZER",
            "SLIDING_TOKEN_REFRESH_SERIALIZER",
        ),
        "Subclass the view, set its serializer_class, and name the view in your urls.py.",
    ),
    "BLACKLIST_AFTER_ROTATION": "Remove the key: the endpoints of drf_signet.sessions always do.",
    "CHECK_USER_IS_ACTIVE": "Write a USER_AUTHENTICATION_RULE; the default one demands an active user.",
    "ON_LOGIN_SUCCESS": "Connect a receiver to django.contrib.auth.signals.user_logged_in (see UPDATE_LAST_LOGIN).",
    "ON_LOGIN_FAILED": "Connect a receiver to django.contrib.auth.signals.user_login_failed.",
}
"""Keys that users of Simple JWT look for, and what takes their place."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the setting, ready to become a system check."""

    code: str
    message: str
    hint: str | None = None


def read(raw: object) -> tuple[Settings, list[Problem]]:
    """Read *raw* into `Settings`, and say everything that is wrong with its names and types."""
    if not isinstance(raw, Mapping):
        return Settings(), [Problem("E002", f"{NAME} should be a dict, not {type(raw).__name__}.")]
    types = get_type_hints(Settings)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in raw.items():
        if key not in types:
            problems.append(Problem("E001", f"{NAME}[{key!r}] is not a setting.", _hint(key, types)))
        elif not fits(value, types[key]):
            shown = type(value).__name__ if key in SECRETS else repr(value)
            problems.append(Problem("E002", f"{NAME}[{key!r}] should be {in_words(types[key])}, not {shown}."))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return Settings(**values), problems


@cache
def get_settings() -> Settings:
    """The settings in force. Raises `ImproperlyConfigured` in the words of the system checks."""
    settings, problems = read(getattr(django_settings, NAME, {}))
    if problems:
        raise ImproperlyConfigured(" ".join(f"{one.message} {one.hint or ''}".strip() for one in problems))
    return settings


@cache
def get_schemes() -> frozenset[bytes]:
    """The accepted first words of the header, in lower case: a scheme has none (RFC 9110 section 11.1)."""
    return frozenset(one.lower().encode() for one in get_settings().header_types)


@cache
def imported(path: str) -> Any:
    """What stands behind the dotted *path* of a setting. Raises `ImportError`."""
    return import_string(path)


@cache
def get_encoder() -> json.JSONEncoder:
    """What writes the claims of a token, in as few bytes as it takes."""
    path = get_settings().JSON_ENCODER
    encoder: type[json.JSONEncoder] = imported(path) if path else json.JSONEncoder
    return encoder(separators=(",", ":"), allow_nan=False)


@cache
def get_ring() -> KeyRing:
    """The keys in force. Raises `ImproperlyConfigured` where a key can't be used."""
    settings = get_settings()
    try:
        keys = [SigningKey.load(material, settings.ALGORITHM) for material in _materials(settings)]
        remote = RemoteKeySet(settings.JWK_URL, settings.ALGORITHM) if settings.JWK_URL else None
    except KeyLoadError as error:
        raise ImproperlyConfigured(f"{NAME}: {error}") from None
    return KeyRing(keys, remote)


@cache
def get_verifier() -> Verifier:
    """The verifier in force, with the tokens it remembers."""
    settings = get_settings()
    return Verifier(get_ring(), ClaimsPolicy(frozenset(settings.audiences), settings.ISSUER, settings.leeway))


def signs_with_secret_key(settings: Settings) -> bool:
    """Whether Django's ``SECRET_KEY`` signs the tokens, by default or because SIGNING_KEY is the same."""
    if not is_symmetric(settings.ALGORITHM):
        return False
    return settings.SIGNING_KEY is None or force_bytes(settings.SIGNING_KEY) == force_bytes(django_settings.SECRET_KEY)


def _materials(settings: Settings) -> list[str | bytes]:
    if signs_with_secret_key(settings):
        return [django_settings.SECRET_KEY, *django_settings.SECRET_KEY_FALLBACKS]
    if is_symmetric(settings.ALGORITHM):
        return [settings.SIGNING_KEY or ""]
    return [key for key in (settings.SIGNING_KEY, settings.VERIFYING_KEY) if key]


def _hint(key: object, known: Mapping[str, object]) -> str | None:
    if key in MOVED:
        return MOVED[str(key)]
    close = difflib.get_close_matches(str(key).strip().upper(), known, n=1)
    return f"Did you mean {close[0]!r}?" if close else None


def forget(*, setting: str, **kwargs: object) -> None:
    """Drop what was read when one of the settings it came from changes."""
    if setting in (NAME, "SECRET_KEY", "SECRET_KEY_FALLBACKS"):
        for reader in (get_settings, get_schemes, imported, get_encoder, get_ring, get_verifier):
            reader.cache_clear()


setting_changed.connect(forget, dispatch_uid="drf_signet.conf")
