"""
What ``manage.py check`` says about settings that are wrong: one rule, one function, one id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from math import inf
from typing import Final, cast

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from drf_signet.conf import NAME, given, read, read_rates
from drf_signet.errors import KeysUnavailableError
from drf_signet.issuer_settings import read_issuers
from drf_signet.rates import USUAL_RATES
from drf_signet.settings import Settings
from drf_signet.simple_jwt_dict import own_path_like
from drf_signet.tenant import CLAIM
from drf_signet.unusable_backends import Unfit, serious, unfit_backends
from drf_signet.user_identifier import attribute_for, field_of, has_users, is_unique
from drf_signet.user_model import MODEL_CLAIM

Check = Callable[..., list[CheckMessage]]
Rule = Callable[[Settings], Iterator[CheckMessage]]

PATHS: Final = (
    "JSON_ENCODER",
    "USER_AUTHENTICATION_RULE",
    "TOKEN_USER_CLASS",
    "GET_CLAIMS",
    "MAIL_DISPATCHER",
    "USER_LANGUAGE",
    "TENANT",
    "PROVIDER_USER_FIELDS",
)
LONGEST: Final = timedelta(days=36_525)
LIFETIMES: Final = (
    "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME",
    "SLIDING_TOKEN_LIFETIME",
    "SLIDING_TOKEN_REFRESH_LIFETIME",
    "SESSION_LIFETIME",
)
PERIODS: Final = (
    "REFRESH_GRACE_PERIOD",
    "REFRESH_RETRY_PERIOD",
    "REVOCATION_POLL_INTERVAL",
    "KEY_PUBLICATION_PERIOD",
)
LEAST: Final = {"SESSIONS_PER_USER": 1, "NUM_PROXIES": 0}
CLAIMS: Final = (
    "USER_ID_CLAIM",
    "TOKEN_TYPE_CLAIM",
    "JTI_CLAIM",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM",
    "REVOKE_TOKEN_CLAIM",
)
REGISTERED_CLAIMS: Final = frozenset(
    {"iss", "aud", "exp", "nbf", "iat", "sid", "gen", "auth_time", "amr", "computed", CLAIM, MODEL_CLAIM}
)
STRING_CLAIMS: Final = frozenset({"sub", "jti"})
SCHEME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
"""RFC 9110 sections 5.6.2 and 11.1."""


def check_names_and_types(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E001 and E002: an unknown key; a value of the wrong type."""
    _, problems = read(given())
    return [Error(one.message, hint=one.hint, id=f"signet.{one.code}") for one in problems]


class UnreadableError(AttributeError):
    """A rule asked for a setting that E002 already reports."""


class ReadableSettings:
    """The settings as far as they can be read, so that everything that is wrong is said at once."""

    def __init__(self) -> None:
        self._settings, problems = read(given())
        self._unreadable = {one.key for one in problems}

    def __getattr__(self, name: str) -> object:
        if name in self._unreadable:
            raise UnreadableError(name)
        return getattr(self._settings, name)


