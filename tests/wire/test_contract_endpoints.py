"""The common behaviour of all token endpoints."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.wire.answers import assert_answer, body
from tests.wire.endpoints import EVERY_ENDPOINT, Endpoint

JSON = "application/json"

pytestmark = pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)


def test_a_good_body_is_accepted(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """The endpoint reads JSON."""
    assert api.post(endpoint.path, endpoint.good(user)).status_code == 200


def test_a_form_is_accepted(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """The endpoint reads the body of an HTML form, too."""
    assert api.post(endpoint.path, endpoint.good(user), format="multipart").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"), [({}, 200), ({"password": "x", "refresh": "x", "token": "x"}, 401), (None, 400)]
)
def test_no_answer_is_kept(
    user: User, api: APIClient, endpoint: Endpoint, changes: dict[str, object] | None, status: int
) -> None:
    """Every answer, good or bad, says that no cache may keep it."""
    response = api.post(endpoint.path, {} if changes is None else endpoint.good(user) | changes)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["Bearer abc", "Bearer", "Bearer a b", "Basic YTpi", "Bearer a.b.c", "\0"])
def test_a_stale_header_is_not_looked_at(user: User, api: APIClient, endpoint: Endpoint, header: str) -> None:
    """No value of ``Authorization`` keeps anybody from signing in or refreshing."""
    response = api.post(endpoint.path, endpoint.good(user), HTTP_AUTHORIZATION=header)
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, endpoint: Endpoint, method: str
) -> None:
    """Only POST does anything."""
    with django_assert_num_queries(0):
        response = getattr(api, method.lower())(endpoint.path, endpoint.good(user))
    assert_answer(response, 405, {"detail": f'Method "{method}" not allowed.', "code": "method_not_allowed"})
    assert response.headers["Allow"] == "POST, OPTIONS"
    assert response.headers["Cache-Control"] == "no-store"


def test_options_describe_the_endpoint(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """OPTIONS returns the fields to anybody."""
    response = api.options(endpoint.path)
    assert response.status_code == 200
    assert set(endpoint.fields) <= set(body(response)["actions"]["POST"])


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        pytest.param(
            "{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)", id="cut-short"
        ),
        pytest.param("abc", "Expecting value: line 1 column 1 (char 0)", id="no-json"),
        pytest.param("{} {}", "Extra data: line 1 column 4 (char 3)", id="two-documents"),
    ],
)
def test_malformed_json_is_refused_with_its_place(
    user: User, api: APIClient, endpoint: Endpoint, text: str, detail: str
) -> None:
    """400 in REST framework's words."""
    response = api.post(endpoint.path, text, content_type=JSON)
    assert_answer(response, 400, {"detail": f"JSON parse error - {detail}", "code": "parse_error"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[]", "Invalid data. Expected a dictionary, but got list.", id="list"),
        pytest.param('["a"]', "Invalid data. Expected a dictionary, but got list.", id="list-of-strings"),
        pytest.param('"a"', "Invalid data. Expected a dictionary, but got str.", id="string"),
        pytest.param("1", "Invalid data. Expected a dictionary, but got int.", id="number"),
        pytest.param("null", "No data provided", id="null"),
    ],
)
def test_a_body_that_is_no_object_is_refused(
    user: User, api: APIClient, endpoint: Endpoint, text: str, message: str
) -> None:
    """400 in REST framework's words."""
    response = api.post(endpoint.path, text, content_type=JSON)
    assert_answer(response, 400, {"non_field_errors": [message]})


def test_an_empty_body_lacks_every_field(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """An empty body counts as an object without members."""
    response = api.post(endpoint.path, "", content_type=JSON)
    assert_answer(response, 400, {field: ["This field is required."] for field in endpoint.fields})
