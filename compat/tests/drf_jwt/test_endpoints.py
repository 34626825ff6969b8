"""Behaviour of the endpoints that no recorded request shows: key pairs, PyJWT's errors, throttles, https."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from typing import Any, Final

import jwt
import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from joserfc.util import urlsafe_b64encode
from rest_framework.serializers import PrimaryKeyRelatedField
from rest_framework.test import APIClient

from compat.tests.drf_jwt import keys
from drf_signet_compat.drf_jwt import utils as old_utils
from drf_signet_compat.drf_jwt.test import APIJWTClient
from drf_signet_compat.drf_jwt.v1_19 import serializers as fork_serializers
from drf_signet_compat.drf_jwt.v1_19 import utils as fork_utils
from tests.conftest import PASSWORD

pytestmark = pytest.mark.urls("compat.tests.drf_jwt.urls")

DIALECTS: Final = {"/": ("JWT", 200), "/fork/": ("Bearer", 201)}
HANDLERS: Final = "compat.tests.drf_jwt.handlers"
PAIRS: Final[dict[str, dict[str, Any]]] = {
    "PEM": {"JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": keys.RSA, "JWT_PUBLIC_KEY": keys.RSA_PUBLIC},
    "bytes": {
        "JWT_ALGORITHM": "ES256",
        "JWT_PRIVATE_KEY": keys.EC.encode(),
        "JWT_PUBLIC_KEY": keys.EC_PUBLIC.encode(),
    },
    "objects": {
        "JWT_ALGORITHM": "RS512",
        "JWT_PRIVATE_KEY": keys.RSA_OBJECT,
        "JWT_PUBLIC_KEY": keys.RSA_PUBLIC_OBJECT,
    },
}


def sign_in(api: APIClient, prefix: str = "/", password: str = PASSWORD, **more: Any) -> Any:
    """The answer to credentials."""
    return api.post(f"{prefix}auth/", {"username": "ada", "password": password}, **more)


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize("form", PAIRS)
def test_pairs_of_keys(prefix: str, form: str, user: User, api: APIClient) -> None:
    """In each of their forms, one key signs, and only the other verifies."""
    word, status = DIALECTS[prefix]
    with override_settings(JWT_AUTH=PAIRS[form]):
        token = sign_in(api, prefix).json()["token"]
        assert api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}).status_code == 200
        assert api.post(f"{prefix}verify/", {"token": token}).status_code == status
    public = {**PAIRS[form], "JWT_ALGORITHM": "RS256", "JWT_PUBLIC_KEY": keys.OTHER_RSA_PUBLIC}
    with override_settings(JWT_AUTH=public):
        assert api.post(f"{prefix}verify/", {"token": token}).status_code == 400


@pytest.mark.parametrize("prefix", DIALECTS)
def test_public_key_is_no_secret(prefix: str, user: User, api: APIClient) -> None:
    """A token signed by HMAC with the public key is refused (RFC 8725 section 2.1)."""
    import hashlib
    import hmac

    claims = f'{{"username":"ada","exp":{int(time.time()) + 60}}}'.encode()
    head = urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}') + b"." + urlsafe_b64encode(claims)
    signature = urlsafe_b64encode(hmac.new(keys.RSA_PUBLIC.encode(), head, hashlib.sha256).digest())
    with override_settings(JWT_AUTH=PAIRS["PEM"]):
        assert api.post(f"{prefix}verify/", {"token": (head + b"." + signature).decode()}).status_code == 400


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize(
    "jwt_auth",
    [
        {"JWT_ALGORITHM": "RS256", "JWT_PUBLIC_KEY": keys.RSA_PUBLIC, "JWT_SECRET_KEY": None},
        {"JWT_GET_USER_SECRET_KEY": f"{HANDLERS}.no_secret"},
        {"JWT_PAYLOAD_HANDLER": f"{HANDLERS}.huge"},
    ],
)
def test_a_token_that_cannot_be_written(prefix: str, jwt_auth: dict[str, Any], user: User, api: APIClient) -> None:
    """The answer says that no token can be written."""
    with override_settings(JWT_AUTH=jwt_auth):
        answer = sign_in(api, prefix)
    assert answer.status_code == 501


@pytest.mark.parametrize(
    ("prefix", "claims", "text"),
    [
        ("/", {"exp": 1}, "Signature has expired."),
        ("/", {"nbf": 9_999_999_999}, "Incorrect authentication credentials."),
        ("/", None, "Error decoding signature."),
        ("/fork/", {"exp": 1}, "Token has expired."),
        ("/fork/", {"nbf": 9_999_999_999}, "Invalid token."),
        ("/fork/", None, "Error decoding token."),
    ],
)
def test_errors_of_pyjwt(prefix: str, claims: Any, text: str, user: User, api: APIClient) -> None:
    """A PyJWT error that the project's own handler raises gets the same answer as before."""
    token = "x.y.z" if claims is None else jwt.encode({"username": "ada", **claims}, keys.SECRET, "HS256")
    with override_settings(JWT_AUTH={"JWT_DECODE_HANDLER": f"{HANDLERS}.decode"}):
        request = api.get(f"{prefix}me/", headers={"authorization": f"{DIALECTS[prefix][0]} {token}"})
        body = api.post(f"{prefix}verify/", {"token": token})
    assert (request.status_code, request.json()["detail"]) == (401, text)
    assert body.status_code == 400


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ({"alg": "XX"}, "Invalid token."),
        ({"alg": "none"}, "Invalid token."),
        ({"alg": ["HS256"]}, "Invalid token."),
        ({}, "Invalid token."),
        ({"alg": "HS256", "kid": 7}, "Invalid token."),
        ({"alg": "HS256"}, "Error decoding token."),
        ([], "Error decoding token."),
    ],
)
@pytest.mark.parametrize("encode", [urlsafe_b64encode, b64encode])
def test_algorithm_comes_first(header: Any, text: str, encode: Any, user: User, api: APIClient) -> None:
    """The fork refuses a token's algorithm before it looks at anything else, in either alphabet of base64."""
    token = f"{encode(json.dumps(header).encode()).decode()}.."
    if encode is b64encode and "kid" in header:
        text = "Error decoding token."
    request = api.get("/fork/me/", headers={"authorization": f"Bearer {token}"})
    body = api.post("/fork/verify/", {"token": token})
    assert (request.status_code, request.json()["detail"]) == (401, text)
    assert (body.status_code, body.json()["non_field_errors"]) == (400, [text])


