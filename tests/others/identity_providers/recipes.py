"""The settings of "Identity providers", in force, with a key set where they look for it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from django.test import override_settings
from joserfc.util import urlsafe_b64encode

from signet_tokens import remote_keys
from signet_tokens.keys import SigningKey
from tests.others.identity_providers import classes
from tests.others.identity_providers.shapes import NOW, Shape
from tests.others.page import blocks_under
from tests.stand_ins.key_pairs import private_jwk


def settings_of(shape: Shape) -> dict[str, Any]:
    """The dict of the page, whose classes of tokens are in the module that it names."""
    module = ModuleType("shop.tokens")
    names: dict[str, Any] = {}
    for number, block in enumerate(blocks_under(shape.heading, "identity-providers")):
        if "SIGNET" not in block:
            exec(block, vars(module))
        elif number == shape.block:
            exec(block, names)
    signet = dict(names["SIGNET"])
    for path in signet.get("AUTH_TOKEN_CLASSES", ()):
        # Where these tests can import it from.
        setattr(classes, path.rpartition(".")[2], vars(module)[path.rpartition(".")[2]])
    paths = [f"{classes.__name__}.{path.rpartition('.')[2]}" for path in signet.get("AUTH_TOKEN_CLASSES", ())]
    return {**signet, **({"AUTH_TOKEN_CLASSES": paths} if paths else {})}


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
    changed = override_settings(
        SIGNET={**settings_of(shape), **changes}, ROOT_URLCONF="tests.others.identity_providers.urls"
    )
    with serving({shape.url: shape.published()}), changed, patch.object(time, "time", lambda: float(NOW)):
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
