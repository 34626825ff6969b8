"""ISSUERS: the access tokens of other issuers, over HTTP."""

from __future__ import annotations

import copy
import pickle
import sys
import time
from functools import partial
from typing import Any, cast
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.errors import RevocationsUnknownError, UserNotFoundError
from drf_signet.exceptions import InvalidToken
from drf_signet.foreign_tokens import ForeignToken
from drf_signet.issuers_in_force import get_issuers
from drf_signet.keys_in_force import get_ring
from drf_signet.models import TokenUser
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken as SessionToken
from drf_signet.tokens import AccessToken, RefreshToken
from drf_signet.users import row_of
from signet_tokens import trusted_issuers
from signet_tokens.ended_sessions import EndedSession, EndedSessions, signed
from signet_tokens.feed_fetch import Fetched
from signet_tokens.revocation_feed import RevocationFeed
from tests.conftest import PASSWORD
from tests.issuers.realm import AUDIENCE, NORTH, SOUTH, show, signer_of, trusting
from tests.stand_ins.key_pairs import SECRET

OWN: dict[str, Any] = {"SIGNING_KEY": SECRET}
EVERY_CLASS = ("/whoami/", "/stateless/", "/sessions/live/", "/sessions/snapshot/")


def north() -> str:
    """The tenant that is being served."""
    return "north"


@pytest.mark.parametrize("path", EVERY_CLASS)
def test_a_token_of_each_issuer_authenticates(db: None, path: str) -> None:
    """With each class of authentication. The user is made of the claims, unless an entry says otherwise."""
    with trusting(NORTH, SOUTH):
        for realm in (NORTH, SOUTH):
            answer = show(realm.token(), path)
            assert (answer.status_code, answer.json()) == (200, {"id": "ada", "class": "TokenUser"})


def test_own_tokens_go_to_our_own_keys(user: User) -> None:
    """Also while no issuer answers."""
    with trusting(NORTH, signet=OWN, published=False) as asked:
        answer = show(AccessToken.for_user(user))
        assert (answer.status_code, answer.json()["id"]) == (200, str(user.pk))
    assert asked == []


def test_a_key_of_one_issuer_signs_for_no_other(user: User) -> None:
    """Not for another issuer, not for us, and we not for them."""
    with trusting(NORTH, SOUTH, signet=OWN):
        assert show(NORTH.token(by="south")).status_code == 401
        ours: dict[str, Any] = {"iss": None, "user_id": str(user.pk), "token_type": "access", "jti": "1"}
        assert show(NORTH.token(**ours)).status_code == 401
        own = AccessToken.for_user(user)
        own.payload.update(iss=NORTH.issuer, aud=AUDIENCE, sub="ada")
        assert show(own).status_code == 401


