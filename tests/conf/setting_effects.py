"""What can be seen of each setting from outside: one `Effect` per field of `Settings`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from unittest.mock import patch

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.cache import cache
from joserfc.util import urlsafe_b64decode
from rest_framework.test import APIClient

from drf_signet.conf import get_settings
from drf_signet.errors import KeyLoadError, NoSigningKeyError, SignetError
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.key_set_cache import CacheKeeper
from drf_signet.keyring.key_encryption import KeyEncryption
from drf_signet.keys_in_force import get_ring
from drf_signet.models import TokenUser
from drf_signet.refresh import refresh_pair
from drf_signet.ring_operation import waits
from drf_signet.service_clients import client_named
from drf_signet.tenant import current_tenant
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken
from signet_tokens import jws
from signet_tokens.claims import read_time
from signet_tokens.keys import SigningKey
from tests.conf.browser_setting_effects import BROWSER_EFFECTS
from tests.conf.effect import NOW, Effect, See, Signet
from tests.conf.session_setting_effects import SESSION_EFFECTS
from tests.conftest import PASSWORD
from tests.issuers.realm import AUDIENCE, NORTH, publishing, show
from tests.stand_ins.key_pairs import SECRET, private_jwk, private_pem, public_pem, rsa

REFUSED: Final = "token_invalid"


class Named(TokenUser):
    """A user class of the project's own."""


def nobody(user: AbstractBaseUser) -> bool:
    """A rule that lets nobody in."""
    return False


def north() -> str:
    """The name of a tenant."""
    return "north"


def claims_of(raw: str) -> dict[str, Any]:
    """The payload of a token, unverified."""
    return dict(json.loads(urlsafe_b64decode(raw.split(".")[1].encode())))


def header_of(raw: str) -> dict[str, Any]:
    """The header of a token, unverified."""
    return dict(json.loads(urlsafe_b64decode(raw.split(".", maxsplit=1)[0].encode())))


def lifetime(token_class: type[AccessToken | RefreshToken | SlidingToken], claim: str = "exp") -> See:
    """How many seconds a new token of the class has until the time in *claim*."""

    def see(user: User) -> object:
        token = token_class(now=NOW)
        return read_time(token[claim]) - read_time(token["iat"])

    return see


def verdict_on(raw: str, now: datetime = NOW) -> object:
    """``accepted``, or the code of the refusal."""
    try:
        UntypedToken(raw, now=now)
    except SignetError as error:
        return error.code
    return "accepted"


def foreign_token() -> str:
    """A token of somebody else's key pair that lacks nothing."""
    key = SigningKey.load(private_jwk(rsa("issuer")), "RS256")
    return jws.sign(json.dumps({"exp": NOW.timestamp() + 60, "jti": "1", "token_type": "access"}).encode(), key)


def nobodys_token() -> str:
    """A token of our own, issued before it had an issuer and an audience."""
    claims = {"exp": NOW.timestamp() + 60, "iat": NOW.timestamp(), "jti": "1", "token_type": "access"}
    return jws.sign(json.dumps(claims).encode(), get_ring().signing_key)


def status_of(path: str = "/whoami/", word: str = "Bearer", header: str = "HTTP_AUTHORIZATION") -> See:
    """The status of a request with an access token of the user behind *word* in *header*."""

    def see(user: User) -> object:
        client = APIClient()
        client.credentials(**{header: f"{word} {AccessToken.for_user(user)}"})
        return client.get(path).status_code

    return see


def see_foreign_user(user: User) -> object:
    """The status of a request with a token of another issuer."""
    with publishing(NORTH):
        return show(NORTH.token()).status_code


def see_kept_keys(user: User) -> object:
    """Whether the keys of another issuer are in the cache after such a request."""
    with publishing(NORTH), patch.object(CacheKeeper, "save") as kept:
        show(NORTH.token())
    return kept.called