def rule(find: Rule) -> Check:
    """A check that says no more as soon as it needs a setting that can't be used: another rule says so already."""

    def check(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
        found: list[CheckMessage] = []
        with suppress(UnreadableError, ImproperlyConfigured, KeysUnavailableError):
            found.extend(find(cast(Settings, ReadableSettings())))
        return found

    # Not functools.wraps: Django looks through it at a signature that is not the check's.
    check.__name__, check.__doc__ = find.__name__, find.__doc__
    return check


def readable(settings: Settings, names: Iterable[str]) -> list[str]:
    """Those of the *names* that can be read."""
    return [name for name in names if hasattr(settings, name)]


@rule
def check_paths(settings: Settings) -> Iterator[CheckMessage]:
    """E003: a dotted path that leads to nothing that can be called."""
    paths = [(name, getattr(settings, name)) for name in readable(settings, PATHS)]
    paths += [("AUTH_TOKEN_CLASSES", path) for path in getattr(settings, "AUTH_TOKEN_CLASSES", ())]
    for name, path in paths:
        try:
            found = path is None or callable(import_string(path))
        except (ImportError, TypeError, ValueError):
            found = False
        if not found:
            ours = own_path_like(path)
            usual = "Give the dotted path of a class or function, such as 'myapp.tokens.MyToken'."
            yield Error(
                f"{NAME}[{name!r}]: {path!r} can't be imported, or can't be called.",
                hint=f"Write {ours!r}." if ours else usual,
                id="signet.E003",
            )


@rule
def check_lifetimes(settings: Settings) -> Iterator[CheckMessage]:
    """E006: tokens that have expired before they are issued, or at a time that no calendar has."""
    for name in readable(settings, LIFETIMES):
        if not timedelta() < getattr(settings, name) <= LONGEST:
            yield Error(f"{NAME}[{name!r}] should be longer than zero, and at most a century.", id="signet.E006")
    if not 0 <= settings.leeway < inf:
        yield Error(f"{NAME}['LEEWAY'] should be a number of seconds that is not negative.", id="signet.E006")
    for issuer, entry in read_issuers(settings.ISSUERS).items():
        if not 0 <= entry.seconds < inf:
            place = f"{NAME}['ISSUERS'][{issuer!r}]['leeway']"
            yield Error(f"{place} should be a number of seconds that is not negative.", id="signet.E006")


@rule
def check_header_name(settings: Settings) -> Iterator[CheckMessage]:
    """E007: a header name that ``request.META`` never has."""
    name = settings.AUTH_HEADER_NAME
    wanted = "HTTP_" + name.upper().replace("-", "_").removeprefix("HTTP_")
    can_be_sent = re.fullmatch(r"HTTP_[A-Z0-9_]+", wanted) is not None
    if name != wanted or not can_be_sent:
        yield Error(
            f"{NAME}['AUTH_HEADER_NAME'] is {name!r}, which no request can have.",
            hint=f"Did you mean {wanted!r}?" if can_be_sent else "The usual name is 'HTTP_AUTHORIZATION'.",
            id="signet.E007",
        )


@rule
def check_header_types(settings: Settings) -> Iterator[CheckMessage]:
    """E008: no first word of the header, or one that is not a word."""
    types = settings.header_types
    if not types or not all(re.fullmatch(SCHEME, one) for one in types):
        yield Error(f"{NAME}['AUTH_HEADER_TYPES'] should hold words, such as ('Bearer',).", id="signet.E008")


@rule
def check_claim_names(settings: Settings) -> Iterator[CheckMessage]:
    """E009: two meanings for one claim."""
    names = [name for name in CLAIMS if getattr(settings, name, None) is not None]
    claims = [getattr(settings, name) for name in names]
    for name, claim in zip(names, claims, strict=True):
        is_string_for_time = name == "SLIDING_TOKEN_REFRESH_EXP_CLAIM" and claim in STRING_CLAIMS
        if not claim or claim in REGISTERED_CLAIMS or claims.count(claim) > 1 or is_string_for_time:
            yield Error(
                f"{NAME}[{name!r}] is {claim!r}, which is empty or already has another meaning.",
                id="signet.E009",
            )


@rule
def check_user_field(settings: Settings) -> Iterator[CheckMessage]:
    """E011: a user field that doesn't exist, or that two users may share."""
    if not has_users():
        return
    model = get_user_model()
    name = attribute_for(settings.USER_ID_FIELD)
    field = field_of(model, name)
    if field is None and name not in {one.name for one in model._meta.get_fields()}:
        yield Error(
            f"{NAME}['USER_ID_FIELD']: {model.__name__} has no field {name!r}.",
            hint=f"Its primary key is {model._meta.pk.name!r}.",
            id="signet.E011",
        )
    elif field is None or not is_unique(model, field):
        yield Error(
            f"{NAME}['USER_ID_FIELD']: {name!r} is not unique, so a token could name two users.",
            id="signet.E011",
        )


@rule
def check_token_classes(settings: Settings) -> Iterator[CheckMessage]:
    """E012: no token would authenticate anybody."""
    if not settings.AUTH_TOKEN_CLASSES:
        yield Error(f"{NAME}['AUTH_TOKEN_CLASSES'] is empty, so no token is accepted.", id="signet.E012")


@rule
def check_sessions(settings: Settings) -> Iterator[CheckMessage]:
    """E013: periods and numbers of sessions that nothing can have."""
    for name in readable(settings, PERIODS):
        period = getattr(settings, name)
        if period is not None and not timedelta() <= period <= LONGEST:
            yield Error(f"{NAME}[{name!r}] should not be negative, and at most a century.", id="signet.E013")
    for name in readable(settings, LEAST):
        if getattr(settings, name) < LEAST[name]:
            yield Error(f"{NAME}[{name!r}] should be {LEAST[name]} or more.", id="signet.E013")


@rule
def check_rates(settings: Settings) -> Iterator[CheckMessage]:
    """E015: a rate of something that isn't counted, or that can't be read."""
    try:
        read_rates(settings)
    except ImproperlyConfigured as error:
        yield Error(
            str(error),
            hint=f"You can set rates for {', '.join(USUAL_RATES)}. A rate looks like '10/m', '100/10m', '5/h' or "
            "'50/d'.",
            id="signet.E015",
        )


def _unfit() -> tuple[str, list[Unfit]]:
    try:
        name = get_user_model().USERNAME_FIELD
    except ImproperlyConfigured:
        # No users, so nobody signs in.
        return "", []
    return name, unfit_backends((name, "password"))


@rule
def check_backends(settings: Settings) -> Iterator[CheckMessage]:
    """E030: an authentication backend that makes every sign-in fail."""
    for one in _unfit()[1]:
        if one.stops_sign_ins:
            yield Error(
                f"AUTHENTICATION_BACKENDS: every sign-in fails, because {one}.",
                hint="Derive the backend from django.contrib.auth.backends.ModelBackend, or remove it.",
                id="signet.E030",
            )


@rule
def warn_deaf_backends(settings: Settings) -> Iterator[CheckMessage]:
    """W030: an authentication backend that can't take what a sign-in sends, so it signs nobody in."""
    name, unfit = _unfit()
    for one in serious(unfit):
        if not one.stops_sign_ins:
            yield Warning(
                f"AUTHENTICATION_BACKENDS: {one}.",
                hint=f"A sign-in sends the field that your user model calls {name!r}. Write authenticate(self, "
                f"request, {name}=None, password=None, **kwargs), or set username_field on your serializer to "
                "the name that the backend takes.",
                id="signet.W030",
            )


ERRORS: Final[Sequence[Check]] = (
    check_names_and_types,
    check_paths,
    check_lifetimes,
    check_header_name,
    check_header_types,
    check_claim_names,
    check_user_field,
    check_token_classes,
    check_sessions,
    check_rates,
    check_backends,
    warn_deaf_backends,
)