REFUSED: dict[str, dict[str, Any]] = {
    "of-an-unknown-issuer": {"iss": "https://west.example"},
    "of-an-issuer-with-a-slash": {"iss": "https://north.example/"},
    "of-several-issuers": {"iss": ["https://north.example"]},
    "for-another-service": {"aud": "billing"},
    "for-nobody": {"aud": None},
    "expired": {"exp": 1},
    "without-an-end": {"exp": None},
    "refresh-token": {"token_type": "refresh"},
    "refresh-token-by-its-header": {"typ": "refresh+jwt"},
    "id-token": {"nonce": "n"},
    "logout-token": {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
    "without-a-user": {"sub": None},
    "with-an-empty-user": {"sub": ""},
    "of-a-tenant": {"signet_tenant": "north"},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
def test_no_other_token_of_the_issuer_is_accepted(db: None, changes: dict[str, Any]) -> None:
    """Whatever else its key signs. The challenge is that of every token."""
    with trusting(NORTH):
        for path in EVERY_CLASS:
            answer = show(NORTH.token(**changes), path)
            assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_the_refusal_names_the_class_and_the_message(db: None) -> None:
    """As with tokens of ours."""
    with trusting(NORTH):
        (message,) = show(NORTH.token(exp=1)).json()["messages"]
    assert message == {"token_class": "ForeignToken", "token_type": "access", "message": "Token is expired"}


def test_keys_that_were_never_fetched_are_a_503(db: None) -> None:
    """The token may be good, so the client should keep it."""
    with trusting(NORTH, published=False):
        for path in EVERY_CLASS:
            answer = show(NORTH.token(), path)
            assert (answer.status_code, answer.json()["code"]) == (503, "keys_unavailable")
            assert int(answer.headers["Retry-After"]) > 0
            assert "WWW-Authenticate" not in answer.headers


def test_an_entry_that_cannot_be_used_is_a_503(db: None) -> None:
    """For each token of an issuer or ours, and never a 500."""
    entry = {"audience": AUDIENCE}
    wrong: list[dict[str, Any]] = [
        {"ISSUERS": {"north": entry}},
        {"ISSUERS": {NORTH.issuer: {}}},
        {"ISSUERS": {NORTH.issuer: {"audienc": AUDIENCE}}},
        {"ISSUERS": {NORTH.issuer: entry}, "ISSUER": NORTH.issuer},
        {"ISSUERS": {one.issuer: {**entry, "user": "get", "user_field": "username"} for one in (NORTH, SOUTH)}},
    ]
    for signet in wrong:
        with override_settings(SIGNET=signet):
            answer = show(NORTH.token())
            assert (answer.status_code, answer.json()["code"]) == (503, "misconfigured")


def test_a_service_with_issuers_alone_has_no_key(user: User) -> None:
    """Django's ``SECRET_KEY`` signs nothing there, and nothing that it signed is accepted."""
    raw = str(AccessToken.for_user(user))
    with trusting(NORTH), override_settings(SECRET_KEY="", MIDDLEWARE=[]):
        assert show(NORTH.token()).status_code == 200
        assert get_ring().keys == ()
    with trusting(NORTH):
        assert show(raw).status_code == 401
    with trusting(NORTH, signet=OWN):
        assert show(AccessToken.for_user(user)).status_code == 200


@pytest.mark.django_db
def test_the_token_is_read_like_one_of_ours() -> None:
    """It also names its issuer. Nobody can sign it anew."""
    raw = NORTH.token(scope="orders:read orders:write", user_id="7")
    with trusting(NORTH):
        request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {raw}")
        found = JWTAuthentication().authenticate(request)
        assert found is not None
        user, token = cast(tuple[TokenUser, ForeignToken], found)
        assert isinstance(token, ForeignToken)
        assert (token.issuer, token.subject, token["scope"]) == (NORTH.issuer, "ada", "orders:read orders:write")
        assert ("iss" in token, token.get("nothing", 5), str(token)) == (True, 5, raw)
        assert (user.pk, user.is_authenticated, user.scope) == ("ada", True, "orders:read orders:write")
        with pytest.raises(TypeError, match="north"):
            token.sign(b"{}")
        assert copy.copy(token).issuer == NORTH.issuer
        assert pickle.loads(pickle.dumps(user)) == user


def test_another_issuers_user_is_nobody_of_ours(user: User) -> None:
    """Even where both have the same name: no query finds them, and no token of ours is made for them."""
    raw = NORTH.token(sub=str(user.pk), user_id=str(user.pk))
    with trusting(NORTH, SOUTH, signet=OWN):
        stranger = TokenUser(ForeignToken(raw))
        assert stranger.pk == str(user.pk)
        assert stranger != TokenUser(AccessToken.for_user(user))
        assert stranger != TokenUser(ForeignToken(SOUTH.token(sub=str(user.pk))))
        assert stranger == TokenUser(ForeignToken(raw))
        assert not User.objects.filter(pk=cast(Any, stranger)).exists()
        assert not Session.objects.filter(user=cast(Any, stranger)).exists()
        for act in (row_of, AccessToken.for_user, RefreshToken.for_user, SessionToken.for_user):
            with pytest.raises(UserNotFoundError):
                act(cast(Any, stranger))


def test_a_session_of_another_issuer_is_none_of_ours(user: User) -> None:
    """Its identifier is looked up nowhere, and marks none of our sessions as the current one."""
    with trusting(NORTH, signet=OWN, user="get", user_field="username"):
        own = SessionToken.for_user(user)
        raw = NORTH.token(sid=own["sid"])
        assert show(raw, "/sessions/live/").status_code == 200
        (listed,) = show(raw, "/sessions/api/sessions/").json()
        assert listed["current"] is False


@pytest.mark.parametrize("path", ["/sessions/api/sessions/", "/sessions/api/logout/all/", "/sessions/recent/"])
def test_endpoints_of_ours_answer_to_strangers(db: None, path: str) -> None:
    """With no error of the server's."""
    with trusting(NORTH, signet=OWN):
        assert show(NORTH.token(), path).status_code < 500


def test_a_class_for_another_model_accepts_none(db: None) -> None:
    """Issuers know nothing of models."""

    class DeviceAuthentication(JWTStatelessUserAuthentication):
        user_model = "auth.Group"

    with trusting(NORTH), pytest.raises(InvalidToken):
        DeviceAuthentication().get_validated_token(NORTH.token().encode())


def test_a_tenant_has_to_be_named_where_there_are_several(db: None) -> None:
    """In our own claim, or in the one that the entry names."""
    tenant = {"TENANT": "tests.issuers.test_setting.north"}
    with trusting(NORTH, signet=tenant):
        assert show(NORTH.token(signet_tenant="north")).status_code == 200
        of_others: list[dict[str, Any]] = [{}, {"signet_tenant": "south"}, {"signet_tenant": None}, {"org_id": "north"}]
        for changes in of_others:
            assert show(NORTH.token(**changes)).status_code == 401
    with trusting(NORTH, signet=tenant, tenant_claim="org_id"):
        assert show(NORTH.token(org_id="north")).status_code == 200
        of_others = [{}, {"org_id": "south"}, {"signet_tenant": "north"}, {"org_id": ["north"]}]
        for changes in of_others:
            assert show(NORTH.token(**changes)).status_code == 401


ENDED: list[str] = []


def is_ended(claims: dict[str, Any]) -> bool:
    """Whether the session is one of those. A session "away" can't be asked about, and one "wrong" is a mistake."""
    if claims["sid"] == "away":
        raise RevocationsUnknownError
    return bool(int(claims["sid"])) and claims["sid"] in ENDED


def test_ended_sessions_are_asked_about_at_each_request(db: None) -> None:
    """Also for tokens that were seen before. A function that fails is a 503."""
    with trusting(NORTH, is_ended="tests.issuers.test_setting.is_ended"):
        raw = NORTH.token(sid="5")
        assert show(raw).status_code == 200
        with patch.object(sys.modules[__name__], "ENDED", ["5"]):
            assert [show(raw, path).status_code for path in EVERY_CLASS] == [401] * len(EVERY_CLASS)
        assert show(raw).status_code == 200
        for sid, code in (("away", "revocations_unknown"), ("wrong", "misconfigured")):
            answer = show(NORTH.token(sid=sid))
            assert (answer.status_code, answer.json()["code"]) == (503, code)


def test_sessions_in_the_feed_of_their_issuer_are_over(db: None) -> None:
    """Signed by its key, and polled as the entry says."""
    now, url = time.time(), f"{NORTH.issuer}/events/"
    listed = [EndedSession("5", now - 1, "user")]
    document = signed(EndedSessions(NORTH.issuer, now, now + 60, now - 360, listed, None), signer_of(NORTH))
    feed = partial(RevocationFeed, fetch=lambda asked, etag: {url: Fetched(document, None)}[asked])
    with patch.object(trusted_issuers, "RevocationFeed", feed), trusting(NORTH, feed_url=url):
        assert [show(NORTH.token(sid=sid)).status_code for sid in ("4", "5")] == [200, 401]
        assert [show(NORTH.token(sid="5"), path).status_code for path in EVERY_CLASS] == [401] * len(EVERY_CLASS)


def test_a_posted_token_can_be_verified(db: None) -> None:
    """At the endpoints that verify. No other endpoint of ours takes it."""
    with trusting(NORTH):
        for path in ("/api/token/verify/", "/sessions/api/token/verify/"):
            assert post(path, token=NORTH.token()) == 200
            assert post(path, token=NORTH.token(aud="billing")) == 401
        for path in ("/api/token/refresh/", "/sessions/api/token/refresh/", "/sessions/api/logout/"):
            assert post(path, refresh=NORTH.token(token_type="refresh")) < 500
            assert post(path, refresh=NORTH.token()) != 200


def post(path: str, **body: str) -> int:
    """The status of the answer to that body."""
    return int(APIClient(raise_request_exception=False).post(path, body).status_code)


def test_settings_of_issuers_are_read_once() -> None:
    """Also the fetched keys stay, until a setting changes."""
    with trusting(NORTH):
        first = get_issuers()
        assert get_issuers() is first
        with override_settings(SIGNET={}):
            assert get_issuers().of(NORTH.token()) is None
        assert get_issuers() is not first


def test_a_sign_in_beside_issuers_needs_a_key(user: User) -> None:
    """Without one, the service says that it can't issue tokens."""
    with trusting(NORTH):
        answer = APIClient().post("/api/token/", {"username": user.username, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (501, "no_signing_key")
