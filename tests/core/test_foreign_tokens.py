"""The tokens of a third-party issuer over HTTP, with its keys at JWK_URL on a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken
from tests.core.issuer import Issuer, serving
from tests.stand_ins.key_pairs import private_pem, rsa

KEYS_UNAVAILABLE = {
    "detail": "The token issuer's keys can't be fetched right now. Try again later.",
    "code": "keys_unavailable",
}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that publishes the key ``first``; its tokens are accepted, as are those of our own key."""
    own = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}
    with serving() as started, override_settings(SIGNET={**own, "JWK_URL": started.url}):
        yield started


def foreign_token(issuer: Issuer, user: User, key: str = "first", /, **changes: object) -> str:
    """An access token for *user*, made by the issuer."""
    now = int(time.time())
    claims = {"token_type": "access", "exp": now + 300, "iat": now, "jti": "1", "user_id": str(user.pk), **changes}
    return issuer.sign(key, **claims)


def show(api: APIClient, raw: object, path: str = "/whoami/") -> Any:
    """The answer to a request with that token."""
    return api.get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")


def test_a_foreign_token_authenticates(issuer: Issuer, user: User, api: APIClient) -> None:
    """It names a user of our own database. One fetch of the keys is enough for all tokens of the issuer."""
    answer = show(api, foreign_token(issuer, user))
    assert (answer.status_code, answer.json()) == (200, {"id": str(user.pk), "class": "User"})
    for number in range(3):
        assert show(api, foreign_token(issuer, user, jti=str(number))).status_code == 200
    assert issuer.fetches == 1


def test_own_tokens_verify_beside_it_without_a_fetch(issuer: Issuer, user: User, api: APIClient) -> None:
    """They don't depend on the issuer, not even while it is down."""
    issuer.status = 500
    assert show(api, AccessToken.for_user(user)).status_code == 200
    refresh = api.post("/api/token/refresh/", {"refresh": str(RefreshToken.for_user(user))})
    assert refresh.status_code == 200
    assert issuer.fetches == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"exp": 1}, "Token is expired", id="expired"),
        pytest.param({"token_type": "refresh"}, "Token has wrong type", id="of-another-type"),
        pytest.param({"nbf": 4_000_000_000}, "Token is invalid", id="not-yet-good"),
    ],
)
def test_a_foreign_token_is_judged_like_an_own_one(
    issuer: Issuer, user: User, api: APIClient, changes: dict[str, object], message: str
) -> None:
    """A good signature is not all that a token needs."""
    answer = show(api, foreign_token(issuer, user, **changes))
    assert answer.status_code == 401
    assert answer.json()["messages"][0]["message"] == message


def test_audience_and_issuer_are_demanded_of_it(issuer: Issuer, user: User, api: APIClient) -> None:
    """With both set, tokens that the issuer made for others, or under another name, are refused."""
    own = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service")), "JWK_URL": issuer.url}
    with override_settings(SIGNET={**own, "AUDIENCE": "us", "ISSUER": "them"}):
        good = {"aud": ["us", "others"], "iss": "them"}
        assert show(api, foreign_token(issuer, user, **good)).status_code == 200
        for changes in ({"aud": "others"}, {"iss": "us"}):
            assert show(api, foreign_token(issuer, user, **{**good, **changes})).status_code == 401
        assert show(api, foreign_token(issuer, user)).status_code == 401


def test_an_unpublished_key_is_no_key(issuer: Issuer, user: User, api: APIClient) -> None:
    """A token with a made-up key under a made-up name is refused, at the price of one fetch."""
    for _ in range(3):
        assert show(api, foreign_token(issuer, user, "unpublished")).status_code == 401
    assert issuer.fetches == 1


def test_a_key_of_another_is_refused_under_a_published_name(issuer: Issuer, user: User, api: APIClient) -> None:
    """The name alone is no proof."""
    forged = issuer.sign("first", "thief", user_id=str(user.pk), token_type="access", exp=4_000_000_000, jti="1")
    assert show(api, forged).status_code == 401


@pytest.mark.parametrize("path", ["/whoami/", "/stateless/"])
def test_keys_that_were_never_fetched_are_503(issuer: Issuer, user: User, api: APIClient, path: str) -> None:
    """The client learns when to come back, not that its token is bad; the issuer is asked once."""
    issuer.status = 500
    for _ in range(3):
        answer = show(api, foreign_token(issuer, user), path)
        assert (answer.status_code, answer.json()) == (503, KEYS_UNAVAILABLE)
        assert answer.headers["Retry-After"] == "30"
        assert "WWW-Authenticate" not in answer.headers
    assert issuer.fetches == 1


@pytest.mark.parametrize(
    ("path", "field", "token_type"),
    [
        pytest.param("/api/token/refresh/", "refresh", "refresh", id="refresh"),
        pytest.param("/api/token/verify/", "token", "access", id="verify"),
    ],
)
def test_a_posted_token_is_503_as_well(
    issuer: Issuer, user: User, api: APIClient, path: str, field: str, token_type: str
) -> None:
    """The token endpoints say the same about a third-party token in a body."""
    issuer.document = b"junk"
    answer = api.post(path, {field: foreign_token(issuer, user, token_type=token_type)})
    assert (answer.status_code, answer.json()) == (503, KEYS_UNAVAILABLE)
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_outage_after_the_first_fetch_is_not_noticed(issuer: Issuer, user: User, api: APIClient) -> None:
    """Known keys verify new tokens, and an unknown one is a 401."""
    assert show(api, foreign_token(issuer, user)).status_code == 200
    issuer.status = 500
    assert show(api, foreign_token(issuer, user, jti="2")).status_code == 200
    assert show(api, foreign_token(issuer, user, "unpublished")).status_code == 401


def test_a_verify_only_service_needs_no_key_of_its_own(issuer: Issuer, user: User, api: APIClient) -> None:
    """With JWK_URL alone, the issuer's tokens are accepted, and the tokens of our former key are not."""
    own = AccessToken.for_user(user)
    raw = str(own)
    with override_settings(SIGNET={"ALGORITHM": "RS256", "JWK_URL": issuer.url}):
        assert show(api, foreign_token(issuer, user)).status_code == 200
        assert show(api, raw).status_code == 401


def test_a_token_without_kid_is_of_the_one_published_key(issuer: Issuer, user: User, api: APIClient) -> None:
    """With two keys, the token would have to name one of them."""
    body = foreign_token(issuer, user).split(".")[1]
    signing_input = f"eyJhbGciOiJSUzI1NiJ9.{body}"
    raw = f"{signing_input}.{issuer.signature('first', signing_input)}"
    assert show(api, raw).status_code == 200
    issuer.publish("first", "second")
    with override_settings(SIGNET={"ALGORITHM": "RS256", "JWK_URL": issuer.url, "KEY_SET_CACHE": None}):
        assert show(api, raw).status_code == 401
