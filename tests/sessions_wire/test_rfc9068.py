"""Sessions whose access tokens are those of RFC 9068: at each way in, and at each place that reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import AccessToken, RefreshToken
from tests.browser.places import SIGN_IN, post
from tests.conf.setting_effects import claims_of, header_of
from tests.sessions.computed import CLAIMS, COMPUTED
from tests.sessions_wire.client import bearer, refresh, sign_in
from tests.sessions_wire.places import ACCESS_PLACES, REFRESH, REFRESH_PLACES, SIGN_OUT, assert_signed_out, each
from tests.wire.answers import body
from tests.wire.doors import STATELESS, WHOAMI, Door

NAMED = {"ISSUER": "https://id.example", "AUDIENCE": ["https://orders.example", "https://id.example"]}
SIMPLE_JWT = override_settings(SIGNET={**NAMED, **COMPUTED})
RFC9068 = override_settings(SIGNET={**NAMED, **COMPUTED, "ACCESS_TOKEN_PROFILE": "rfc9068"})

EVERY_PLACE = {**ACCESS_PLACES, "core": WHOAMI, "stateless": STATELESS}


@pytest.fixture(autouse=True)
def _computed() -> Iterator[None]:
    yield
    CLAIMS.clear()


@RFC9068
def test_each_way_in_makes_one_of_the_session(user: User, api: APIClient) -> None:
    """The endpoints, the browser's ones, and code: with the session, and the time of the sign-in."""
    CLAIMS["scope"] = "orders:read"
    pair, in_browser = sign_in(api), body(post(api, SIGN_IN))
    made = [pair["access"], refresh(api, pair["refresh"])["access"], str(AccessToken.for_user(user))]
    for raw in (*made, in_browser["access"]):
        claims = claims_of(raw)
        session = Session.objects.get(pk=claims["sid"])
        assert header_of(raw)["typ"] == "at+jwt"
        assert (claims["sub"], claims["user_id"], claims["scope"]) == (str(user.pk), str(user.pk), "orders:read")
        assert (claims["client_id"], claims["auth_time"]) == ("first-party", int(session.created_at.timestamp()))
        assert "gen" not in claims
    assert header_of(pair["refresh"])["typ"] == "JWT"


@pytest.mark.parametrize("place", each(EVERY_PLACE))
@pytest.mark.parametrize("settings", [SIMPLE_JWT, RFC9068], ids=["simple-jwt", "rfc9068"])
def test_each_place_reads_both_shapes_whatever_is_issued(
    user: User, api: APIClient, place: Door, settings: override_settings
) -> None:
    """So processes with the setting, and without it, can run side by side."""
    other = SIMPLE_JWT if settings is RFC9068 else RFC9068
    with settings:
        pair = sign_in(api)
    with other:
        place.assert_open(api, pair["access"])
        place.assert_open(api, refresh(api, pair["refresh"])["access"])


@RFC9068
def test_scopes_are_computed_at_each_refresh(user: User, api: APIClient) -> None:
    """What the user may do no longer ends with the present access token."""
    CLAIMS["scope"] = "orders:read orders:write"
    pair = sign_in(api)
    CLAIMS["scope"] = "orders:read"
    assert claims_of(pair["access"])["scope"] == "orders:read orders:write"
    assert claims_of(refresh(api, pair["refresh"])["access"])["scope"] == "orders:read"


@pytest.mark.parametrize("claim", ["sub", "jti", "iss", "aud", "exp"])
@RFC9068
def test_a_function_of_the_project_names_no_other_user(user: User, claim: str) -> None:
    """The claims that say whose token it is are nobody else's to set."""
    CLAIMS[claim] = "x"
    with pytest.raises(ImproperlyConfigured, match=claim):
        _ = RefreshToken.for_user(user).access_token


@pytest.mark.parametrize("place", each(REFRESH_PLACES))
@RFC9068
def test_an_access_token_refreshes_and_ends_nothing(user: User, api: APIClient, place: Door) -> None:
    """Its header says what it is, whatever its claims say."""
    raw = sign_in(api)["access"]
    response = place.show(api, raw)
    if place in SIGN_OUT.values() and response.status_code < 300:
        assert_signed_out(response, place)
    assert response.status_code == (200 if place == REFRESH_PLACES["verify"] else response.status_code)
    assert Session.objects.get().revoked_at is None
    assert REFRESH.show(api, raw).status_code == 401


@pytest.mark.parametrize("place", each(EVERY_PLACE))
@RFC9068
def test_a_refresh_token_authenticates_nobody(user: User, api: APIClient, place: Door) -> None:
    """With and without a claim that says what it is: its header doesn't say that it is an access token."""
    assert place.show(api, str(sign_in(api)["refresh"])).status_code == 401


@override_settings(
    SIGNET={
        **NAMED,
        "ACCESS_TOKEN_PROFILE": "rfc9068",
        "TOKEN_TYPE_CLAIM": None,
        "AUTH_TOKEN_CLASSES": ["drf_signet.rfc9068.AccessToken"],
    }
)
def test_the_header_alone_keeps_the_two_apart(user: User, api: APIClient) -> None:
    """Where TOKEN_TYPE_CLAIM is None, but only tokens of RFC 9068 authenticate."""
    pair = sign_in(api)
    for place in EVERY_PLACE.values():
        place.assert_open(api, pair["access"])
        assert api.get(place.path, HTTP_AUTHORIZATION=bearer(pair["refresh"])).status_code == 401
    assert REFRESH.show(api, pair["access"]).status_code == 401
