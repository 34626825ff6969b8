"""Each recipe of the page against the tokens of its provider: the right one is taken, and no other."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from joserfc.util import urlsafe_b64encode
from rest_framework.test import APIClient

from signet_tokens.keys import SigningKey
from tests.others.identity_providers.recipes import encoded, recipe, settings_of, token_of
from tests.others.identity_providers.shapes import AUTH0, NOW, SHAPES, SUPABASE, USER, Shape
from tests.others.page import blocks_of
from tests.stand_ins.key_pairs import SECRET

EACH = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
OTHERS = [
    pytest.param(shape, changes, id=f"{name}-{other}")
    for name, shape in SHAPES.items()
    for other, changes in shape.others.items()
]


def ask(raw: str, path: str = "/orders/") -> Any:
    """The answer to a request with that token."""
    return APIClient(raise_request_exception=False).get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")


@EACH
def test_an_access_token_is_taken(shape: Shape) -> None:
    """Its user is the one that the provider names, and no check speaks up, not even for deployment."""
    with recipe(shape):
        answer = ask(token_of(shape))
        found = [one for one in run_checks(include_deployment_checks=True) if (one.id or "").startswith("signet.")]
    assert (answer.status_code, answer.json().get("id")) == (200, shape.user)
    assert [one.id for one in found if one.id != "signet.W046" or "compose" not in shape.url] == (
        ["signet.W046"] if shape.url.startswith("http:") else []
    )


@pytest.mark.parametrize(("shape", "changes"), OTHERS)
def test_no_other_token_of_the_provider_is_taken(shape: Shape, changes: Mapping[str, object]) -> None:
    """One for another tenant, project or API, and whatever else the provider gives to those who sign in."""
    with recipe(shape):
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
    """None is left out above, but for the one with a secret, which is tried below."""
    recipes = len(re.findall(r"(?m)^SIGNET = ", "\n".join(blocks_of("identity-providers"))))
    assert recipes == len(SHAPES) + 1


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


@pytest.mark.parametrize("shape", [AUTH0, SUPABASE], ids=["auth0", "supabase"])
def test_a_user_is_made_at_the_first_request(db: None, shape: Shape) -> None:
    """Once, without a password that anybody has, and is found from then on; a disabled one stays out."""
    with recipe(shape, USER_ID_FIELD="username"):
        for _ in range(2):
            answer = ask(token_of(shape), "/own/")
            assert (answer.status_code, answer.json()["username"]) == (200, shape.user)
        assert not User.objects.get().has_usable_password()
        User.objects.update(is_active=False)
        assert ask(token_of(shape), "/own/").status_code == 401


@pytest.mark.parametrize("subject", [None, "", "x" * 151, "a\0b", "a\nb"])
def test_no_user_is_made_of_what_can_be_no_name(db: None, subject: str | None) -> None:
    """Whatever an issuer writes, it is no error of ours."""
    with recipe(AUTH0, USER_ID_FIELD="username"):
        assert ask(token_of(AUTH0, sub=subject), "/own/").status_code == 401
    assert not User.objects.exists()


def test_the_settings_of_the_page_are_dicts() -> None:
    """They can be read, whichever they are."""
    assert all(settings_of(one)["ISSUER"] == one.issuer for one in SHAPES.values())
