"""Where the metadata of the API are mounted, each challenge says where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import override_settings
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from drf_signet import plain_requests
from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.challenges import parameter
from drf_signet.errors import RequestRefusedError, TokenError
from drf_signet.permissions import HasScope
from drf_signet.tokens import AccessToken

NAMED = {"ISSUER": "https://id.example", "AUDIENCE": "https://orders.example/api"}
METADATA = 'resource_metadata="https://orders.example/.well-known/oauth-protected-resource/api"'


class Orders(APIView):
    """A view that needs a scope."""

    authentication_classes = (JWTStatelessUserAuthentication,)
    permission_classes = (HasScope.of("orders:read"),)

    def get(self, request: Request) -> Response:
        """Nothing."""
        return Response({})


urlpatterns = [path("orders/", Orders.as_view()), path("", include("drf_signet.well_known.urls"))]


@pytest.fixture(autouse=True)
def _mounted() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__, SIGNET=NAMED):
        yield


def challenge(api: APIClient, token: object = None) -> tuple[int, str]:
    """The status and the header of the answer to *token*."""
    if token is not None:
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    response = api.get("/orders/")
    return response.status_code, response.headers["WWW-Authenticate"]


def test_a_client_without_a_token_finds_the_issuer(api: APIClient) -> None:
    """By the address in the 401, which leads to the metadata (RFC 9728 section 5.1)."""
    assert challenge(api) == (401, f'Bearer realm="api", {METADATA}')
    metadata = json.loads(api.get("/.well-known/oauth-protected-resource/api").content)
    assert metadata["authorization_servers"] == ["https://id.example"]


def test_so_does_one_with_a_bad_token_and_one_that_lacks_a_scope(api: APIClient) -> None:
    """In the 401 and the 403."""
    assert challenge(api, "x") == (401, f'Bearer realm="api", {METADATA}, error="invalid_token"')
    token = AccessToken()
    token["user_id"] = "5"
    lacks = f'Bearer realm="api", {METADATA}, error="insufficient_scope", scope="orders:read"'
    assert challenge(api, token) == (403, lacks)


def test_so_does_one_of_a_plain_view() -> None:
    """The answers there are the same."""
    with pytest.raises(RequestRefusedError) as caught:
        plain_requests.authenticate(HttpRequest(), JWTAuthentication)
    assert caught.value.headers["WWW-Authenticate"] == f'Bearer realm="api", {METADATA}'
    refusal = plain_requests.refusal_of(TokenError())
    assert refusal.headers["WWW-Authenticate"] == f'Bearer realm="api", {METADATA}, error="invalid_token"'


@pytest.mark.parametrize("audience", ["orders", None])
def test_an_api_without_a_url_names_none(api: APIClient, audience: str | None) -> None:
    """There is nothing to find."""
    with override_settings(SIGNET={**NAMED, "AUDIENCE": audience, "ISSUER": None}):
        assert challenge(api)[1] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('a"b', r"a\"b"),
        ("a\\b", r"a\\b"),
        ("a\\", r"a\\"),
        ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
        ("a\x00\x7f\u0130\ud800b", "ab"),
        (5, "5"),
    ],
)
def test_no_value_ends_a_parameter_or_the_header(value: object, written: str) -> None:
    """Whatever a setting says, or the name of a host."""
    assert parameter("scope", value) == f', scope="{written}"'
