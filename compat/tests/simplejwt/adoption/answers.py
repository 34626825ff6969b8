"""Requests to the endpoints that adopt tokens, and what they answer."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.tokens import UntypedToken
from tests.conftest import PASSWORD


def sign_in(api: APIClient, name: str = "ada") -> dict[str, Any]:
    """The tokens for a password."""
    return tokens_of(api.post("/api/token/", {"username": name, "password": PASSWORD}))


def present(api: APIClient, token: str) -> Response:
    """The answer to a refresh."""
    return api.post("/api/token/refresh/", {"refresh": token}, HTTP_USER_AGENT="curl/8.5.0")


def refresh(api: APIClient, token: str) -> dict[str, Any]:
    """The tokens for a refresh token."""
    return tokens_of(present(api, token))


def tokens_of(response: Response) -> dict[str, Any]:
    """The body of an answer with tokens."""
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()  # type: ignore[attr-defined]  # the test client adds it
    return answer


def refused(response: Response) -> tuple[int, str]:
    """Status and finer reason of a refusal."""
    body: dict[str, Any] = response.json()  # type: ignore[attr-defined]
    return response.status_code, str(body.get("reason", body.get("code")))


def claims(raw: str) -> dict[str, object]:
    """What a token says."""
    return UntypedToken(raw).payload
