"""Attacks on the request around the token: methods, media types, and other claims of a client."""

from __future__ import annotations

from typing import cast

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.wire.answers import NOT_SHOWN, assert_answer, assert_tells_nothing
from tests.wire.doors import BODY_DOORS, EVERY_DOOR, HEADER_DOORS, Door
from tests.wire.endpoints import EVERY_ENDPOINT, Endpoint
from tests.wire.forge import dump

AT_EVERY_ENDPOINT = pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)

OVERRIDES = pytest.mark.parametrize(
    "header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"]
)


def send(api: APIClient, path: str, sent: str, media_type: str, method: str = "POST") -> Response:
    """The answer to a request with this very body, media type and method."""
    return cast(Response, api.generic(method, path, sent, media_type))


@AT_EVERY_ENDPOINT
@OVERRIDES
def test_a_header_makes_no_post(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, endpoint: Endpoint, header: str
) -> None:
    """A GET that claims to be a POST is a GET."""
    api.credentials(**{header: "POST"})
    with django_assert_num_queries(0):
        response = api.get(endpoint.path, {"_method": "POST"})
    assert_answer(response, 405, {"detail": 'Method "GET" not allowed.', "code": "method_not_allowed"})


@AT_EVERY_ENDPOINT
@OVERRIDES
def test_a_header_makes_no_get(user: User, api: APIClient, endpoint: Endpoint, header: str) -> None:
    """A POST that claims to be another method is a POST."""
    api.credentials(**{header: "DELETE"})
    assert api.post(endpoint.path, {**endpoint.good(user), "_method": "DELETE"}).status_code == 200


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "POST ", "P\u00d6ST", "\0"])
def test_an_odd_method_is_refused(user: User, api: APIClient, endpoint: Endpoint, method: str) -> None:
    """Whatever the method is called, it is no error of ours; TRACE shows nobody the request."""
    sent = dump(endpoint.good(user)).decode()
    response = send(api, endpoint.path, sent, "application/json", method)
    assert response.status_code in {400, 405}
    assert_tells_nothing(response, sent)


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "text/plain;charset=UTF-8",
        "text/html",
        "text/json",
        "text/xml",
        "application/xml",
        "application/jwt",
        "application/jose+json",
        "application/json-patch+json",
        "application/vnd.api+json",
        "application/octet-stream",
        "application/x-yaml",
        "application/x-python-pickle",
        "application",
        "json",
        "",
        "a",
        "text/plain; application/json",
    ],
)
def test_another_media_type_is_refused(
    user: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    endpoint: Endpoint,
    media_type: str,
) -> None:
    """A body with another media type than JSON or a form isn't read, although it is JSON."""
    sent = dump(endpoint.good(user)).decode()
    with django_assert_num_queries(0):
        response = send(api, endpoint.path, sent, media_type)
    text = f'Unsupported media type "{media_type}" in request.'
    assert_answer(response, 415, {"detail": text, "code": "unsupported_media_type"})
    assert response.headers["Cache-Control"] == "no-store"


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-16",
        "application/json; charset=rot13",
        "application/json; charset=undefined",
        "application/json; charset=zlib",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
    ],
)
def test_a_body_with_a_wrong_media_type_is_refused(
    user: User, api: APIClient, endpoint: Endpoint, media_type: str
) -> None:
    """JSON in UTF-8 with the media type of another charset or of a form is a bad request."""
    response = api.post(endpoint.path, dump(endpoint.good(user)), content_type=media_type)
    assert response.status_code == 400


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-99",
        "application/json; charset=../../etc/passwd",
        "application/json; charset=idna",
        "application/json; charset=unicode_escape",
        "application/json; charset",
        "application/json; charset=",
        "application/json, text/plain",
        "application/*",
        "*/*",
        "*/json",
        ";;;",
        "multipart/form-data; boundary=\xe9",
        "multipart/form-data; boundary=a; boundary=b",
        pytest.param("multipart/form-data; boundary=" + "a" * 300, id="long-boundary"),
    ],
)
def test_an_odd_media_type_breaks_nothing(user: User, api: APIClient, endpoint: Endpoint, media_type: str) -> None:
    """Whatever else ``Content-Type`` says, it is no error of ours."""
    response = send(api, endpoint.path, dump(endpoint.good(user)).decode(), media_type)
    assert response.status_code in {200, 400, 415}


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("media_type", ["application/json", "APPLICATION/JSON", "application/json; charset=utf-8"])
def test_json_is_read(user: User, api: APIClient, endpoint: Endpoint, media_type: str) -> None:
    """The name of JSON may be in any case."""
    assert api.post(endpoint.path, dump(endpoint.good(user)), content_type=media_type).status_code == 200


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("accept", ["application/xml", "*", ";", "a/b/c", "text/csv;q=0.0", "\xff", "image/*"])
def test_an_odd_accept_header_breaks_nothing(user: User, api: APIClient, endpoint: Endpoint, accept: str) -> None:
    """Whatever ``Accept`` asks for, there is an answer, and no cache may keep it."""
    response = api.post(endpoint.path, endpoint.good(user), HTTP_ACCEPT=accept)
    assert response.status_code in {200, 406}
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("door", BODY_DOORS)
def test_the_url_is_not_a_body(user: User, api: APIClient, door: Door) -> None:
    """A token in the query string of a POST is not looked at."""
    assert door.field is not None
    response = api.post(f"{door.path}?{door.field}={door.forge(user).token()}", {})
    assert_answer(response, 400, {door.field: ["This field is required."]})


@pytest.mark.parametrize("door", HEADER_DOORS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_method_that_a_view_lacks_is_refused_after_the_token(
    user: User, api: APIClient, door: Door, method: str
) -> None:
    """Without a token nobody learns which methods a view has."""
    ask = getattr(api, method)
    assert_answer(ask(door.path), 401, NOT_SHOWN, 'Bearer realm="api"')
    assert ask(door.path, HTTP_AUTHORIZATION=f"Bearer {door.forge(user).token()}").status_code == 405


@pytest.mark.parametrize("door", HEADER_DOORS)
def test_a_token_in_the_body_of_a_protected_view_is_none(user: User, api: APIClient, door: Door) -> None:
    """RFC 6750's second way, a form with ``access_token``, is not supported."""
    response = api.post(door.path, {"access_token": door.forge(user).token()}, format="multipart")
    assert_answer(response, 401, NOT_SHOWN, 'Bearer realm="api"')


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_a_refusal_is_the_same_for_all_clients(user: User, api: APIClient, door: Door) -> None:
    """Headers about the client's address change nothing."""
    api.credentials(
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_X_FORWARDED_HOST="localhost",
        HTTP_X_REMOTE_USER="ada",
        HTTP_FORWARDED="for=127.0.0.1",
        REMOTE_USER="ada",
    )
    door.assert_refused(api, f"{door.forge(user).token()}A")
