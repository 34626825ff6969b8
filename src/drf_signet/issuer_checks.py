"""What ``manage.py check`` says about ISSUERS: one rule, one function, one id."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from inspect import iscoroutinefunction, unwrap
from typing import Any, Final

from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db.models import EmailField
from django.utils.module_loading import import_string

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.issuer_settings import ROWS, IssuerSettings, read_issuers, shared_fields
from drf_signet.issuers_in_force import read_trusted
from drf_signet.keys_in_force import verifies_only
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.mounted_views import are_all_rest_frameworks, authentication_in_use, views_in_use
from drf_signet.settings import Settings
from drf_signet.user_identifier import attribute_for, field_of, has_users, is_unique
from signet_tokens.document_fetch import problem_of

CHANGING: Final = frozenset(
    {"email", "phone_number", "preferred_username", "username", "upn", "unique_name", "name", "nickname"}
)
"""Claims that people can change, or that somebody else can get later (OpenID Connect Core section 5.7)."""

PLAIN_HTTP: Final = (
    "If nobody else can answer at that address, as in the network of a compose file, set 'allow_http' to True."
)
NAME_OF_ISSUER: Final = (
    "The key of the entry is the iss of the tokens, to the letter. If that is no https URL, set 'jwks_url' to the "
    "address of its keys."
)
WAYS: Final = ("stateless", *ROWS)

VOLATILE: Final = frozenset(f"django.core.cache.backends.{name}" for name in ("locmem.LocMemCache", "dummy.DummyCache"))
"""Caches that end with the process."""

KNOWING: Final = frozenset({"get_user", "issuer", "ForeignToken"})
"""What a ``get_user`` says that leaves tokens of others to ours, or tells them apart."""

Entries = Iterator[tuple[str, IssuerSettings]]


def entries(settings: Settings) -> Entries:
    """The entries of ISSUERS, each with what it is called in a message."""
    for issuer, entry in read_issuers(settings.ISSUERS).items():
        yield f"{NAME}['ISSUERS'][{issuer!r}]", entry


@rule
def check_own_issuer(settings: Settings) -> Iterator[CheckMessage]:
    """E076: our own issuer among the others, so that two keys could verify its tokens."""
    if settings.ISSUER is not None and settings.ISSUER in settings.ISSUERS:
        yield Error(
            f"{NAME}['ISSUERS'] has an entry for {settings.ISSUER!r}, which is our own ISSUER.",
            hint="If this service only verifies tokens of that issuer, remove ISSUER. Our own tokens need no entry.",
            id="signet.E076",
        )


@rule
def check_issuer_audience(settings: Settings) -> Iterator[CheckMessage]:
    """E077: an issuer whose tokens for other services would get in (RFC 8725 section 3.9)."""
    for place, entry in entries(settings):
        if not entry.audiences and not entry.required_claims:
            yield Error(
                f"{place} has no 'audience', so tokens that were issued for other services would get in.",
                hint="Set 'audience' to what the issuer writes in aud for this service. If it writes no aud, name a "
                "claim that says whom the token is for in 'required_claims'.",
                id="signet.E077",
            )
        elif "" in entry.audiences or any(not one for one in entry.required_claims.values()):
            yield Error(
                f"{place} has an empty 'audience' or an empty value in 'required_claims', which no token has.",
                hint="Was it read from an environment variable that isn't set?",
                id="signet.E077",
            )


@rule
def check_issuer_keys(settings: Settings) -> Iterator[CheckMessage]:
    """E078: keys that can't be fetched or kept, or that come from where anybody could have put them."""
    place, caches = settings.KEY_SET_CACHE, django_settings.CACHES
    if isinstance(place, str) and place not in caches:
        yield Error(
            f"{NAME}['KEY_SET_CACHE'] is {place!r}, but CACHES has only {', '.join(map(repr, caches))}.",
            hint="Give an alias of CACHES. For a folder, write a pathlib.Path.",
            id="signet.E078",
        )
    for issuer, entry in read_issuers(settings.ISSUERS).items():
        try:
            # Its audience and its feed are the matter of other rules.
            read_trusted({issuer: replace(entry, audience="any", feed_url=None)})
        except MisconfiguredError as error:
            is_plain_http = (entry.jwks_url or issuer).lower().startswith("http:")
            yield Error(str(error), hint=PLAIN_HTTP if is_plain_http else NAME_OF_ISSUER, id="signet.E078")


