"""
What the tables of other packages say of accounts at other sites: django-allauth's, and those of python-social-auth.

A row becomes an identity where it has the very ``sub`` that the provider's answers have. Some rows have something else,
such as an address, which may be another person's by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import router

from drf_signet.identities.models import SUBJECT_LENGTH
from drf_signet.identities.providers.provider import Provider

ALLAUTH: Final = "allauth"
SOCIAL_AUTH: Final = "social-auth"

PRESETS: Final[Mapping[str, str]] = {
    "google": "google",
    "google-oauth2": "google",
    "google-openidconnect": "google",
    "microsoft": "microsoft",
    "azuread-oauth2": "microsoft",
    "azuread-tenant-oauth2": "microsoft",
    "azuread-v2-tenant-oauth2": "microsoft",
    "apple": "apple",
    "apple-id": "apple",
    "github": "github",
    "gitlab": "gitlab",
}
"""What they call a product, and how we do."""

NO_ENTRY: Final = "no entry in PROVIDERS"
NO_SUBJECT: Final = "the row has no sub"
AN_ADDRESS: Final = "the row has an address in the place of a sub"
ANOTHER_ISSUER: Final = "the row is of another issuer than the entry in PROVIDERS"
MICROSOFT: Final = "the row has the id of Microsoft Graph, which no ID token has as its sub"


class FormerAccount(NamedTuple):
    """A row of theirs."""

    user_id: Any
    provider: str
    """As they call it."""

    uid: str
    email: str
    issuer: str
    """Where the row says it; "" otherwise."""

    created_at: datetime | None


class Found(NamedTuple):
    """The identity in a row."""

    provider: str
    """The id of the entry in PROVIDERS."""

    issuer: str
    subject: str


def rows_of_allauth() -> Iterator[FormerAccount]:
    """The rows of ``SocialAccount``. Raises Django's `LookupError` where there is no such model."""
    for row in _rows("socialaccount", "SocialAccount"):
        said = row.extra_data if isinstance(row.extra_data, Mapping) else {}
        # Of OpenID Connect, newer versions keep both documents apart.
        parts = [part for part in (said, said.get("userinfo"), said.get("id_token")) if isinstance(part, Mapping)]
        # A project may have chosen another member for the uid.
        uid, email, issuer = _first(parts, "sub") or row.uid, _first(parts, "email"), _first(parts, "iss")
        yield FormerAccount(row.user_id, row.provider, uid, email, issuer, row.date_joined)


def rows_of_social_auth() -> Iterator[FormerAccount]:
    """The rows of ``UserSocialAuth``. Raises Django's `LookupError` where there is no such model."""
    for row in _rows("social_django", "UserSocialAuth"):
        said = [row.extra_data] if isinstance(row.extra_data, Mapping) else []
        yield FormerAccount(
            row.user_id,
            row.provider,
            row.uid,
            _first(said, "email"),
            _first(said, "iss"),
            getattr(row, "created", None),
        )


SOURCES: Final[Mapping[str, Callable[[], Iterator[FormerAccount]]]] = {
    ALLAUTH: rows_of_allauth,
    SOCIAL_AUTH: rows_of_social_auth,
}


def found_in(row: FormerAccount, providers: Mapping[str, Provider]) -> Found | str:
    """The identity in *row*, by the entries *providers* of PROVIDERS; or why there is none."""
    provider = _entry_for(row.provider, providers)
    if provider is None:
        return NO_ENTRY
    if provider.preset.kind == "microsoft":
        return MICROSOFT
    if "@" in row.uid and provider.preset.name:
        return AN_ADDRESS
    if not row.uid or len(row.uid) > SUBJECT_LENGTH:
        return NO_SUBJECT
    if row.issuer and row.issuer not in (provider.host, *provider.preset.other_issuers):
        return ANOTHER_ISSUER
    return Found(provider.id, provider.host, row.uid)


def _entry_for(name: str, providers: Mapping[str, Provider]) -> Provider | None:
    if name in providers:
        return providers[name]
    preset = PRESETS.get(name)
    if preset is None:
        return None
    return next((one for one in providers.values() if (one.settings.preset or one.id) == preset), None)


def _rows(label: str, name: str) -> Iterator[Any]:
    model: Any = apps.get_model(label, name)
    # Where they are written: a replica may be behind.
    rows: Iterator[Any] = model._base_manager.using(router.db_for_write(model)).order_by("pk").iterator()
    return rows


def _first(parts: list[Mapping[str, Any]], name: str) -> str:
    return next((part[name] for part in parts if isinstance(part.get(name), str)), "")
