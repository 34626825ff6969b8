"""A project that came from another package, and whose catalogue was written for that one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from rest_framework.test import APIClient

from drf_signet.errors import CredentialsError, TokenError, UnavailableError
from drf_signet.tokens import AccessToken, Token
from tests.conftest import PASSWORD
from tests.idioms.tiers import ADOPTING, DROP_IN, Answer, Tier
from tests.others.languages.catalogues import TRANSLATED, assert_translated, translate_everything
from tests.others.languages.raised import every_error, raising

GOOD = {"username": "ada", "password": PASSWORD}
DIALECTS = {"/": "JWT", "/fork/": "Bearer"}


@pytest.fixture(autouse=True)
def _a_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    translate_everything(monkeypatch)


def check(answer: Answer) -> None:
    """A refusal is translated."""
    if answer.status != 200:
        assert_translated(answer.body)


def lacking(tier: Tier, user: User) -> Iterator[str]:
    """Refresh tokens that lack something, and others that are none."""
    yield "x"
    for claim in ("exp", "jti", "token_type"):
        token: Token = tier.tokens.RefreshToken.for_user(user)
        del token[claim]
        yield str(token)
    yield str(AccessToken.for_user(user))


@pytest.mark.parametrize("tier", [DROP_IN, ADOPTING], ids=str)
def test_simple_jwt(user: User, tier: Tier) -> None:
    """In the words of Simple JWT, and by its msgids. Without sessions, there is no code beside wrong credentials."""
    wrong = tier.sign_in(username="ada", password="wrong")
    code = {} if tier is DROP_IN else {"code": "no_active_account"}
    assert wrong.body == {"detail": f"{TRANSLATED}No active account found with the given credentials", **code}
    for raw in lacking(tier, user):
        for view, field in (
            ("TokenRefreshView", "refresh"),
            ("TokenVerifyView", "token"),
            ("TokenBlacklistView", "refresh"),
        ):
            check(tier.ask(getattr(tier.views, view), **{field: raw}))
        check(tier.whoami(raw))
    access = tier.tokens.AccessToken.for_user(user)
    user.delete()
    assert_translated(tier.whoami(access).body)


@pytest.mark.urls("compat.tests.drf_jwt.urls")
@pytest.mark.parametrize("prefix", DIALECTS)
def test_rest_framework_jwt(user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    """Both dialects: credentials, tokens in bodies, and tokens in headers."""
    answers: list[Any] = [
        api.post(f"{prefix}{path}/", body)
        for path in ("auth", "refresh", "verify")
        for body in ({}, {"token": "x"}, {**GOOD, "password": "wrong"}, {"username": "", "password": ""})
    ]
    scheme = DIALECTS[prefix]
    answers += [api.get(f"{prefix}me/", HTTP_AUTHORIZATION=one) for one in (scheme, f"{scheme} x", f"{scheme} x y")]
    assert_translated([one.json() for one in answers])
    for error in every_error(CredentialsError, UnavailableError):
        monkeypatch.setattr("drf_signet_compat.drf_jwt.sign_in.sign_in", raising(error))
        assert_translated(api.post(f"{prefix}auth/", GOOD).json())


def test_every_refusal_of_simple_jwts_views(db: None) -> None:
    """Whatever the error is."""
    view = DROP_IN.views.TokenRefreshView(authentication_classes=())
    view.setup(HttpRequest())
    view.request = view.initialize_request(HttpRequest())
    for error in every_error(TokenError):
        assert_translated(view.handle_exception(error).data)