def see_sliding_status(user: User) -> object:
    """The status of a request with a sliding token."""
    return APIClient().get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {SlidingToken.for_user(user)}").status_code


def see_user_class(user: User) -> object:
    """The name of the class of a stateless user."""
    answer = APIClient().get("/stateless/", HTTP_AUTHORIZATION=f"Bearer {AccessToken.for_user(user)}")
    return answer.json()["class"]


def see_last_login(user: User) -> object:
    """Whether a sign-in is written down."""
    User.objects.update(last_login=None)
    answer = APIClient().post("/api/token/", {"username": user.username, "password": PASSWORD})
    user.refresh_from_db()
    return (answer.status_code, user.last_login is not None)


def see_sign_in(user: User) -> object:
    """The status of a sign-in."""
    return APIClient().post("/api/token/", {"username": user.username, "password": PASSWORD}).status_code


def see_wrong_passwords(user: User) -> object:
    """How many wrong passwords are looked at."""
    cache.clear()
    wrong = {"username": user.username, "password": "wrong"}
    statuses = [APIClient().post("/api/token/", wrong).status_code for _ in range(12)]
    assert set(statuses) == {401, 429}
    return statuses.count(401)


def see_encoding(user: User) -> object:
    """What becomes of a claim that JSON doesn't know."""
    token = AccessToken(now=NOW)
    token["number"] = uuid.UUID(int=5)
    try:
        return claims_of(str(token))["number"]
    except TypeError:
        return "not written"


def see_signature(user: User) -> object:
    """Whether a token can be signed."""
    try:
        str(AccessToken(now=NOW))
    except NoSigningKeyError:
        return "not signed"
    return "signed"


def see_leeway(user: User) -> object:
    """What is said of a token that ended five seconds ago."""
    token = AccessToken(now=NOW)
    return verdict_on(str(token), NOW + get_settings().ACCESS_TOKEN_LIFETIME + timedelta(seconds=5))


def see_decryption(user: User) -> str:
    """What a row of the table of keys becomes."""
    try:
        return KeyEncryption(get_settings().KEY_ENCRYPTION_KEYS).open(SEALED)
    except KeyLoadError as error:
        return error.code


ENCRYPTING: Final = "B" * 42 + "E"
SEALED: Final = KeyEncryption(ENCRYPTING).seal("a key")
RS256: Final[Signet] = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}
OTHER_SECRET: Final = SECRET + "for SIGNING_KEY"
SLIDING: Final = "drf_signet.tokens.SlidingToken"
ENCODER: Final = "django.core.serializers.json.DjangoJSONEncoder"