@rule
def check_issuer_feeds(settings: Settings) -> Iterator[CheckMessage]:
    """E086: a revocation feed that can't be fetched, or not safely."""
    for place, entry in entries(settings):
        if entry.feed_url is None or (problem := problem_of(entry.feed_url, entry.allow_http)) is None:
            continue
        could_allow = problem_of(entry.feed_url, allow_http=True) is None
        yield Error(f"{place}['feed_url'] {problem}.", hint=PLAIN_HTTP if could_allow else None, id="signet.E086")


@rule
def check_issuer_users(settings: Settings) -> Iterator[CheckMessage]:
    """E079: an issuer whose users can't be found as the entry says."""
    for place, entry in entries(settings):
        if "." not in entry.user and entry.user not in WAYS:
            close = difflib.get_close_matches(entry.user.lower(), WAYS, n=1)
            yield Error(
                f"{place}['user'] is {entry.user!r}, which is none of {', '.join(map(repr, WAYS))}.",
                hint=f"Did you mean {close[0]!r}?" if close else "Or give the dotted path of a function.",
                id="signet.E079",
            )
        for key, path in _paths(entry):
            if (problem := _problem_of(path)) is not None:
                yield Error(
                    f"{place}[{key!r}]: {path!r} {problem}.",
                    hint="Give the dotted path of a function that takes the claims, such as 'shop.people.user_of'.",
                    id="signet.E079",
                )
        if entry.user in ROWS and entry.user_field is None:
            yield Error(
                f"{place} has no 'user_field', but its 'user' is {entry.user!r}.",
                hint="Set it to the field of your user model that holds what the issuer calls a user.",
                id="signet.E079",
            )


def _paths(entry: IssuerSettings) -> Iterator[tuple[str, str]]:
    if "." in entry.user:
        yield "user", entry.user
    for name in ("user_defaults", "is_ended"):
        if (path := getattr(entry, name)) is not None:
            yield name, path


def _problem_of(path: str) -> str | None:
    try:
        found = import_string(path)
    except (ImportError, ValueError):
        return "can't be imported"
    if not callable(found):
        return "can't be called"
    return "is async" if iscoroutinefunction(found) else None


@rule
def check_issuer_subjects(settings: Settings) -> Iterator[CheckMessage]:
    """E080: an issuer by whose tokens one person could sign in as another."""
    with_rows = [(place, entry) for place, entry in entries(settings) if entry.user in ROWS and entry.user_field]
    for place, entry in entries(settings):
        if entry.subject_claim in CHANGING:
            yield Error(
                f"{place}['subject_claim'] is {entry.subject_claim!r}, which can change, or be another person's later.",
                hint="Use 'sub', or another claim that the issuer never changes nor gives to anybody else.",
                id="signet.E080",
            )
    for place, entry in with_rows if has_users() else ():
        for message, hint in _problems_of_field(str(entry.user_field)):
            yield Error(f"{place}['user_field']: {message}", hint=hint, id="signet.E080")
    for name in shared_fields(read_issuers(settings.ISSUERS)):
        yield Error(
            f"{NAME}['ISSUERS']: several entries have the 'user_field' {name!r}, so users of one issuer could be those "
            "of another.",
            hint="Give each issuer a field of its own, or a function as 'user' that looks for iss and sub.",
            id="signet.E080",
        )


def _problems_of_field(name: str) -> Iterator[tuple[str, str | None]]:
    """What is wrong with the field, and how to mend it."""
    model: Any = get_user_model()
    field = field_of(model, attribute_for(name))
    if field is None:
        yield f"{model.__name__} has no field {name!r}.", None
    elif isinstance(field, EmailField):
        yield (
            f"{name!r} holds an address, which says nothing about who sent the token.",
            "Add a field to your user model for what the issuer calls a user, with unique=True and null=True.",
        )
    elif not is_unique(model, field):
        yield (
            f"{name!r} is not unique, so a token could name two users.",
            "Give the field unique=True, and null=True for users of other issuers.",
        )


