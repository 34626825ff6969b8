"""Requests to the project, and tokens to send with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.test import override_settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.conf import forget, get_encoder
from drf_signet.keys_in_force import get_ring
from drf_signet_compat.simplejwt.tokens import AccessToken
from signet_tokens.jws import sign
from tests.conftest import PASSWORD

NAME: Final = "SIMPLE_JWT"
DEFAULT: Final = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}


@contextmanager
def simple_jwt(**keys: Any) -> Iterator[None]:
    """With other *keys* in ``SIMPLE_JWT``."""
    with override_settings(SIMPLE_JWT={**DEFAULT, **keys}):
        yield


@contextmanager
def without_simple_jwt() -> Iterator[None]:
    """With no ``SIMPLE_JWT`` at all. Django tells nobody of a setting that is deleted, so it is told here."""
    try:
        with override_settings():
            delattr(settings, NAME)
            forget(setting=NAME)
            yield
    finally:
        forget(setting=NAME)


def post(where: str, **body: object) -> Response:
    """The answer to a POST; a 500 where we raise."""
    return APIClient(raise_request_exception=False).post(f"/{where}/", body)


def get(where: str, token: object) -> Response:
    """The answer to a GET with *token* in the header."""
    client = APIClient(raise_request_exception=False)
    return client.get(f"/{where}/", HTTP_AUTHORIZATION=f"Bearer {token}")


def pair(username: str = "ada") -> dict[str, str]:
    """Both tokens of the user, who signs in."""
    answer = post("token", username=username, password=PASSWORD)
    assert answer.status_code == 200, answer.data
    return dict(answer.data)


def sliding(username: str = "ada") -> str:
    """The sliding token of the user, who signs in."""
    return str(post("sliding", username=username, password=PASSWORD).data["token"])


def signed(**claims: object) -> str:
    """A token with *claims* and nothing else, genuine all the same."""
    return sign(get_encoder().encode(claims).encode(), get_ring().signing_key)


def changed(token: AccessToken, **claims: object) -> str:
    """*token* with other *claims*; None takes one away."""
    payload = {**token.payload, **claims}
    return signed(**{name: value for name, value in payload.items() if value is not None})
