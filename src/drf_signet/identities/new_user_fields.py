"""The fields of a user whom a provider introduces: by PROVIDER_USER_FIELDS, or those that most user models have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib.auth import get_user_model
from django.db.models import CharField, TextField

from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.user_fields import column, identifying_fields, name_fields, unique_fields
from drf_signet.conf import get_settings, imported
from drf_signet.identities.provided_text import name_in
from drf_signet.identities.providers.provided_identity import ProvidedIdentity

CLAIM_OF: Final[Mapping[str, str]] = {
    "first_name": "given_name",
    "last_name": "family_name",
    "given_name": "given_name",
    "family_name": "family_name",
}
"""The claim (OpenID Connect Core section 5.1) that a field with a part of the name is filled from."""

WHOLE_NAME: Final = frozenset({"name", "full_name", "fullname", "display_name"})
"""Fields that hold the whole name."""


def fields_of(identity: ProvidedIdentity) -> dict[str, object]:
    """What the new user has: the address, and the names, as far as the user model has room for them."""
    path = get_settings().PROVIDER_USER_FIELDS
    own: Mapping[str, object] = imported(path)(identity) if path else _names(identity)
    return {**own, email_field(): identity.email}


def wish_of(identity: ProvidedIdentity) -> str:
    """What the user would like to be called by others, where there are usernames; empty if that isn't known."""
    wishes = (name_in(identity, claim) for claim in ("preferred_username", "nickname", "login"))
    # One with an @ looks like an address, which may be somebody else's.
    return next((one for one in wishes if one and "@" not in one), "")


def _names(identity: ProvidedIdentity) -> dict[str, object]:
    model = get_user_model()
    # What is unique isn't theirs for the asking: the provider doesn't know our names.
    kept = {model.USERNAME_FIELD, email_field(), *unique_fields()}
    wanted = dict.fromkeys((*identifying_fields(), *name_fields()))
    found = {name: _fitting(name, _name(name, identity)) for name in wanted if name not in kept}
    return {name: text for name, text in found.items() if text}


def _name(field: str, identity: ProvidedIdentity) -> str:
    if field in WHOLE_NAME:
        parts = (name_in(identity, "given_name"), name_in(identity, "family_name"))
        return name_in(identity, "name") or " ".join(filter(None, parts)) or identity.email.partition("@")[0]
    return name_in(identity, CLAIM_OF.get(field, field))


def _fitting(field: str, text: str) -> str:
    kind = column(field)
    if not isinstance(kind, CharField | TextField):
        return ""
    return text[: kind.max_length].strip() if kind.max_length else text