EFFECTS: Final[Mapping[str, Effect]] = {
    "ACCESS_TOKEN_LIFETIME": Effect(
        lifetime(AccessToken), {"ACCESS_TOKEN_LIFETIME": timedelta(seconds=7)}, before=300, after=7
    ),
    "REFRESH_TOKEN_LIFETIME": Effect(
        lifetime(RefreshToken), {"REFRESH_TOKEN_LIFETIME": timedelta(days=2)}, before=86_400, after=172_800
    ),
    "ROTATE_REFRESH_TOKENS": Effect(
        lambda user: refresh_pair(str(RefreshToken.for_user(user)), RefreshToken).refresh is not None,
        {"ROTATE_REFRESH_TOKENS": True},
        before=False,
        after=True,
    ),
    "SLIDING_TOKEN_LIFETIME": Effect(
        lifetime(SlidingToken), {"SLIDING_TOKEN_LIFETIME": timedelta(seconds=7)}, before=300, after=7
    ),
    "SLIDING_TOKEN_REFRESH_LIFETIME": Effect(
        lifetime(SlidingToken, "refresh_exp"),
        {"SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=2)},
        before=86_400,
        after=172_800,
    ),
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": Effect(
        lambda user: "until" in SlidingToken(), {"SLIDING_TOKEN_REFRESH_EXP_CLAIM": "until"}, before=False, after=True
    ),
    "UPDATE_LAST_LOGIN": Effect(see_last_login, {"UPDATE_LAST_LOGIN": True}, before=(200, False), after=(200, True)),
    "ALGORITHM": Effect(
        lambda user: header_of(str(AccessToken()))["alg"], {"ALGORITHM": "HS512"}, before="HS256", after="HS512"
    ),
    "SIGNING_KEY": Effect(
        lambda user: header_of(str(AccessToken()))["kid"] == SigningKey.load(OTHER_SECRET, "HS256").kid,
        {"SIGNING_KEY": OTHER_SECRET},
        before=False,
        after=True,
    ),
    "VERIFYING_KEY": Effect(
        lambda user: verdict_on(foreign_token()),
        {"VERIFYING_KEY": public_pem(rsa("issuer"))},
        before=REFUSED,
        after="accepted",
        base=RS256,
    ),
    "SIGNING_KEYS": Effect(
        lambda user: header_of(str(AccessToken()))["kid"],
        {"SIGNING_KEYS": ({**private_jwk(rsa("new")), "kid": "new"},)},
        before=SigningKey.load(private_pem(rsa("service")), "RS256").kid,
        after="new",
        base=RS256,
    ),
    "KEY_PUBLICATION_PERIOD": Effect(
        lambda user: waits().publication,
        {"KEY_PUBLICATION_PERIOD": timedelta(hours=2)},
        before=900.0,
        after=7200.0,
    ),
    "KEY_ENCRYPTION_KEYS": Effect(
        see_decryption, {"KEY_ENCRYPTION_KEYS": ENCRYPTING}, before="invalid_key", after="a key"
    ),
    "JWK_URL": Effect(
        lambda user: verdict_on(foreign_token()),
        {"JWK_URL": "http://127.0.0.1:1/nobody-listens-here"},
        before=REFUSED,
        after="keys_unavailable",
        base=RS256,
    ),
    "JWK_URL_ALLOW_HTTP": Effect(
        lambda user: verdict_on(foreign_token()),
        {"JWK_URL_ALLOW_HTTP": True},
        before="misconfigured",
        after="keys_unavailable",
        base={**RS256, "JWK_URL": "http://0.0.0.0:1/nobody-listens-here"},
    ),
    "ISSUERS": Effect(
        see_foreign_user,
        {"ISSUERS": {NORTH.issuer: {"audience": AUDIENCE}}},
        before=401,
        after=200,
    ),
    "KEY_SET_CACHE": Effect(
        see_kept_keys,
        {"KEY_SET_CACHE": None},
        before=True,
        after=False,
        base={"ISSUERS": {NORTH.issuer: {"audience": AUDIENCE}}},
    ),
    "AUDIENCE": Effect(
        lambda user: claims_of(str(AccessToken())).get("aud"),
        {"AUDIENCE": ["orders", "billing"]},
        before=None,
        after=["orders", "billing"],
    ),
    "ISSUER": Effect(lambda user: claims_of(str(AccessToken())).get("iss"), {"ISSUER": "us"}, before=None, after="us"),
    "ISSUER_SINCE": Effect(
        lambda user: verdict_on(nobodys_token()),
        {"ISSUER_SINCE": NOW + timedelta(seconds=1)},
        before=REFUSED,
        after="accepted",
        base={"ISSUER": "us"},
    ),
    "AUDIENCE_SINCE": Effect(
        lambda user: verdict_on(nobodys_token()),
        {"AUDIENCE_SINCE": NOW + timedelta(seconds=1)},
        before=REFUSED,
        after="accepted",
        base={"AUDIENCE": "us"},
    ),
    "ACCESS_TOKEN_PROFILE": Effect(
        lambda user: header_of(str(AccessToken()))["typ"],
        {"ACCESS_TOKEN_PROFILE": "rfc9068"},
        before="JWT",
        after="at+jwt",
        base={"ISSUER": "us", "AUDIENCE": "us"},
    ),
    "CLIENT_ID": Effect(
        lambda user: claims_of(str(AccessToken()))["client_id"],
        {"CLIENT_ID": "shop-web"},
        before="first-party",
        after="shop-web",
        base={"ISSUER": "us", "AUDIENCE": "us", "ACCESS_TOKEN_PROFILE": "rfc9068"},
    ),
    "LEEWAY": Effect(see_leeway, {"LEEWAY": timedelta(seconds=6)}, before="token_expired", after="accepted"),
    "JSON_ENCODER": Effect(see_encoding, {"JSON_ENCODER": ENCODER}, before="not written", after=str(uuid.UUID(int=5))),
    "AUTH_HEADER_TYPES": Effect(status_of(word="JWT"), {"AUTH_HEADER_TYPES": ("Bearer", "JWT")}, before=401, after=200),
    "AUTH_HEADER_NAME": Effect(
        status_of(header="HTTP_X_TOKEN"), {"AUTH_HEADER_NAME": "HTTP_X_TOKEN"}, before=401, after=200
    ),
    "AUTH_TOKEN_CLASSES": Effect(see_sliding_status, {"AUTH_TOKEN_CLASSES": [SLIDING]}, before=401, after=200),
    "USER_ID_FIELD": Effect(
        lambda user: AccessToken.for_user(user)["user_id"] == "ada",
        {"USER_ID_FIELD": "username"},
        before=False,
        after=True,
    ),
    "USER_ID_CLAIM": Effect(
        lambda user: AccessToken.for_user(user).get("sub") == str(user.pk),
        {"USER_ID_CLAIM": "sub"},
        before=False,
        after=True,
    ),
    "USER_AUTHENTICATION_RULE": Effect(
        see_sign_in, {"USER_AUTHENTICATION_RULE": "tests.conf.setting_effects.nobody"}, before=200, after=401
    ),
    "TOKEN_USER_CLASS": Effect(
        see_user_class, {"TOKEN_USER_CLASS": "tests.conf.setting_effects.Named"}, before="TokenUser", after="Named"
    ),
    "SERVICES": Effect(
        lambda user: getattr(client_named("orders"), "client_id", None),
        {"SERVICES": {"orders": "a secret of the service that is long enough"}},
        before=None,
        after="orders",
    ),
    "PROVIDERS": Effect(
        lambda user: dict(provider_names()),
        {"PROVIDERS": {"google": {"client_id": "shop"}}},
        before={},
        after={"google": "Google"},
    ),
    "TENANT": Effect(
        lambda user: current_tenant(), {"TENANT": "tests.conf.setting_effects.north"}, before=None, after="north"
    ),
    "TOKEN_TYPE_CLAIM": Effect(
        lambda user: AccessToken().get("kind"), {"TOKEN_TYPE_CLAIM": "kind"}, before=None, after="access"
    ),
    "JTI_CLAIM": Effect(lambda user: "number" in AccessToken(), {"JTI_CLAIM": "number"}, before=False, after=True),
    "CHECK_REVOKE_TOKEN": Effect(
        lambda user: "auth_hash" in AccessToken.for_user(user), {"CHECK_REVOKE_TOKEN": True}, before=False, after=True
    ),
    "REVOKE_TOKEN_CLAIM": Effect(
        lambda user: "password" in AccessToken.for_user(user),
        {"REVOKE_TOKEN_CLAIM": "password"},
        before=False,
        after=True,
        base={"CHECK_REVOKE_TOKEN": True},
    ),
    "THROTTLE_RATES": Effect(
        see_wrong_passwords, {"THROTTLE_RATES": {"sign_in_account_ip": "3/m"}}, before=10, after=3
    ),
    **SESSION_EFFECTS,
    **BROWSER_EFFECTS,
}
"""An effect for every setting there is."""
