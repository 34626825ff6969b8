"""The common behaviour of all endpoints of sessions that accept a POST."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.sessions_wire.client import CREDENTIALS
from tests.sessions_wire.refusals import not_valid
from tests.sessions_wire.session_endpoints import (
    EVERY_ENDPOINT,
    EVERY_FIELD,
    EVERY_SIGN_IN,
    EVERY_TOKEN_FIELD,
    EXPECTED,
)
from tests.wire.answers import BAD_TOKEN, assert_answer, assert_tells_nothing
from tests.wire.attack_cases_body import REFUSED_VALUES
from tests.wire.endpoints import Endpoint

JSON = "application/json"
AT_EVERY_ENDPOINT = pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)
IN_EVERY_FIELD = pytest.mark.parametrize(("endpoint", "field"), EVERY_FIELD)


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("media_type", ["json", "multipart"])
def test_a_good_body_is_accepted(user: User, api: APIClient, endpoint: Endpoint, media_type: str) -> None:
    """JSON and a form are understood, and no cache keeps the answer."""
    response = api.post(endpoint.path, endpoint.good(user), format=media_type)
    assert response.status_code == EXPECTED.get(endpoint.path, 200)
    assert response.headers["Cache-Control"] == "no-store"
    assert "WWW-Authenticate" not in response.headers


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("header", ["Bearer abc", "Bearer", "Bearer a b", "Basic YTpi", "Bearer a.b.c", "\0"])
def test_a_stale_header_is_not_looked_at(user: User, api: APIClient, endpoint: Endpoint, header: str) -> None:
    """No value of ``Authorization`` keeps anybody from signing in, refreshing or signing out."""
    response = api.post(endpoint.path, endpoint.good(user), HTTP_AUTHORIZATION=header)
    assert response.status_code == EXPECTED.get(endpoint.path, 200)


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, endpoint: Endpoint, method: str
) -> None:
    """Only POST does anything."""
    good = endpoint.good(user)
    with django_assert_num_queries(0):
        response = getattr(api, method.lower())(endpoint.path, good)
    assert_answer(response, 405, {"detail": f'Method "{method}" not allowed.', "code": "method_not_allowed"})
    assert response.headers["Allow"] == "POST, OPTIONS"
    assert response.headers["Cache-Control"] == "no-store"


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("text", ["{", "abc", "{} {}", '{"refresh":', "\0"])
def test_malformed_json_is_refused(user: User, api: APIClient, endpoint: Endpoint, text: str) -> None:
    """400 in REST framework's words."""
    response = api.post(endpoint.path, text, content_type=JSON)
    assert response.status_code == 400
    said = json.loads(response.content)
    assert (said.pop("detail").startswith("JSON parse error - "), said) == (True, {"code": "parse_error"})


@AT_EVERY_ENDPOINT
def test_deeply_nested_json_is_refused(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """400, and no error of ours."""
    assert api.post(endpoint.path, "[" * 100_000, content_type=JSON).status_code == 400


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[]", "Invalid data. Expected a dictionary, but got list.", id="list"),
        pytest.param('"a"', "Invalid data. Expected a dictionary, but got str.", id="string"),
        pytest.param("null", "No data provided", id="null"),
    ],
)
def test_a_body_that_is_no_object_is_refused(
    user: User, api: APIClient, endpoint: Endpoint, text: str, message: str
) -> None:
    """400 in REST framework's words."""
    assert_answer(api.post(endpoint.path, text, content_type=JSON), 400, {"non_field_errors": [message]})


@IN_EVERY_FIELD
@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(None, "This field is required.", id="missing"),
        pytest.param({"": ""}, "This field may not be blank.", id="blank"),
        pytest.param({"": None}, "This field may not be null.", id="null"),
    ],
)
def test_a_field_is_required(
    user: User, api: APIClient, endpoint: Endpoint, field: str, change: dict[str, object] | None, message: str
) -> None:
    """400 names the field, as Simple JWT does."""
    rest = {name: value for name, value in endpoint.good(user).items() if name != field}
    sent = rest if change is None else {**rest, field: change[""]}
    response = api.post(endpoint.path, sent)
    assert_answer(response, 400, {field: [message]})
    assert response.headers["Cache-Control"] == "no-store"


@AT_EVERY_ENDPOINT
def test_an_empty_body_lacks_every_field(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """All of them are named at once."""
    response = api.post(endpoint.path, "", content_type=JSON)
    assert_answer(response, 400, {field: ["This field is required."] for field in endpoint.fields})


@IN_EVERY_FIELD
@pytest.mark.parametrize(("text", "message"), REFUSED_VALUES)
def test_a_value_that_is_no_text_is_refused(
    user: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    endpoint: Endpoint,
    field: str,
    text: str,
    message: str,
) -> None:
    """400 names the field, without a query."""
    rest = {name: value for name, value in endpoint.good(user).items() if name != field}
    sent = json.dumps({**rest, "x": 0})[:-1] + f',"{field}":{text}}}'
    with django_assert_num_queries(0):
        response = api.post(endpoint.path, sent, content_type=JSON)
    assert_answer(response, 400, {field: [message]})


@pytest.mark.parametrize(("endpoint", "field"), EVERY_TOKEN_FIELD)
@pytest.mark.parametrize("raw", ["abc", "a.b.c", "..", "null", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(
    user: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    endpoint: Endpoint,
    field: str,
    raw: str,
) -> None:
    """Any other string is an invalid token, not a bad request, and no query."""
    with django_assert_num_queries(0):
        response = api.post(endpoint.path, {field: raw})
    assert_answer(response, 401, not_valid("token_invalid"), BAD_TOKEN)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("endpoint", EVERY_SIGN_IN)
def test_a_refusal_shows_no_password(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """The answers to bad requests and to wrong credentials don't repeat what was sent."""
    secret = "a-password-with-a-typing-error"
    for sent in ({**CREDENTIALS, "password": secret}, {"password": secret}):
        response = api.post(endpoint.path, sent)
        assert response.status_code in {400, 401}
        assert_tells_nothing(response, secret)
