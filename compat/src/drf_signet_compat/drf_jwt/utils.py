"""The handlers that ``JWT_AUTH`` names by default, under the module name that projects have written down."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from drf_signet_compat.drf_jwt.claims import OldClaimsPolicy
from drf_signet_compat.drf_jwt.compat import get_username, get_username_field
from drf_signet_compat.drf_jwt.errors import also_pyjwts
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.keys import Key, NamedKeys
from drf_signet_compat.drf_jwt.settings import api_settings
from drf_signet_compat.drf_jwt.tokens import decode, encode, read_unverified
from drf_signet_compat.drf_jwt.users import user_with_key


def jwt_get_secret_key(payload: Mapping[str, Any] | None = None) -> Key | None:
    """The secret that signs *payload*: its user's, if there is one, or everybody's. Raises `UserNotFoundError`."""
    if api_settings.JWT_GET_USER_SECRET_KEY is None:
        return api_settings.JWT_SECRET_KEY
    identifier = api_settings.JWT_PAYLOAD_GET_USER_ID_HANDLER(payload or {})
    secret = api_settings.JWT_GET_USER_SECRET_KEY(user_with_key(identifier))
    # Written out, None and no bytes would be "None" and "b''", which anybody can sign with, and a view, its address.
    readable = bytes(secret) if isinstance(secret, bytearray | memoryview) else secret
    return str(readable) if readable else None


def jwt_payload_handler(user: AbstractBaseUser) -> dict[str, Any]:
    """What a token says: the user's key, name and e-mail address, until when, and since when."""
    now = datetime.now(UTC)
    username = get_username(user)
    payload: dict[str, Any] = {
        "user_id": str(user.pk) if isinstance(user.pk, UUID) else user.pk,
        "username": username,
        "exp": timegm((now + api_settings.JWT_EXPIRATION_DELTA).utctimetuple()),
    }
    if hasattr(user, "email"):
        payload["email"] = user.email
    payload[get_username_field()] = username
    if api_settings.JWT_ALLOW_REFRESH:
        payload["orig_iat"] = timegm(now.utctimetuple())
    if api_settings.JWT_AUDIENCE is not None:
        payload["aud"] = api_settings.JWT_AUDIENCE
    if api_settings.JWT_ISSUER is not None:
        payload["iss"] = api_settings.JWT_ISSUER
    return payload


def jwt_get_user_id_from_payload_handler(payload: Mapping[str, Any]) -> Any:
    """The primary key of the user, as the token has it."""
    return payload.get("user_id")


def jwt_get_username_from_payload_handler(payload: Mapping[str, Any]) -> Any:
    """The name of the user, as the token has it."""
    return payload.get("username")


def jwt_encode_handler(payload: Mapping[str, Any]) -> str:
    """The token of *payload*. Raises `NoSigningKeyError`, `KeyLoadError` or `TokenTooLargeError`."""
    key = api_settings.JWT_PRIVATE_KEY or jwt_get_secret_key(payload)
    return encode(payload, key, api_settings.JWT_ALGORITHM)


@also_pyjwts()
def jwt_decode_handler(token: str | bytes) -> dict[str, Any]:
    """
    What *token* says, if it is genuine, in time and for us.

    Raises `ExpiredTokenError`, `NotAcceptedError` or `TokenError`, which PyJWT's classes catch as well.
    """
    claims = read_unverified(token).claims
    if not api_settings.JWT_VERIFY:
        return claims
    key = api_settings.JWT_PUBLIC_KEY or jwt_get_secret_key(claims)
    policy = OldClaimsPolicy.described_by(api_settings)
    return decode(token, NamedKeys(key, api_settings.JWT_ALGORITHM), policy, datetime.now(UTC).timestamp())


def jwt_response_payload_handler(
    token: str, user: AbstractBaseUser | None = None, request: HttpRequest | None = None
) -> dict[str, Any]:
    """The body of an answer: the token alone. Write your own to say more, such as who signed in."""
    return {"token": token}


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
