"""docs/how-to/scopes.md: its settings pass the checks, and its code does what the page says."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import override_settings
from rest_framework.test import APIRequestFactory, force_authenticate

from drf_signet import rfc9068
from drf_signet.errors import TokenError
from drf_signet.keys_in_force import get_ring
from drf_signet.tokens import AccessToken
from tests.conf.setting_effects import claims_of, header_of
from tests.others.page import blocks_under
from tests.stand_ins.key_pairs import pair_for, private_pem, public_pem

ISSUE, CHANGE, ACCEPT = (
    "Issue tokens that other libraries verify",
    "Change to these tokens",
    "Accept them in another service",
)
(ISSUER,), (SINCE,) = blocks_under(ISSUE, "scopes"), blocks_under(CHANGE, "scopes")
API, BILLING = blocks_under(ACCEPT, "scopes")
(CLAIMS,) = blocks_under("Put scopes into tokens", "scopes")
VIEW, AUTH0 = blocks_under("Demand scopes", "scopes")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TOKEN_KEY", private_pem(pair_for("ES256")))


def names_in(block: str) -> dict[str, Any]:
    """What *block* defines."""
    names: dict[str, Any] = {"__name__": __name__}
    exec(block, names)  # the block is the thing under test
    return names


def signet_of(block: str) -> dict[str, Any]:
    """The settings in *block*."""
    found: dict[str, Any] = names_in(block)["SIGNET"]
    return found


@pytest.mark.parametrize("block", [ISSUER, SINCE, API], ids=["issuer", "since", "api"])
def test_the_settings_are_right(block: str) -> None:
    """No check has anything to say."""
    with override_settings(SIGNET=signet_of(block)):
        assert [one for one in run_checks() if (one.id or "").startswith("signet.")] == []


def test_an_api_accepts_what_the_service_issues(user: User) -> None:
    """And what is for billing alone, it refuses."""
    with override_settings(SIGNET=signet_of(ISSUER)):
        raw = str(AccessToken.for_user(user))
        for_billing = str(names_in(BILLING)["BillingToken"].for_user(user))
        algorithm = get_ring().signing_key.algorithm
    assert (algorithm, header_of(raw)["typ"], claims_of(raw)["sub"]) == ("ES256", "at+jwt", str(user.pk))
    published = {"JWK_URL": None, "VERIFYING_KEY": public_pem(pair_for("ES256"))}
    with override_settings(SIGNET={**signet_of(API), **published}):
        assert rfc9068.AccessToken(raw)["user_id"] == str(user.pk)
        with pytest.raises(TokenError):
            rfc9068.AccessToken(for_billing)


@pytest.mark.parametrize(
    ("is_staff", "method", "status"),
    [(False, "get", 200), (False, "post", 403), (True, "get", 200), (True, "post", 201)],
)
def test_the_view_does_what_the_scopes_allow(user: User, is_staff: bool, method: str, status: int) -> None:
    """Those that the function of the page computes."""
    user.is_staff = is_staff
    claims = names_in(CLAIMS)["claims_about"](user)
    user.is_staff = False
    request = getattr(APIRequestFactory(), method)("/")
    force_authenticate(request, user, token=claims)
    response = names_in(VIEW)["OrdersView"].as_view()(request)
    assert response.status_code == status
    if status == 403:
        assert response.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="orders:write"')


@pytest.mark.parametrize(
    ("permissions", "passes"),
    [(["orders:read"], True), (["x"], False), (None, False), ("orders:read", False), ([5], False)],
)
def test_another_claim_may_grant_them(user: User, permissions: object, passes: bool) -> None:
    """As the class of the page reads it."""
    permission = names_in(AUTH0)["Auth0Scope"].of("orders:read")
    request = APIRequestFactory().get("/")
    force_authenticate(request, user, token={"permissions": permissions})  # type: ignore[arg-type]
    view = names_in(VIEW)["OrdersView"].as_view(permission_classes=[permission])
    assert view(request).status_code == (200 if passes else 403)
