"""Keys by plain http, as in the network of a compose file: allowed by a setting, and a clear answer without it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import KeyLoadError
from drf_signet.tokens import AccessToken
from signet_tokens.key_set_address import FixedAddress
from tests.others.identity_providers.recipes import serving, short_form, token_of
from tests.others.identity_providers.shapes import KEYCLOAK_IN_COMPOSE, NOW
from tests.stand_ins.key_pairs import private_pem, rsa

INSIDE = "http://keycloak:8080/realms/shop/protocol/openid-connect/certs"
MISCONFIGURED = {"detail": "The service isn't set up correctly. Try again later.", "code": "misconfigured"}
VERIFIES = {"ALGORITHM": "RS256", "JWK_URL": INSIDE}


def said(signet: object, *, deploy: bool = False) -> list[CheckMessage]:
    """What the checks say."""
    with override_settings(SIGNET=signet):
        found = run_checks(include_deployment_checks=deploy)
    return [one for one in found if (one.id or "").startswith("signet.E") or one.id in ("signet.W046", "signet.W047")]


def ask(path: str, raw: object = "a.b.c") -> Any:
    """The answer to a request with that token."""
    return APIClient(raise_request_exception=False).get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")


def test_it_is_refused_with_the_setting_that_allows_it() -> None:
    """The message names the setting."""
    (error,) = said(VERIFIES)
    assert error.id == "signet.E005"
    assert error.hint is not None
    assert "set JWK_URL_ALLOW_HTTP to True" in error.hint


def test_it_is_allowed_by_that_setting() -> None:
    """A deployment gets a warning, as Signet believes any server that answers there."""
    allowed = {**VERIFIES, "JWK_URL_ALLOW_HTTP": True}
    assert said(allowed) == []
    assert [one.id for one in said(allowed, deploy=True)] == ["signet.W046"]
    with short_form(KEYCLOAK_IN_COMPOSE):
        assert ask("/orders/", token_of(KEYCLOAK_IN_COMPOSE)).status_code == 200


@pytest.mark.parametrize("url", ["https://id.example/keys", "http://localhost:8080/keys"])
def test_where_it_changes_nothing_it_says_so(url: str) -> None:
    """An https address stays one, and this very machine was always allowed."""
    signet = {**VERIFIES, "JWK_URL": url, "JWK_URL_ALLOW_HTTP": True}
    assert [one.id for one in said(signet, deploy=True)] == (["signet.W047"] if url.startswith("https") else [])


OTHERS = {
    "file": "file:///etc/keys",
    "ftp": "ftp://id.example/keys",
    "no-host": "https:///keys",
    "no-scheme": "keycloak:8080/keys",
    "no-port": "http://keycloak:http/keys",
    "port-zero": "http://keycloak:0/keys",
    "blank": "http://key cloak/keys",
    "letters-of-elsewhere": "http://ключ/keys",
    "password": "http://ada:secret@keycloak:8080/keys",
    "password-by-https": "https://ada:secret@id.example/keys",
}


@pytest.mark.parametrize("url", OTHERS.values(), ids=OTHERS)
def test_it_allows_nothing_else(url: str) -> None:
    """No other scheme, no half an address, and no password, which is never repeated."""
    (error,) = [
        one for one in said({**VERIFIES, "JWK_URL": url, "JWK_URL_ALLOW_HTTP": True}) if one.id != "signet.W047"
    ]
    assert error.id == "signet.E005"
    assert "secret" not in f"{error.msg} {error.hint}"
    with pytest.raises(KeyLoadError):
        FixedAddress(url, allow_http=True)


WRONG: Mapping[str, object] = {
    "plain-http": VERIFIES,
    "a-file": {**VERIFIES, "JWK_URL": "file:///etc/keys"},
    "a-spoilt-key": {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service")).replace("\n", "\\n")},
    "an-empty-key": {"SIGNING_KEY": " "},
    "a-key-for-another-algorithm": {"ALGORITHM": "ES256", "SIGNING_KEY": private_pem(rsa("service"))},
    "a-pair-for-a-secret": {"SIGNING_KEY": private_pem(rsa("service"))},
    "a-wrong-type": {"ACCESS_TOKEN_LIFETIME": 300},
    "an-unknown-key": {"ACCES_TOKEN_LIFETIME": None},
    "no-dict": [],
}


@pytest.mark.parametrize("signet", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("path", ["/whoami/", "/stateless/"])
def test_what_a_check_refuses_is_no_500(
    user: User, path: str, signet: object, caplog: pytest.LogCaptureFixture
) -> None:
    """The client learns when to come back, and the log says the same as the check, without the key."""
    raw = str(AccessToken.for_user(user))
    with override_settings(SIGNET=signet), caplog.at_level(logging.ERROR, "drf_signet"):
        for _ in range(3):
            answer = ask(path, raw)
            assert (answer.status_code, answer.json()) == (503, MISCONFIGURED)
            assert answer["Retry-After"] == "60"
    (line,) = [one.getMessage() for one in caplog.records if one.name == "drf_signet"]
    assert line.startswith("misconfigured: MisconfiguredError: SIGNET")
    assert "MII" not in line


@pytest.mark.parametrize("signet", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("path", ["/api/token/", "/api/token/refresh/", "/api/token/verify/"])
def test_nor_is_it_where_tokens_are_given(user: User, path: str, signet: object) -> None:
    """Any endpoint that a client asks."""
    raw = str(AccessToken.for_user(user))
    body = {"username": user.username, "password": "correct-horse-battery", "refresh": raw, "token": raw}
    with override_settings(SIGNET=signet):
        answer = APIClient(raise_request_exception=False).post(path, body)
    assert (answer.status_code, answer.json().get("code")) in [
        (503, "misconfigured"),
        (501, "no_signing_key"),
    ]


def test_an_address_where_nobody_answers_is_no_500_either() -> None:
    """The keys can't be fetched, and the token may be valid."""
    with short_form(KEYCLOAK_IN_COMPOSE), serving({}) as asked:
        answer = ask("/orders/", token_of(KEYCLOAK_IN_COMPOSE, exp=NOW + 60))
    assert (answer.status_code, answer.json()["code"]) == (503, "keys_unavailable")
    assert asked == [INSIDE]
