"""djangorestframework-camel-case: what is in snake case in Python is in camel case on the wire, at every endpoint."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from djangorestframework_camel_case.parser import CamelCaseJSONParser
from djangorestframework_camel_case.render import CamelCaseJSONRenderer
from rest_framework.test import APIClient
from rest_framework.views import APIView

from tests.browser.places import OWN_PAGE, SIGN_IN, token_in
from tests.browser.places import REFRESH as BROWSER_REFRESH
from tests.browser.places import post as from_browser
from tests.conftest import PASSWORD

CREDENTIALS = {"username": "ada", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _camel_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """As DEFAULT_PARSER_CLASSES and DEFAULT_RENDERER_CLASSES would have it, which are read once in a process."""
    monkeypatch.setattr(APIView, "parser_classes", [CamelCaseJSONParser])
    monkeypatch.setattr(APIView, "renderer_classes", [CamelCaseJSONRenderer])


def test_sessions_answer_in_camel_case(user: User, api: APIClient) -> None:
    """Sign-in, refresh, and the list of devices."""
    pair = api.post("/sessions/api/token/", CREDENTIALS, format="json").json()
    assert list(pair) == ["refresh", "access", "expiresIn"]
    refreshed = api.post("/sessions/api/token/refresh/", {"refresh": pair["refresh"]}, format="json").json()
    assert list(refreshed) == ["access", "refresh", "expiresIn"]
    (session,) = api.get("/sessions/api/sessions/", HTTP_AUTHORIZATION=f"Bearer {refreshed['access']}").json()
    assert {"createdAt", "lastUsedAt", "expiresAt"} < set(session)


def test_browsers_are_answered_in_camel_case(user: User, api: APIClient) -> None:
    """The cookie is set, and refreshed, as without the package."""
    first = from_browser(api, SIGN_IN)
    assert (first.status_code, list(json.loads(first.content))) == (200, ["access", "expiresIn"])
    second = from_browser(api, BROWSER_REFRESH, token_in(first))
    assert (second.status_code, list(json.loads(second.content))) == (200, ["access", "expiresIn"])


def test_browsers_are_read_in_camel_case(user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user model whose USERNAME_FIELD has an underscore is signed in by ``userName``, with and without a cookie."""
    monkeypatch.setattr("drf_signet.serializers.TokenObtainSerializer.username_field", "user_name")
    monkeypatch.setattr("drf_signet.serializers.sign_in", lambda credentials, request, issue, *_: issue(user))
    for path in (SIGN_IN, "/sessions/api/token/", "/api/token/"):
        body = json.dumps({"userName": "ada", "password": PASSWORD})
        assert api.post(path, body, content_type="application/json", **OWN_PAGE).status_code == 200


def test_refusals_are_in_camel_case(user: User, api: APIClient) -> None:
    """Keys alone: codes and texts are as they were."""
    refused = api.get("/whoami/", HTTP_AUTHORIZATION="Bearer nonsense").json()
    assert refused["code"] == "token_not_valid"
    assert refused["messages"] == [{"tokenClass": "AccessToken", "tokenType": "access", "message": "Token is invalid"}]
