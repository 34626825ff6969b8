"""The endpoints accept only JSON. They refuse anything that a form on another page can send, whatever else it says."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.test import APIClient
from rest_framework.views import APIView

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import COOKIE, EVERY, JSON, OWN_PAGE, SIGN_IN, TAKE_COOKIE, Meta, is_untouched, with_cookie
from tests.sessions_wire.client import CREDENTIALS
from tests.wire.answers import body

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data; boundary=X"
FOREIGN: Final[Meta] = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"}
AS_JSON: Final = json.dumps(CREDENTIALS)
AS_FORM: Final = urlencode(CREDENTIALS)
IN_PARTS: Final = "".join(
    f'--X\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in CREDENTIALS.items()
)

FORMS: Final = [
    pytest.param("text/plain", AS_JSON, id="json-as-text"),
    pytest.param("text/plain;charset=UTF-8", AS_JSON, id="json-as-utf8-text"),
    pytest.param("text/plain", '{"username": "ada", "password": "x', id="name-of-a-form-field"),
    pytest.param(FORM, AS_FORM, id="form"),
    pytest.param(FORM, AS_JSON, id="json-as-form"),
    pytest.param(MULTIPART, IN_PARTS + "--X--\r\n", id="multipart"),
    pytest.param("application/json-patch+json", AS_JSON, id="other-json"),
    pytest.param("text/json", AS_JSON, id="text-json"),
    pytest.param("application/jsonp", AS_JSON, id="longer"),
    pytest.param("*/*", AS_JSON, id="anything"),
    pytest.param("x, application/json", AS_JSON, id="two"),
    pytest.param("text/plain; application/json", AS_JSON, id="json-as-parameter"),
    pytest.param("text/plain; charset=UTF-8", "", id="no-text"),
    pytest.param(FORM, "", id="empty-form"),
    pytest.param(MULTIPART, "", id="no-parts"),
]


@EVERY
@pytest.mark.parametrize(("content_type", "sent"), FORMS)
def test_what_a_form_can_send_is_refused(user: User, api: APIClient, path: str, content_type: str, sent: str) -> None:
    """415 to a page of our own, 403 to one of another site; nobody is signed in, refreshed or signed out."""
    token = RefreshToken.for_user(user)
    cookie = with_cookie(token)
    places: list[tuple[Meta, int]] = [
        (OWN_PAGE, 415),
        (FOREIGN, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://sibling.testserver"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": "https://evil.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({}, 403),
    ]
    for meta, status in places:
        response = api.generic("POST", path, sent, content_type=content_type, **meta, **cookie)
        assert response.status_code == status
        assert is_untouched(response)
    session = Session.objects.get()
    assert (session.generation, session.revoked_at) == (0, None)


def test_json_without_a_name_is_refused(user: User, api: APIClient) -> None:
    """A body whose type isn't JSON doesn't count as JSON."""
    response = api.generic("POST", SIGN_IN, AS_JSON, content_type="", **OWN_PAGE)
    assert response.status_code == 415


@EVERY
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_header_and_no_field_makes_a_post_of_a_get(user: User, api: APIClient, path: str, method: str) -> None:
    """A link or an image on another page does nothing."""
    cookie = with_cookie(RefreshToken.for_user(user))
    for override in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD", "HTTP_X_METHOD_OVERRIDE"):
        said: Meta = {override: "POST", **cookie}
        response = api.generic(method, f"{path}?_method=POST&method=POST", **said)
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST, OPTIONS"
    session = Session.objects.get()
    assert (session.generation, session.revoked_at) == (0, None)


@TAKE_COOKIE
def test_a_post_that_says_it_is_a_get_is_a_post(user: User, api: APIClient, path: str) -> None:
    """The endpoint treats it like any other, and refuses it from a page of another site."""
    said: Meta = {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET", "HTTP_COOKIE": f"{COOKIE}={RefreshToken.for_user(user)}"}
    response = api.generic("POST", f"{path}?_method=GET", '{"_method": "GET"}', content_type=JSON, **FOREIGN, **said)
    assert (response.status_code, body(response)["code"]) == (403, "origin_refused")


@EVERY
def test_a_project_that_reads_forms_alone(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Even if DEFAULT_PARSER_CLASSES reads only forms, the endpoints accept JSON and refuse forms."""
    monkeypatch.setattr(APIView, "parser_classes", [FormParser])
    cookie = with_cookie(RefreshToken.for_user(user))
    form = api.generic("POST", path, AS_FORM, content_type=FORM, **OWN_PAGE, **cookie)
    assert form.status_code == 415
    assert api.generic("POST", path, AS_JSON, content_type=JSON, **OWN_PAGE, **cookie).status_code in (200, 204)


class Backwards(JSONParser):
    """A project's own JSON: its keys are written from right to left."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The body, with keys as they are meant."""
        return {key[::-1]: value for key, value in super().parse(stream, media_type, parser_context).items()}


class VersionedJSON(Backwards):
    """The same under a name of the project's own."""

    media_type = "application/vnd.shop+json"


class AnythingAsJSON(Backwards):
    """Reads everything that forms can send as JSON."""

    media_type = "*/*"


BACKWARDS: Final = json.dumps({key[::-1]: value for key, value in CREDENTIALS.items()})


@pytest.mark.parametrize("parser", [Backwards, VersionedJSON])
def test_json_is_read_by_the_parser_of_the_project(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, parser: type[JSONParser]
) -> None:
    """It may rename keys, and may have a type of its own for its JSON, which no form can send."""
    monkeypatch.setattr(APIView, "parser_classes", [MultiPartParser, FormParser, parser])
    response = api.generic("POST", SIGN_IN, BACKWARDS, content_type=parser.media_type, **OWN_PAGE)
    assert response.status_code == 200


def test_plain_json_is_read_beside_the_json_of_the_project(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients that know these endpoints send it."""
    monkeypatch.setattr(APIView, "parser_classes", [VersionedJSON])
    assert api.generic("POST", SIGN_IN, AS_JSON, content_type=JSON, **OWN_PAGE).status_code == 200


@EVERY
@pytest.mark.parametrize(("content_type", "sent"), FORMS)
def test_a_parser_of_anything_opens_nothing(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, path: str, content_type: str, sent: str
) -> None:
    """The endpoint refuses everything that a form can send, even if the project reads it as JSON elsewhere."""
    monkeypatch.setattr(APIView, "parser_classes", [AnythingAsJSON])
    cookie = with_cookie(RefreshToken.for_user(user))
    response = api.generic("POST", path, sent, content_type=content_type, **OWN_PAGE, **cookie)
    assert (response.status_code, is_untouched(response)) == (415, True)


@TAKE_COOKIE
def test_the_page_of_an_endpoint_asks_for_no_token(api: APIClient, path: str) -> None:
    """REST framework's form has no field for the token, because the endpoint ignores the body."""
    page = api.get(path, HTTP_ACCEPT="text/html").content.decode()
    assert "<textarea" in page
    assert "refresh&quot;" not in page
    assert 'name="refresh"' not in page


@EVERY
def test_the_page_of_an_endpoint_offers_json_alone(api: APIClient, path: str) -> None:
    """No form that the endpoint would refuse."""
    page = api.get(path, HTTP_ACCEPT="text/html").content.decode()
    assert 'value="application/json"' in page
    assert FORM not in page
    assert "multipart/form-data" not in page
