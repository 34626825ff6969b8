"""The handlers that ``JWT_AUTH`` names by default, under the module name that projects have written down."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from drf_signet_compat.drf_jwt.errors import NotAcceptedError, also_pyjwts
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.keys import Keys, NamedKeys
from drf_signet_compat.drf_jwt.tokens import decode, encode, read_claims, read_header
from drf_signet_compat.drf_jwt.users import user_named
from drf_signet_compat.drf_jwt.v1_19.claims import NewerClaimsPolicy
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings
from drf_signet_compat.drf_jwt.v1_19.verification import check_payload, check_user
from signet_tokens.keys import is_symmetric

__all__ = [
    "check_payload",
    "check_user",
    "get_username_field",
    "jwt_create_payload",
    "jwt_create_response_payload",
    "jwt_decode_token",
    "jwt_encode_payload",
    "jwt_get_secret_key",
    "jwt_get_username_from_payload_handler",
    "unix_epoch",
]


def unix_epoch(datetime_object: datetime | None = None) -> int:
    """Seconds since 1970 of *datetime_object*, or of now. One without a time zone is in UTC."""
    return timegm((datetime_object or datetime.now(UTC)).utctimetuple())


def get_username_field() -> str:
    """The name of the field that identifies a user."""
    return get_user_model().USERNAME_FIELD


def jwt_get_secret_key(payload: Mapping[str, Any] | None = None) -> Keys | None:
    """
    The secret that signs *payload*, or several: its user's, if there is one, or everybody's.

    Raises `UserNotFoundError`.
    """
    if api_settings.JWT_GET_USER_SECRET_KEY is None:
        return api_settings.JWT_SECRET_KEY
    secret = api_settings.JWT_GET_USER_SECRET_KEY(
        user_named(api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(payload or {}))
    )
    if not secret:
        # Written out, None would be "None", which anybody can sign with.
        return None
    if isinstance(secret, bytearray | memoryview):
        return bytes(secret)
    return secret if isinstance(secret, bytes | Mapping | list | tuple) else str(secret)


def jwt_create_payload(user: AbstractBaseUser) -> dict[str, Any]:
    """What a token says: the user's name and key, since when, and until when."""
    now = datetime.now(UTC)
    payload: dict[str, Any] = {
        "username": user.get_username(),
        "iat": unix_epoch(now),
        "exp": unix_epoch(now + api_settings.JWT_EXPIRATION_DELTA),
    }
    if api_settings.JWT_TOKEN_ID != "off":
        payload["jti"] = str(uuid4())
    if api_settings.JWT_PAYLOAD_INCLUDE_USER_ID:
        payload["user_id"] = user.pk
    if hasattr(user, "profile"):
        payload["user_profile_id"] = user.profile.pk if user.profile else None
    if api_settings.JWT_ALLOW_REFRESH:
        payload["orig_iat"] = payload["iat"]
    if api_settings.JWT_AUDIENCE is not None:
        payload["aud"] = api_settings.JWT_AUDIENCE
    if api_settings.JWT_ISSUER is not None:
        payload["iss"] = api_settings.JWT_ISSUER
    return payload


def jwt_get_username_from_payload_handler(payload: Mapping[str, Any]) -> Any:
    """The name of the user, as the token has it."""
    return payload.get("username")


def jwt_encode_payload(payload: Mapping[str, Any]) -> str:
    """The token of *payload*. Raises `NoSigningKeyError`, `KeyLoadError` or `TokenTooLargeError`."""
    algorithm = _algorithms()[0]
    key = jwt_get_secret_key(payload) if is_symmetric(algorithm) else api_settings.JWT_PRIVATE_KEY
    return encode(payload, key, algorithm)


@also_pyjwts()
def jwt_decode_token(token: str | bytes) -> dict[str, Any]:
    """
    What *token* says, if it is genuine, in time and for us.

    Raises `ExpiredTokenError`, `NotAcceptedError`, `TokenError`, or `UserNotFoundError` for a user without a secret:
    PyJWT's classes catch them as well.
    """
    header = read_header(token)
    if header.algorithm not in _algorithms():
        raise NotAcceptedError(known_as="InvalidAlgorithmError")
    claims = read_claims(token)
    policy = NewerClaimsPolicy.described_by(api_settings)
    now = datetime.now(UTC).timestamp()
    if not api_settings.JWT_VERIFY:
        policy.check_time({one: claims[one] for one in ("exp",) if one in claims}, now)
        return claims
    keys = jwt_get_secret_key(claims) if is_symmetric(header.algorithm) else api_settings.JWT_PUBLIC_KEY
    ring = NamedKeys(keys, header.algorithm, insist_on_name=api_settings.JWT_INSIST_ON_KID)
    return decode(token, ring, policy, now)


def jwt_create_response_payload(
    token: str,
    user: AbstractBaseUser | None = None,
    request: HttpRequest | None = None,
    issued_at: int | None = None,
) -> dict[str, Any]:
    """The body of an answer: the token, and when it was issued. Write your own to say more, such as who signed in."""
    return {"pk": issued_at, "token": token}


def _algorithms() -> tuple[str, ...]:
    algorithm = api_settings.JWT_ALGORITHM
    return (algorithm,) if isinstance(algorithm, str) else algorithm


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
