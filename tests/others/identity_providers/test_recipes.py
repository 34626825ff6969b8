"""Each recipe of the page against the tokens of its provider: the right one is taken, and no other."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.checks import run_checks
from joserfc.util import urlsafe_b64encode
from rest_framework.test import APIClient

from signet_tokens.keys import SigningKey
from tests.others.identity_providers.recipes import encoded, recipe, settings_of, short_form, token_of
from tests.others.identity_providers.shapes import NOW, SHAPES, SUPABASE, USER, Shape
from tests.others.page import PAGES
from tests.stand_ins.key_pairs import SECRET

FORMS = pytest.mark.parametrize("form", [recipe, short_form], ids=["issuers", "jwk-url"])
EACH = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
OTHERS = [
    pytest.param(shape, changes, id=f"{name}-{other}")
    for name, shape in SHAPES.items()
    for other, changes in shape.others.items()
]
Form = Callable[[Shape], AbstractContextManager[None]]


def ask(raw: str, path: str = "/orders/") -> Any:
    """The answer to a request with that token."""
    return APIClient(raise_request_exception=False).get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")


@FORMS
@EACH
def test_an_access_token_is_taken(shape: Shape, form: Form) -> None:
    """Its user is the one that the provider names, and no check speaks up, not even for deployment."""
    with form(shape):
        answer = ask(token_of(shape))
        found = [one for one in run_checks(include_deployment_checks=True) if (one.id or "").startswith("signet.")]
    assert (answer.status_code, answer.json().get("id")) == (200, shape.user)
    assert [one.id for one in found if one.id != "signet.W046" or "compose" not in shape.url] == (
        ["signet.W046"] if shape.url.startswith("http:") else []
    )


@FORMS
@pytest.mark.parametrize(("shape", "changes"), OTHERS)
def test_no_other_token_of_the_provider_is_taken(shape: Shape, changes: Mapping[str, object], form: Form) -> None:
    """One for another tenant, project or API, and whatever else the provider gives to those who sign in."""
    with form(shape):
        assert ask(token_of(shape, **changes)).status_code == 401


@EACH
def test_a_public_key_is_no_secret(shape: Shape) -> None:
    """Everybody has it, so an HMAC made with it says nothing (RFC 8725 section 2.1)."""
    public = shape.pair.as_pem(private=False)
    for header in ({**shape.token_header(), "alg": "HS256"}, {"alg": "HS256"}):
        parts = [
            urlsafe_b64encode(json.dumps(part).encode()) for part in (header, {"iss": shape.issuer, **shape.access})
        ]
        signature = hmac.digest(public, b".".join(parts), "sha256")
        with recipe(shape):
            assert ask(b".".join([*parts, urlsafe_b64encode(signature)]).decode()).status_code == 401


def test_every_recipe_of_the_page_is_tried() -> None:
    """None is left out above, but for the one with a secret, which is tried below, and what isn't of a provider."""
    page = PAGES / "identity-providers.md"
    of_providers = page.read_text().partition("## Signet itself")[0]
    assert len(re.findall(r"(?m)^SIGNET = ", of_providers)) == len(SHAPES) + 1


LEGACY = {**vars(SUPABASE), "block": 1, "algorithm": "HS256"}


def test_the_legacy_secret_of_supabase(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys for pages and servers are signed with it as well, and are no users."""
    monkeypatch.setenv("SUPABASE_JWT_SECRET", SECRET)
    key, header = SigningKey.load(SECRET, "HS256"), {"alg": "HS256", "typ": "JWT"}
    with recipe(Shape(**LEGACY)):
        answer = ask(encoded(key, {"iss": SUPABASE.issuer, **SUPABASE.access}, header))
        assert (answer.status_code, answer.json()["id"]) == (200, USER)
        for role in ("anon", "service_role"):
            claims = {"iss": "supabase", "ref": "abcdefghijklmnopqrst", "role": role, "iat": NOW, "exp": NOW + 10**8}
            assert ask(encoded(key, claims, header)).status_code == 401


def test_the_settings_of_the_page_are_dicts() -> None:
    """They can be read, whichever they are."""
    assert all([*settings_of(one)["ISSUERS"]] == [one.issuer] for one in SHAPES.values())
