"""Attacks on the bodies of the token endpoints."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.wire.answers import BAD_CREDENTIALS, BAD_TOKEN, CHALLENGE, assert_answer, body, not_valid
from tests.wire.attack_cases_body import BROKEN_BODIES, DEEP_BODIES, NO_STRING, REFUSED_VALUES, TAKEN_VALUES
from tests.wire.doors import BODY_DOORS, Door
from tests.wire.endpoints import EVERY_ENDPOINT, EVERY_FIELD, PASSWORD_PATHS, Endpoint
from tests.wire.forge import dump

JSON = "application/json"
AT_EVERY_ENDPOINT = pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
IN_EVERY_FIELD = pytest.mark.parametrize(("endpoint", "field"), EVERY_FIELD)


def with_value(endpoint: Endpoint, user: User, field: str, text: str) -> bytes:
    """A good body, except that the value of *field* is the JSON *text*."""
    rest = {name: value for name, value in endpoint.good(user).items() if name != field}
    return dump({**rest, "x": 0})[:-1] + f',"{field}":{text}}}'.encode()


@IN_EVERY_FIELD
def test_a_body_with_nothing_odd_is_accepted(user: User, api: APIClient, endpoint: Endpoint, field: str) -> None:
    """The attacks below start from a good body. Other members are ignored."""
    text = json.dumps(endpoint.good(user)[field])
    assert api.post(endpoint.path, with_value(endpoint, user, field, text), content_type=JSON).status_code == 200


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
    sent = with_value(endpoint, user, field, text)
    with django_assert_num_queries(0):
        response = api.post(endpoint.path, sent, content_type=JSON)
    assert_answer(response, 400, {field: [message]})


@IN_EVERY_FIELD
@pytest.mark.parametrize("text", TAKEN_VALUES)
def test_a_value_that_is_no_good_is_refused(
    user: User, api: APIClient, endpoint: Endpoint, field: str, text: str
) -> None:
    """A number counts as its digits, and any text as a credential or token, but a wrong one."""
    response = api.post(endpoint.path, with_value(endpoint, user, field, text), content_type=JSON)
    if endpoint.path in PASSWORD_PATHS:
        assert_answer(response, 401, BAD_CREDENTIALS, CHALLENGE)
    else:
        assert_answer(response, 401, not_valid("Token is invalid"), BAD_TOKEN)


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("sent", BROKEN_BODIES)
def test_a_body_that_is_no_json_is_refused(user: User, api: APIClient, endpoint: Endpoint, sent: bytes) -> None:
    """400 says that it is no JSON."""
    response = api.post(endpoint.path, sent, content_type=JSON)
    assert response.status_code == 400
    assert list(body(response)) == ["detail", "code"]
    assert body(response)["detail"].startswith("JSON parse error - ")


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("sent", DEEP_BODIES)
def test_a_body_that_is_nested_too_deeply_is_refused(
    user: User, api: APIClient, endpoint: Endpoint, sent: bytes
) -> None:
    """400, as no honest client sends such a thing."""
    response = api.post(endpoint.path, sent, content_type=JSON)
    assert_answer(response, 400, {"detail": "The JSON is nested too deeply.", "code": "parse_error"})


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("depth", range(100, 1_500, 100))
def test_a_nested_body_breaks_nothing(user: User, api: APIClient, endpoint: Endpoint, depth: int) -> None:
    """No depth gives an error of ours, whether or not the body can be read."""
    response = api.post(endpoint.path, b"[" * depth + b"]" * depth, content_type=JSON)
    assert response.status_code == 400


@pytest.mark.parametrize("door", BODY_DOORS)
@pytest.mark.parametrize(
    "spelling", ["{token} ", " {token}", "  {token}  ", "{token}\u00a0", "Bearer {token}", "{token} {token}", " "]
)
def test_a_token_in_a_body_is_not_trimmed(user: User, api: APIClient, door: Door, spelling: str) -> None:
    """A trimmed text would not be the signed one."""
    door.assert_refused(api, spelling.replace("{token}", door.forge(user).token()))


@pytest.mark.parametrize("path", PASSWORD_PATHS)
def test_a_long_password_is_not_hashed(user: User, api: APIClient, path: str) -> None:
    """A password above 4096 characters is refused before anything slow happens."""
    for length in (4_097, 1_000_000):
        response = api.post(path, {"username": "ada", "password": "x" * length})
        assert_answer(response, 400, {"password": ["Ensure this field has no more than 4096 characters."]})
    assert api.post(path, {"username": "ada", "password": "x" * 4_096}).status_code == 401


@pytest.mark.parametrize("path", PASSWORD_PATHS)
@pytest.mark.parametrize("name", ["ADA", "\uff41da", "ada\u200b", "a\u0300da", "\u0430da", "ada%", "ad_", "*"])
def test_a_name_that_looks_alike_is_another(user: User, api: APIClient, path: str, name: str) -> None:
    """Only the exact name signs in: no other case, alphabet or pattern."""
    assert_answer(api.post(path, {"username": name, "password": PASSWORD}), 401, BAD_CREDENTIALS, CHALLENGE)


@IN_EVERY_FIELD
def test_a_file_is_no_text(user: User, api: APIClient, endpoint: Endpoint, field: str) -> None:
    """A file uploaded under the name of a field is refused."""
    good = endpoint.good(user)
    upload = SimpleUploadedFile("a.txt", str(good[field]).encode())
    response = api.post(endpoint.path, {**good, field: upload}, format="multipart")
    assert_answer(response, 400, {field: [NO_STRING]})


@AT_EVERY_ENDPOINT
def test_more_fields_than_django_takes_are_refused(user: User, api: APIClient, endpoint: Endpoint) -> None:
    """A form of thousands of fields is a bad request, not an error of ours."""
    form = "&".join(f"a{number}=b" for number in range(2_000))
    response = api.post(endpoint.path, form, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@IN_EVERY_FIELD
@pytest.mark.parametrize("text", ['"\\ud800"', '"\\u0000"', "[" * 50 + "]" * 50, "1e400"])
def test_a_browser_is_answered_as_well(
    user: User, api: APIClient, settings: Settings, endpoint: Endpoint, field: str, text: str
) -> None:
    """REST framework's page for browsers works, too, and no body gives an error of ours."""
    settings.TEMPLATES = TEMPLATES
    sent = with_value(endpoint, user, field, text)
    response = api.post(endpoint.path, sent, content_type=JSON, HTTP_ACCEPT="text/html")
    assert response.status_code in {400, 401, 406}


@IN_EVERY_FIELD
@pytest.mark.parametrize(
    "bad", ["{good}.", " {good} ", "{good}\0", "{good}" * 200], ids=["401", "spaced", "nul", "long"]
)
def test_a_browser_is_not_shown_what_it_sent(
    user: User, api: APIClient, settings: Settings, endpoint: Endpoint, field: str, bad: str
) -> None:
    """After a refusal, the form of the page doesn't repeat the password or token."""
    settings.TEMPLATES = TEMPLATES
    good = endpoint.good(user)
    sent = {name: bad.replace("{good}", str(value)) if name == field else value for name, value in good.items()}
    response = api.post(endpoint.path, sent, HTTP_ACCEPT="text/html")
    assert response.status_code in ({200, 400, 401} if field == "username" else {400, 401})
    assert response.headers["Content-Type"].startswith("text/html")
    for name, value in good.items():
        assert name == "username" or str(value) not in response.content.decode()