def test_a_subclass_decides_who_can_be_impersonated(user: User) -> None:
    """The serializer uses the field that the subclass declares."""

    class OnlyStaff(fork_serializers.ImpersonateAuthTokenSerializer):
        user = PrimaryKeyRelatedField(queryset=User.objects.filter(is_staff=True))

    assert fork_serializers.ImpersonateAuthTokenSerializer(data={"user": user.pk}).is_valid()
    assert list(OnlyStaff(data={"user": user.pk}).get_fields()) == ["user"]
    refused = OnlyStaff(data={"user": user.pk})
    assert not refused.is_valid()
    assert refused.errors["user"][0].code == "does_not_exist"


@pytest.mark.parametrize("prefix", DIALECTS)
def test_handlers_with_pyjwt(prefix: str, user: User, api: APIClient) -> None:
    """Tokens that PyJWT writes and reads are tokens."""
    handlers = {"JWT_ENCODE_HANDLER": f"{HANDLERS}.encode", "JWT_DECODE_HANDLER": f"{HANDLERS}.decode"}
    with override_settings(JWT_AUTH=handlers):
        token = sign_in(api, prefix).json()["token"]
        assert api.post(f"{prefix}verify/", {"token": token}).status_code == DIALECTS[prefix][1]


@pytest.mark.parametrize("prefix", DIALECTS)
def test_mistake_of_a_handler_is_seen(prefix: str, user: User) -> None:
    """The error is raised, not mistaken for a bad token."""
    with override_settings(JWT_AUTH={"JWT_DECODE_HANDLER": f"{HANDLERS}.broken"}), pytest.raises(ZeroDivisionError):
        APIClient().post(f"{prefix}verify/", {"token": "x"})


