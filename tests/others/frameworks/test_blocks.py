"""Views that are none of REST framework's let in, and refuse, as its views do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import SynchronousOnlyOperation
from django.test import AsyncRequestFactory, Client, RequestFactory
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql_sync
from rest_framework.test import APIClient

from drf_signet.errors import DatabaseUnavailableError
from drf_signet.sessions import tokens as session_tokens
from drf_signet.sessions.models import Session
from drf_signet.tokens import AccessToken, RefreshToken
from tests.conftest import PASSWORD
from tests.others.frameworks.blocks import ASYNC, GRAPHQL
from tests.others.languages.raised import raising

HERE = "tests.others.frameworks.blocks"
GOOD = {"username": "ada", "password": PASSWORD}
VIEWS = pytest.mark.parametrize("path", ["/plain/", "/ninja/notes", "/ninja/async-notes"])

pytestmark = [pytest.mark.urls(HERE), pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def bearer(token: object) -> dict[str, str]:
    """The header with *token*."""
    return {"Authorization": f"Bearer {token}"}


@VIEWS
def test_a_user_is_let_in(user: User, path: str) -> None:
    """By a token in the header, whatever page the request comes from."""
    client = Client(enforce_csrf_checks=True)
    assert client.get(path, headers=bearer(AccessToken.for_user(user))).json() == {"notes of": "ada"}
    assert client.post("/plain/", headers=bearer(AccessToken.for_user(user))).status_code == 200


@VIEWS
@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "refresh", "deleted"])
def test_others_are_refused(user: User, settings: Any, path: str, header: str | None) -> None:
    """With the status, the body and the challenge of a view of REST framework."""
    tokens = {"refresh": RefreshToken.for_user(user), "deleted": AccessToken.for_user(user)}
    if header == "deleted":
        user.delete()
    told = bearer(tokens[header]) if header in tokens else {"Authorization": header} if header else {}
    answer = Client().get(path, headers=told)
    settings.ROOT_URLCONF = "tests.projects.full.urls"
    expected = APIClient().get("/whoami/", headers=told)
    assert (answer.status_code, answer.json()) == (401, expected.json())
    assert answer["WWW-Authenticate"] == expected["WWW-Authenticate"]


@VIEWS
def test_an_outage_is_no_refusal(user: User, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """It is a 503 that says when to come back."""
    monkeypatch.setattr("drf_signet.authentication.user_of", raising(DatabaseUnavailableError()))
    answer = Client().get(path, headers=bearer(AccessToken.for_user(user)))
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "database_unavailable", "5")


def test_an_operation_that_signs_in(user: User) -> None:
    """Refusals of our serializers are answers of Ninja, too."""

    def post(**body: str) -> Any:
        return Client().post("/ninja/token", json.dumps(body), content_type="application/json")

    assert set(post(**GOOD).json()) == {"refresh", "access", "expires_in"}
    wrong = post(username="ada", password="wrong")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "no_active_account")
    assert wrong["WWW-Authenticate"] == 'Bearer realm="api"'
    assert post(username="ada").json() == {"password": ["This field is required."]}


def test_an_async_view(user: User) -> None:
    """It authenticates by the class that it names, and opens a session of the device."""
    request = AsyncRequestFactory().get("/", headers=bearer(AccessToken.for_user(user)))
    answer = async_to_sync(ASYNC["another_pair"])(request)
    assert (answer.status_code, json.loads(answer.content)["reason"]) == (401, "claim_missing")
    token = session_tokens.AccessToken.for_user(user)
    request = AsyncRequestFactory().get("/", headers={**bearer(token), "User-Agent": "a watch"})
    answer = async_to_sync(ASYNC["another_pair"])(request)
    assert set(json.loads(answer.content)) == {"refresh", "access"}
    assert Session.objects.filter(user_agent="a watch").count() == 1


@pytest.mark.parametrize("token_class", [RefreshToken, session_tokens.RefreshToken, session_tokens.AccessToken])
def test_a_token_in_an_async_view(user: User, token_class: Any) -> None:
    """Both are signed without a further query."""

    async def pair() -> tuple[str, str]:
        token = await token_class.afor_user(user)
        return str(token), str(getattr(token, "access_token", token))

    assert all(async_to_sync(pair)())


def test_the_usual_call_in_an_async_view(user: User) -> None:
    """Opens no session, and says what is wrong."""

    async def call() -> None:
        with pytest.raises(SynchronousOnlyOperation):
            session_tokens.RefreshToken.for_user(user)

    async_to_sync(call)()
    assert async_to_sync(ASYNC["one_token"])(user).count(".") == 2
    assert Session.objects.count() == 1


def test_a_resolver(user: User) -> None:
    """The code of a refusal is in the extensions."""
    field = GraphQLField(GraphQLString, resolve=lambda _, info: GRAPHQL["user_of"](info).get_username())
    schema = GraphQLSchema(GraphQLObjectType("Query", {"me": field}))

    def ask(**headers: str) -> Any:
        request = RequestFactory().post("/graphql", headers=headers)
        request.user = AnonymousUser()
        return graphql_sync(schema, "{ me }", context_value=request)

    assert ask(**bearer(AccessToken.for_user(user))).data == {"me": "ada"}
    assert [one.extensions for one in ask().errors] == [{"code": "not_authenticated"}]
    assert [one.extensions for one in ask(Authorization="Bearer x").errors] == [{"code": "token_not_valid"}]
