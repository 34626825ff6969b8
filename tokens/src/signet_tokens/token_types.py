"""
What kind of token another issuer made, as far as its claims say: a refresh token or an ID token is no access token.

RFC 8725 section 3.12 wants kinds that no rule confuses. Neither Django nor REST framework is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from signet_tokens import claim_reasons as because
from signet_tokens.errors import WrongTokenTypeError

ACCESS: Final = "access"
ID: Final = "id"

TYPE_CLAIMS: Final = ("token_type", "token_use", "typ")
"""Where Signet and Simple JWT, Cognito, and Keycloak name the type of a token."""

OTHER_NAMES: Final[Mapping[str, str]] = {"bearer": ACCESS, "at+jwt": ACCESS}
"""Of types: Keycloak names an access token by how it is used."""

OF_ID_TOKENS: Final = ("nonce", "at_hash", "c_hash", "s_hash")
"""Claims that only ID tokens have (OpenID Connect Core sections 2 and 3.3.2.11)."""

OF_EVENTS: Final = "events"
"""What a logout token or another event has (RFC 8417 section 2.2)."""


def check_type(claims: Mapping[str, object], accepted: Collection[str]) -> None:
    """
    Raise `WrongTokenTypeError` where *claims* are those of a token of another type than the *accepted* ones.

    A token that doesn't say its type is accepted, unless it has what only ID tokens or events have.
    """
    for claim in TYPE_CLAIMS:
        if claim in claims and _type_in(claims[claim]) not in accepted:
            raise WrongTokenTypeError(reason=because.wrong_type(claim, claims[claim], sorted(accepted)))
    if OF_EVENTS in claims:
        raise WrongTokenTypeError(reason=because.no_access_token(OF_EVENTS))
    for claim in OF_ID_TOKENS if ID not in accepted else ():
        if claim in claims:
            raise WrongTokenTypeError(reason=because.no_access_token(claim))


def _type_in(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    name = value.lower()
    return OTHER_NAMES.get(name, name)
