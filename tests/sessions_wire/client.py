"""Requests as clients of sessions send them."""

from __future__ import annotations

from typing import Any, Final

from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.sessions_wire.places import API, REFRESH
from tests.wire.answers import body

CREDENTIALS: Final = {"username": "ada", "password": PASSWORD}


def sign_in(api: APIClient, path: str = f"{API}token/", **meta: Any) -> dict[str, Any]:
    """The tokens for the password of ada."""
    return tokens_of(api.post(path, CREDENTIALS, **meta))


def refresh(api: APIClient, token: object) -> dict[str, Any]:
    """The tokens for a refresh token."""
    return tokens_of(REFRESH.show(api, str(token)))


def bearer(token: object) -> str:
    """The ``Authorization`` header with *token*."""
    return f"Bearer {token}"


def list_sessions(api: APIClient, token: object) -> list[dict[str, Any]]:
    """What the list shows to *token*."""
    response = api.get(f"{API}sessions/", HTTP_AUTHORIZATION=bearer(token))
    assert response.status_code == 200, response.content
    shown: list[dict[str, Any]] = body(response)
    return shown


def end_session(api: APIClient, identifier: object, token: object) -> Response:
    """The answer to a DELETE of a session by the holder of *token*."""
    return api.delete(f"{API}sessions/{identifier}/", HTTP_AUTHORIZATION=bearer(token))


def tokens_of(response: Response) -> dict[str, Any]:
    """The body of an answer with tokens, which no cache keeps."""
    assert response.status_code == 200, response.content
    assert response.headers["Cache-Control"] == "no-store"
    answer: dict[str, Any] = body(response)
    return answer
