"""The settings of "Identity providers", in force, with a key set where they look for it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.test import override_settings
from joserfc.util import urlsafe_b64encode

from signet_tokens import remote_keys
from signet_tokens.keys import SigningKey
from tests.others.identity_providers.shapes import NOW, Shape
from tests.others.identity_providers.short_forms import short_settings_of
from tests.others.page import blocks_under
from tests.stand_ins.key_pairs import private_jwk


def settings_of(shape: Shape) -> dict[str, Any]:
    """The dict of the page."""
    names: dict[str, Any] = {}
    exec(blocks_under(shape.heading, "identity-providers")[shape.block], names)
    return dict(names["SIGNET"])


@contextmanager
def serving(documents: Mapping[str, object]) -> Iterator[list[str]]:
    """JSON *documents* by their addresses; what was asked for. Anything else is not there."""
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        if url not in documents:
            raise OSError("nobody answers there")
        return json.dumps(documents[url]).encode()

    with patch.object(remote_keys, "fetch_document", fetch):
        yield asked


@contextmanager
def recipe(shape: Shape, **changes: object) -> Iterator[None]:
    """The settings in force, at the time of the tokens."""
    with in_force(shape, {**settings_of(shape), "KEY_SET_CACHE": None, **changes}):
        yield


@contextmanager
def short_form(shape: Shape, **changes: object) -> Iterator[None]:
    """The same with JWK_URL in place of ISSUERS."""
    with in_force(shape, {**short_settings_of(shape), "KEY_SET_CACHE": None, **changes}):
        yield


@contextmanager
def in_force(shape: Shape, signet: Mapping[str, object]) -> Iterator[None]:
    """The settings *signet* in force, at the time of the tokens, with what the provider publishes."""
    changed = override_settings(SIGNET=signet, ROOT_URLCONF="tests.others.identity_providers.urls")
    with serving(shape.documents()), changed, patch.object(time, "time", lambda: float(NOW)):
        yield


def token_of(shape: Shape, **changes: object) -> str:
    """An access token of the provider, with *changes*; None takes a claim away."""
    claims = {"iss": shape.issuer, **shape.access, **changes}
    return signed(shape, {name: value for name, value in claims.items() if value is not None})


def signed(shape: Shape, claims: Mapping[str, object], header: Mapping[str, object] | None = None) -> str:
    """A token with exactly these *claims*, and exactly this *header*, by the key of the provider."""
    key = SigningKey.load(private_jwk(shape.pair), shape.algorithm)
    return encoded(key, claims, shape.token_header() if header is None else header)


def encoded(key: SigningKey, claims: Mapping[str, object], header: Mapping[str, object]) -> str:
    """A token by *key*."""
    signing_input = b".".join(urlsafe_b64encode(json.dumps(part).encode()) for part in (header, claims))
    return (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode()
