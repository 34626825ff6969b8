"""What can be seen of each setting from outside: one `Effect` per field of `Settings`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import OperationalError
from joserfc.util import urlsafe_b64decode
from rest_framework.test import APIClient

from drf_signet import jws
from drf_signet.claims import read_time
from drf_signet.conf import get_settings
from drf_signet.errors import NoSigningKeyError, SignetError
from drf_signet.keys import SigningKey
from drf_signet.models import TokenUser
from drf_signet.refresh import refresh_pair
from drf_signet.sessions import tokens as sessions
from drf_signet.sessions.device import device_of
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.snapshot import RevocationSnapshot
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken
from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.key_pairs import SECRET, private_jwk, private_pem, public_pem, rsa

Signet = Mapping[str, object]
See = Callable[[User], object]

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)
REFUSED: Final = "token_invalid"


@dataclass(frozen=True)
class Effect:
    """*see* says *before* with the settings *base*, and *after* where *change* is added to them."""

    see: See
    change: Signet
    before: object
    after: object
    base: Signet = field(default_factory=dict)


class Named(TokenUser):
    """A user class of the project's own."""


def nobody(user: AbstractBaseUser) -> bool:
    """A rule that lets nobody in."""
    return False


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


def status_of(path: str = "/whoami/", word: str = "Bearer", header: str = "HTTP_AUTHORIZATION") -> See:
    """The status of a request with an access token of the user behind *word* in *header*."""

    def see(user: User) -> object:
        client = APIClient()
        client.credentials(**{header: f"{word} {AccessToken.for_user(user)}"})
        return client.get(path).status_code

    return see


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


def claims_about(user: AbstractBaseUser) -> dict[str, object]:
    """Claims of the project's own."""
    return {"name": user.get_username()}


def session_refresh(user: User, after: timedelta) -> object:
    """What becomes of the first refresh token of a session when it comes again *after* it was replaced."""
    first = str(sessions.RefreshToken.for_user(user, now=NOW))
    second = refresh(first, sessions.RefreshToken, now=NOW)
    try:
        third = refresh(first, sessions.RefreshToken, now=NOW + after)
    except SignetError as error:
        return error.code
    return "the same" if third["gen"] == second["gen"] else "another"


def see_number_of_sessions(user: User) -> object:
    """How many of three sign-ins last."""
    Session.objects.all().delete()
    for _ in range(3):
        sessions.RefreshToken.for_user(user)
    return Session.objects.filter(revoked_at=None).count()


def see_poll(user: User) -> object:
    """How often a snapshot is read in ten seconds with a check each second."""
    clock = Clock()
    reads: list[float] = []

    def read() -> frozenset[uuid.UUID]:
        reads.append(clock())
        return frozenset()

    snapshot = RevocationSnapshot(read, clock)
    for _ in range(10):
        snapshot.check(uuid.UUID(int=1))
        clock.move(1)
    return len(reads)


def see_fallback(user: User) -> object:
    """What is said of a session while the database has never answered."""

    def read() -> frozenset[uuid.UUID]:
        raise OperationalError

    try:
        RevocationSnapshot(read, Clock()).check(uuid.UUID(int=1))
    except SignetError as error:
        return error.code
    return "accepted"


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
    "JWK_URL": Effect(
        lambda user: verdict_on(foreign_token()),
        {"JWK_URL": "http://127.0.0.1:1/nobody-listens-here"},
        before=REFUSED,
        after="keys_unavailable",
        base=RS256,
    ),
    "AUDIENCE": Effect(
        lambda user: claims_of(str(AccessToken())).get("aud"),
        {"AUDIENCE": ["orders", "billing"]},
        before=None,
        after=["orders", "billing"],
    ),
    "ISSUER": Effect(lambda user: claims_of(str(AccessToken())).get("iss"), {"ISSUER": "us"}, before=None, after="us"),
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
        see_sign_in, {"USER_AUTHENTICATION_RULE": "tests.setting_effects.nobody"}, before=200, after=401
    ),
    "TOKEN_USER_CLASS": Effect(
        see_user_class, {"TOKEN_USER_CLASS": "tests.setting_effects.Named"}, before="TokenUser", after="Named"
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
    "SESSION_LIFETIME": Effect(
        lambda user: (sessions.RefreshToken.for_user(user, now=NOW).session.expires_at - NOW).days,
        {"SESSION_LIFETIME": timedelta(days=7)},
        before=30,
        after=7,
    ),
    "SESSIONS_PER_USER": Effect(see_number_of_sessions, {"SESSIONS_PER_USER": 2}, before=3, after=2),
    "REFRESH_GRACE_PERIOD": Effect(
        lambda user: session_refresh(user, timedelta(seconds=9)),
        {"REFRESH_GRACE_PERIOD": timedelta(seconds=8)},
        before="the same",
        after="another",
    ),
    "REFRESH_RETRY_PERIOD": Effect(
        lambda user: session_refresh(user, timedelta(minutes=4)),
        {"REFRESH_RETRY_PERIOD": timedelta(minutes=3)},
        before="another",
        after="token_reused",
    ),
    "GET_CLAIMS": Effect(
        lambda user: sessions.RefreshToken.for_user(user).access_token.get("name"),
        {"GET_CLAIMS": "tests.setting_effects.claims_about"},
        before=None,
        after="ada",
    ),
    "REVOCATION_POLL_INTERVAL": Effect(see_poll, {"REVOCATION_POLL_INTERVAL": timedelta(seconds=5)}, before=4, after=2),
    "REVOCATION_FALLBACK": Effect(
        see_fallback, {"REVOCATION_FALLBACK": "accept"}, before="revocations_unknown", after="accepted"
    ),
    "NUM_PROXIES": Effect(
        lambda user: device_of({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}).ip,
        {"NUM_PROXIES": 1},
        before="10.0.0.1",
        after="192.0.2.7",
    ),
}
"""An effect for every setting there is."""
