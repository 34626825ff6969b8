"""Bodies that Django itself refuses: an answer of ours with a code, and never a 500 or a page."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.http import UnreadablePostError
from pytest_django import Settings
from rest_framework.test import APIClient

from tests.wire.answers import assert_answer
from tests.wire.endpoints import EVERY_ENDPOINT, Endpoint

AT_EVERY_ENDPOINT: Final = pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)
TOO_LARGE: Final = {"detail": "The request body is too large.", "code": "body_too_large"}
TOO_MANY: Final = {"detail": "The request body has too many fields.", "code": "too_many_fields"}
NEVER_CAME: Final = {"detail": "The request body didn't arrive in full. Send it again.", "code": "body_unreadable"}
FORM: Final = "application/x-www-form-urlencoded"
PARTS: Final = "multipart/form-data; boundary=x"


def part(name: str, more: str = "") -> str:
    """One part of a form."""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n1\r\n'


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("content_type", ["application/json", FORM, PARTS, "text/plain", ""])
def test_a_large_body_is_not_read(
    api: APIClient, settings: Settings, endpoint: Endpoint, content_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it holds: its size is said before."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = api.generic("POST", endpoint.path, "x" * 1_001, content_type=content_type)
    assert_answer(response, 413, TOO_LARGE)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    assert api.generic("POST", endpoint.path, "x" * 1_001, content_type=content_type).status_code in {400, 415}


@AT_EVERY_ENDPOINT
def test_a_size_that_is_no_number_is_none(api: APIClient, settings: Settings, endpoint: Endpoint) -> None:
    """Servers refuse it; where one doesn't, Django takes the body for empty."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1
    for said in ("-5", "x", "\u0665\u0665", "1e9"):
        response = api.generic("POST", endpoint.path, "", content_type="application/json", CONTENT_LENGTH=said)
        assert response.status_code in {400, 413}


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        pytest.param(FORM, "&".join(f"a{number}=1" for number in range(20)), id="form"),
        pytest.param(PARTS, "".join(part(f"a{number}") for number in range(20)) + "--x--\r\n", id="parts"),
        pytest.param(
            PARTS, "".join(part(f"a{number}", '; filename="f"') for number in range(20)) + "--x--\r\n", id="files"
        ),
    ],
)
def test_a_form_of_many_fields_is_refused(
    api: APIClient, settings: Settings, endpoint: Endpoint, content_type: str, content: str
) -> None:
    """So are many files."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 10
    assert_answer(api.generic("POST", endpoint.path, content, content_type=content_type), 400, TOO_MANY)


@AT_EVERY_ENDPOINT
@pytest.mark.parametrize("content_type", ["application/json", FORM, PARTS])
def test_a_body_that_never_came_is_refused(api: APIClient, endpoint: Endpoint, content_type: str) -> None:
    """The connection ends in the middle of it."""

    class Broken:
        def read(self, *size: Any) -> bytes:
            raise UnreadablePostError("gone")

        readline = read

    broken: Any = {"CONTENT_LENGTH": "10", "wsgi.input": Broken()}
    response = api.generic("POST", endpoint.path, "", content_type=content_type, **broken)
    assert_answer(response, 400, NEVER_CAME)
