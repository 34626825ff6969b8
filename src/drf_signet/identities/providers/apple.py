"""Sign in with Apple: the client secret is a token that we make, and names come beside what is signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from signet_tokens import jws
from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.keys import SigningKey
from signet_tokens.strict_json import load_object

ALGORITHM: Final = "ES256"
LIFETIME: Final = 300
"""Seconds. Apple takes up to six months; one is made for each exchange, so none has to live longer."""

LONGEST_USER: Final = 4_096
"""Characters of the JSON that has the names."""

LONGEST_NAME: Final = 150

MEMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "given_name": ("firstName", "givenName"),
    "family_name": ("lastName", "familyName"),
}
"""What Apple calls the two claims: to web pages, and in its libraries for apps."""


def client_key(private_key: str) -> SigningKey:
    """The key in *private_key*, the content of a file ``AuthKey_….p8``. Raises `KeyLoadError`."""
    key = SigningKey.load(private_key.strip(), ALGORITHM)
    if not key.can_sign:
        raise KeyLoadError("It is a public key.")
    return key


def client_secret(key: SigningKey, *, key_id: str, team_id: str, client_id: str, issuer: str, now: datetime) -> str:
    """What proves to *issuer* that we are *client_id* of *team_id*. Raises `SignerUnavailableError`."""
    issued_at = int(now.timestamp())
    claims = {"iss": team_id, "iat": issued_at, "exp": issued_at + LIFETIME, "aud": issuer, "sub": client_id}
    return jws.sign_as(json.dumps(claims).encode(), key, key_id)


def names_in(user: object) -> dict[str, str]:
    """
    The names in *user*, as claims (OpenID Connect Core section 5.1); none where it has none, or isn't what Apple sends.

    Apple sends it once, as JSON, to the browser or the app. Nobody signed it, so nothing else of it is read.
    """
    said = _object(user).get("name")
    if not isinstance(said, Mapping):
        return {}
    found = {claim: said.get(ours, said.get(theirs)) for claim, (ours, theirs) in MEMBERS.items()}
    return {claim: text for claim, text in found.items() if isinstance(text, str) and _is_name(text)}


def user_with(names: Mapping[str, str]) -> str:
    """What `names_in` finds *names* in; "" for none."""
    said = {MEMBERS[claim][0]: text for claim, text in names.items()}
    return json.dumps({"name": said}, separators=(",", ":")) if said else ""


def _object(user: object) -> Mapping[str, object]:
    if isinstance(user, str) and len(user) <= LONGEST_USER:
        try:
            return load_object(user.encode())
        except (TokenError, UnicodeEncodeError):
            return {}
    return user if isinstance(user, Mapping) else {}


def _is_name(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return 0 < len(text) <= LONGEST_NAME