@rule
def check_own_key(settings: Settings) -> Iterator[CheckMessage]:
    """E081: views that issue tokens, or refresh them, where ISSUERS is set and no key of our own."""
    for view in [one for one in views_in_use() if getattr(one, "needs_users", False)][:1]:
        if verifies_only(settings):
            yield Error(
                f"{view.__name__} works with tokens of this service, but {NAME} has ISSUERS and no key of its own.",
                hint=f"Set {NAME}['SIGNING_KEY'] to a secret, or to SECRET_KEY if that signed your tokens until now. "
                "In a service that only verifies, remove the address of the view.",
                id="signet.E081",
            )


@rule
def warn_issuer_keys_without_effect(settings: Settings) -> Iterator[CheckMessage]:
    """W081: a key of an entry that has no effect beside the others."""
    for place, entry in entries(settings):
        for key, why in _without_effect(settings, entry):
            yield Warning(f"{place}[{key!r}] has no effect {why}.", hint="Remove it.", id="signet.W081")


def _without_effect(settings: Settings, entry: IssuerSettings) -> Iterator[tuple[str, str]]:
    if entry.user_field is not None and entry.user not in ROWS:
        yield "user_field", f"where 'user' is {entry.user!r}"
    if entry.user_defaults is not None and entry.user != "get_or_create":
        yield "user_defaults", f"where 'user' is {entry.user!r}"
    if settings.TENANT is None and entry.tenant_claim != IssuerSettings().tenant_claim:
        yield "tenant_claim", "without TENANT"
    asks = any(getattr(one, "needs_users", False) for one in authentication_in_use())
    if entry.user != "stateless" and are_all_rest_frameworks() and not asks:
        yield "user", "where every view authenticates without a database of users"


@rule
def warn_names_that_people_choose(settings: Settings) -> Iterator[CheckMessage]:
    """W082: users of an issuer who are found by a name, which somebody else may have chosen before."""
    name = get_user_model().USERNAME_FIELD if has_users() else None
    for place, entry in entries(settings):
        if name is not None and entry.user in ROWS and entry.user_field == name:
            yield Warning(
                f"{place}['user_field'] is {name!r}: anyone who can choose a name can get the account of another user.",
                hint="Use a field of its own, unless nobody signs up here and nobody changes that name.",
                id="signet.W082",
            )


@rule
def warn_own_get_user(settings: Settings) -> Iterator[CheckMessage]:
    """W085: a class that reads the user of another issuer's token as if the token were ours."""
    ours = [one for one in dict.fromkeys(authentication_in_use()) if hasattr(one, "needs_users")]
    for one in ours if settings.ISSUERS else ():
        code = getattr(unwrap(one.get_user), "__code__", None)  # type: ignore[attr-defined]
        if code is not None and KNOWING.isdisjoint(code.co_names):
            yield Warning(
                f"{one.__name__}.get_user() doesn't ask who issued a token, so with a token of another issuer, it can "
                "return one of your users.",
                hint="Begin it with: if validated_token.issuer is not None: return super().get_user(validated_token).",
                id="signet.W085",
            )


@rule
def warn_volatile_cache(settings: Settings) -> Iterator[CheckMessage]:
    """W080: key sets that end with the process, so that a restart needs the issuer."""
    place = settings.KEY_SET_CACHE
    caches: Mapping[str, Any] = django_settings.CACHES
    is_known = bool(settings.ISSUERS) and isinstance(place, str) and place in caches
    if is_known and caches[str(place)]["BACKEND"] in VOLATILE:
        yield Warning(
            f"The cache {place!r} ends with the process, so after a restart, Signet verifies no token until the "
            "issuer answers.",
            hint=f"Set {NAME}['KEY_SET_CACHE'] to another cache, or to the pathlib.Path of a folder. To live with "
            "that, set it to None.",
            id="signet.W080",
        )


ERRORS: Final[Sequence[Check]] = (
    check_own_issuer,
    check_issuer_audience,
    check_issuer_keys,
    check_issuer_feeds,
    check_issuer_users,
    check_issuer_subjects,
    check_own_key,
    warn_issuer_keys_without_effect,
    warn_names_that_people_choose,
    warn_own_get_user,
)
OF_DEPLOYMENT: Final[Sequence[Check]] = (warn_volatile_cache,)
