"""What a provider says of somebody, as it fits into our tables. Nothing of it is shown or kept unchecked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from drf_signet.accounts.input_rules import refuse_hidden, refuse_odd_address
from drf_signet.accounts.models import ADDRESS_LENGTH
from drf_signet.errors import IdTokenRefusedError
from drf_signet.identities.models import SUBJECT_LENGTH
from drf_signet.identities.providers.provided_identity import ProvidedIdentity

LONGEST_NAME: Final = 150


def checked(identity: ProvidedIdentity) -> ProvidedIdentity:
    """
    *identity*, with an address that a user may have, or with none.

    Raises `IdTokenRefusedError` for a subject or an issuer that is empty, longer than the 255 characters of OpenID
    Connect Core section 2, or that can't be printed.
    """
    for text in (identity.issuer, identity.subject):
        if not 0 < len(text) <= SUBJECT_LENGTH or not text.isprintable():
            raise IdTokenRefusedError
    if is_address(identity.email):
        return replace(identity, email=identity.email.lower())
    return replace(identity, email="", is_email_verified=False, is_entitled=False)


def is_address(text: str) -> bool:
    """Whether *text* is an e-mail address that a sign-up would take."""
    try:
        EmailValidator()(text)
        refuse_odd_address(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_LENGTH


def name_in(identity: ProvidedIdentity, claim: str) -> str:
    """The name that *claim* has, on one line; empty where it has none that may be shown."""
    value = identity.claims.get(claim)
    text = " ".join(value.split()) if isinstance(value, str) and len(value) <= LONGEST_NAME else ""
    try:
        refuse_hidden(text)
    except ValidationError:
        return ""
    return text
