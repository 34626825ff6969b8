"""Signing in with a code or an id_token, as apps and pages do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from drf_signet.identities.models import Identity, PresentedToken
from drf_signet.sessions.models import Session
from drf_signet.signals import signing_in
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.identities.doors import OWN_PAGE, REDIRECT, REFRESH, by_code, by_token
from tests.identities.stand_in import NONCE, StandIn, said

pytestmark = pytest.mark.django_db


def test_the_tokens_are_those_of_any_sign_in(person: Person, api: Client, providers: StandIn) -> None:
    """They refresh, and they authenticate."""
    answer = by_code(api, providers.code_for(said()))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    api.carry(answer.json())
    assert api.refresh().status_code == 200
    assert api.get("/api/users/me/").json()["email"] == person.email
    assert providers.asked == [{**REDIRECT, "nonce": None, "issuer": None, "client_id": None, "names": None}]


def test_a_code_is_good_once(person: Person, api: Client, providers: StandIn) -> None:
    """As the provider says."""
    code = providers.code_for(said())
    assert by_code(api, code).status_code == 200
    again = by_code(api, code)
    assert (again.status_code, again.json()["code"]) == (400, "code_refused")
    assert Session.objects.count() == 1


def test_an_id_token_is_good_once(person: Person, api: Client, providers: StandIn) -> None:
    """As we remember, also where its signature is spelled in another way."""
    token = providers.id_token_for(said())
    assert by_token(api, token).status_code == 200
    for copy in (token, f"{token}="):
        again = by_token(api, copy)
        assert (again.status_code, again.json()["code"]) == (400, "identity_used_before")
    assert Session.objects.count() == 1
    assert PresentedToken.objects.count() == 1


def test_a_token_with_another_nonce_is_not_used_up(person: Person, api: Client, providers: StandIn) -> None:
    """A stranger who has it must not keep its owner out."""
    token = providers.id_token_for(said())
    assert by_token(api, token, nonce="other").status_code == 400
    assert by_token(api, token).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "non_field_errors"),
        ({"code": "c", "id_token": "t"}, "non_field_errors"),
        ({"code": "c", "redirect_uri": "u"}, "code_verifier"),
        ({"code": "c", "code_verifier": "v"}, "redirect_uri"),
        ({"id_token": "t"}, "nonce"),
        ({"id_token": ["t"], "nonce": "n"}, "id_token"),
        ({"code": "c\x00", **REDIRECT}, "code"),
        ({"code": "c" * 5_000, **REDIRECT}, "code"),
    ],
)
def test_what_is_missing_is_said(api: Client, body: dict[str, object], field: str) -> None:
    """Under the name of the field."""
    answer = api.post("/api/identities/google/token/", body, format="json")
    assert answer.status_code == 400
    assert field in answer.json()


def test_a_provider_that_there_is_not(api: Client, providers: StandIn) -> None:
    """404."""
    answer = by_code(api, "code", "nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "provider_unknown")


def test_the_list_of_providers_is_open(api: Client) -> None:
    """For the buttons of a page that nobody has signed in on."""
    api.credentials(HTTP_AUTHORIZATION="Bearer stale")
    answer = api.get("/api/identities/providers/")
    assert answer.json() == [{"id": "google", "name": "Google"}, {"id": "hub", "name": "The Hub"}]


def test_attempts_are_counted_until_one_is_complete(person: Person, api: Client, providers: StandIn) -> None:
    """By address, and at this door alone."""
    with signet(THROTTLE_RATES={"sign_in_ip": "3/h", "sign_in_account": None, "sign_in_account_ip": None}):
        for _ in range(5):
            assert by_code(api, providers.code_for(said())).status_code == 200
        for _ in range(3):
            assert by_code(api, "wrong").status_code == 400
        refused = by_code(api, providers.code_for(said()))
        assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
        assert int(refused["Retry-After"]) > 0
        cache.clear()


def test_a_browser_gets_a_cookie(person: Person, api: Client, providers: StandIn) -> None:
    """The session of the cookie that was there ends."""
    for count in (1, 2):
        body = {"code": providers.code_for(said()), **REDIRECT}
        answer = api.post("/api/browser/identities/google/token/", body, format="json", **OWN_PAGE)
        assert answer.json().keys() == {"access", "expires_in"}
        assert answer.cookies[REFRESH]["httponly"]
        assert Session.objects.count() == count
        assert Session.objects.filter(revoked_at=None).count() == 1


def test_a_page_elsewhere_signs_nobody_in(person: Person, api: Client, providers: StandIn) -> None:
    """Neither with the cookie nor, by a form, without."""
    body = {"code": providers.code_for(said()), **REDIRECT}
    foreign: dict[str, Any] = {"HTTP_ORIGIN": "https://evil.example.com", "HTTP_SEC_FETCH_SITE": "cross-site"}
    answer = api.post("/api/browser/identities/google/token/", body, format="json", secure=True, **foreign)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")
    assert api.post("/api/identities/google/token/", body, format="multipart", **foreign).status_code == 403
    assert not Identity.objects.exists()


def test_the_sign_in_says_how(person: Person, api: Client, providers: StandIn) -> None:
    """Receivers of signing_in learn that it was another provider."""
    heard: list[object] = []

    def hear(*, methods: object, **kwargs: object) -> None:
        heard.append(methods)

    signing_in.connect(hear)
    try:
        by_token(api, providers.id_token_for(said()), nonce=NONCE)
    finally:
        signing_in.disconnect(hear)
    assert heard == [("fed",)]