@pytest.mark.parametrize("prefix", DIALECTS)
def test_guessing_is_throttled(prefix: str, user: User, api: APIClient) -> None:
    """After too many wrong passwords, the right one has to wait as well."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_account_ip": "3/h"}}):
        assert [sign_in(api, prefix, "wrong").status_code for _ in range(3)] == [400] * 3
        answer = sign_in(api, prefix)
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")


@pytest.mark.parametrize(("prefix", "is_secure", "has_secure"), [("/", True, True), ("/", False, False)])
def test_cookie_is_for_https_where_it_was_set_over_it(
    prefix: str, is_secure: bool, has_secure: bool, user: User, api: APIClient
) -> None:
    """The cookie is Secure on https alone: the 1.x dialect has no setting for it."""
    with override_settings(JWT_AUTH={"JWT_AUTH_COOKIE": "jwt"}):
        cookie = sign_in(api, prefix, secure=is_secure).cookies["jwt"]
    assert bool(cookie["secure"]) is has_secure
    assert cookie["httponly"]


@pytest.mark.parametrize("prefix", DIALECTS)
def test_cookie_of_a_client_for_tests(prefix: str, user: User) -> None:
    """The cookie authenticates an unsafe request if the client names a page, as the guide says."""
    with override_settings(JWT_AUTH={"JWT_AUTH_COOKIE": "jwt"}):
        for headers, status in ({"origin": "http://testserver"}, 405), ({}, 403):
            client = APIClient(headers=headers)
            sign_in(client, prefix)
            client.cookies["jwt"]["secure"] = ""
            assert client.post(f"{prefix}me/").status_code == status


@pytest.mark.parametrize("prefix", DIALECTS)
def test_nothing_is_cached(prefix: str, user: User, api: APIClient) -> None:
    """Neither a token nor a refusal stays in any cache."""
    for password in (PASSWORD, "wrong"):
        assert sign_in(api, prefix, password)["Cache-Control"] == "no-store"


def test_client_for_tests(user: User) -> None:
    """`APIJWTClient` signs in, and says whether it could."""
    client = APIJWTClient()
    assert not client.login(username="ada", password="wrong")
    assert client.get("/me/").status_code == 401
    assert client.login(username="ada", password=PASSWORD)
    assert client.get("/me/").json() == {"username": "ada"}


def test_profile_is_a_number(user: User) -> None:
    """The claim holds the key of the user's profile, not a list with the key."""
    user.profile = User(pk=42)  # type: ignore[attr-defined]
    assert fork_utils.jwt_create_payload(user)["user_profile_id"] == 42
    user.profile = None  # type: ignore[attr-defined]
    assert fork_utils.jwt_create_payload(user)["user_profile_id"] is None


@pytest.mark.parametrize("utils", [old_utils.jwt_encode_handler, fork_utils.jwt_encode_payload])
def test_times_may_be_datetimes(utils: Any) -> None:
    """As in the payload handlers of old projects: ``datetime.utcnow() + …``."""
    from datetime import UTC, datetime, timedelta

    naive, aware = datetime(2040, 1, 1), datetime(2040, 1, 1, 2, tzinfo=UTC) - timedelta(hours=2)  # noqa: DTZ001
    for one in (naive, aware):
        token = utils({"username": "ada", "exp": one})
        assert jwt.decode(token, options={"verify_signature": False})["exp"] == 2_208_988_800
