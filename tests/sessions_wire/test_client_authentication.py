"""Which service asks: by the header or in the body, with one of its secrets; and what is answered to anybody else."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.service_clients import client_named, read_client
from drf_signet.services.client_credentials import presented_by
from tests.sessions_wire.services import (
    CHALLENGE,
    FORM,
    FORMER,
    HASHED,
    INTROSPECT,
    REVOKE,
    SECRET,
    SERVICES,
    SIGNET,
    URLS,
    ask,
    basic,
)

pytestmark = [pytest.mark.urls(URLS), pytest.mark.usefixtures("_signet"), pytest.mark.django_db]
ODD = "odd:id +%"


@pytest.fixture
def _signet() -> Any:
    with override_settings(SIGNET=SIGNET):
        yield


@pytest.mark.parametrize("path", [INTROSPECT, REVOKE, "/api/introspect/"])
@pytest.mark.parametrize(
    ("client_id", "secret"),
    [("orders", SECRET), ("orders", FORMER), ("billing", HASHED), (ODD, SERVICES[ODD])],
    ids=["secret", "former", "hashed", "odd"],
)
def test_a_service_authenticates_in_the_header_or_in_the_body(
    api: APIClient, path: str, client_id: str, secret: str
) -> None:
    """With any of its secrets, whichever characters they have."""
    assert ask(api, path, "x", basic(client_id, secret)).status_code == 200
    assert ask(api, path, "x", "", client_id=client_id, client_secret=secret).status_code == 200
    in_json = {"token": "x", "client_id": client_id, "client_secret": secret}
    assert api.post(path, in_json, format="json").status_code == 200


def test_a_client_may_name_itself_in_the_body_as_well(api: APIClient) -> None:
    """As many libraries do; but no other name."""
    assert ask(api, INTROSPECT, "x", client_id="orders").status_code == 200
    assert ask(api, INTROSPECT, "x", client_id="billing").json()["error"] == "invalid_request"


WRONG = {
    "nothing": "",
    "a wrong secret": basic("orders", SECRET[:-1]),
    "an empty secret": basic("orders", ""),
    "the secret of another service": basic("billing", SECRET),
    "the hash in place of the secret": basic("billing", str(SERVICES["billing"]["secret"])),  # type: ignore[index]
    "an unknown service": basic("stranger", SECRET),
    "no name": basic("", ""),
    "a bearer token": "Bearer x.y.z",
    "no colon": "Basic " + b64encode(b"orders").decode(),
    "no base64": "Basic ***",
    "no UTF-8": "Basic " + b64encode(b"\xff:\xff").decode(),
    "no UTF-8 behind the escape": "Basic " + b64encode(b"%ff:%ff").decode(),
    "no credentials": "Basic",
    "too much": "Basic " + "A" * 10_000,
    "characters that no header should have": "Basic \u00fc\u00fc",
}


@pytest.mark.parametrize("path", [INTROSPECT, REVOKE])
@pytest.mark.parametrize("header", [pytest.param(one, id=name) for name, one in WRONG.items()])
def test_anybody_else_is_refused(api: APIClient, path: str, header: str) -> None:
    """In the same words, in the shape of OAuth and in ours."""
    answer = ask(api, path, "x", header)
    text = "Authenticate with the id and the secret of your service."
    expected = {"error": "invalid_client", "error_description": text, "detail": text, "code": "invalid_client"}
    assert (answer.status_code, answer.json()) == (401, expected)
    assert answer.headers["WWW-Authenticate"] == CHALLENGE
    assert answer.headers["Cache-Control"] == "no-store"


TWICE = "token=x&token=y"
REFUSED = {
    "no token": "a=b",
    "an empty token": "token=",
    "a token twice": TWICE,
    "two ways to authenticate": f"token=x&client_id=orders&client_secret={SECRET}",
}


@pytest.mark.parametrize("path", [INTROSPECT, REVOKE])
@pytest.mark.parametrize("body", [pytest.param(one, id=name) for name, one in REFUSED.items()])
def test_a_question_without_one_token_is_refused(api: APIClient, path: str, body: str) -> None:
    """As RFC 6749 section 5.2 has it."""
    answer = api.post(path, body, content_type=FORM, HTTP_AUTHORIZATION=basic())
    assert answer.status_code == 400
    assert (answer.json()["error"], answer.json()["code"]) == ("invalid_request", "invalid_request")
    assert answer.json()["error_description"].isascii()


@pytest.mark.parametrize("body", ["[]", "1", "null", '{"token": 1}', '{"token": ["x"]}', '{"token": {}}', "{}"])
def test_json_that_says_something_else_is_refused(api: APIClient, body: str) -> None:
    """It is no fault of ours."""
    answer = api.post(INTROSPECT, body, content_type="application/json", HTTP_AUTHORIZATION=basic())
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_refusals_of_the_framework_speak_oauth_too(api: APIClient) -> None:
    """With the code that they have everywhere."""
    answer = api.post(INTROSPECT, "{", content_type="application/json", HTTP_AUTHORIZATION=basic())
    assert (answer.status_code, answer.json()["error"], answer.json()["code"]) == (
        400,
        "invalid_request",
        "parse_error",
    )
    answer = api.get(INTROSPECT)
    assert (answer.status_code, answer.json()["error"]) == (405, "invalid_request")
    answer = api.post(INTROSPECT, "x", content_type="text/plain")
    assert (answer.status_code, answer.json()["error"]) == (415, "invalid_request")


@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000", "\\ufffe"])
def test_credentials_of_odd_characters_are_wrong(api: APIClient, odd: str) -> None:
    """And nothing else."""
    body = f'{{"token": "x", "client_id": "{odd}", "client_secret": "{odd}"}}'
    assert api.post(INTROSPECT, body, content_type="application/json").status_code == 401


def test_a_token_in_the_address_is_not_looked_at(api: APIClient) -> None:
    """It would be in logs."""
    answer = api.post(f"{INTROSPECT}?token=x", "", content_type=FORM, HTTP_AUTHORIZATION=basic())
    assert answer.json()["error"] == "invalid_request"


def test_wrong_credentials_are_throttled_and_right_ones_are_not(api: APIClient) -> None:
    """From one address: nobody there can lock a service out."""
    with override_settings(SIGNET={**SIGNET, "THROTTLE_RATES": {"client_secret_ip": "2/h"}}):
        assert [ask(api, INTROSPECT, "x", basic("orders", "wrong")).status_code for _ in range(3)] == [401, 401, 429]
        refused = ask(api, INTROSPECT, "x", "")
        assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
        assert refused.json()["error"] == "temporarily_unavailable"
        assert int(refused.headers["Retry-After"]) > 0
        assert ask(api, INTROSPECT, "x").status_code == 200


def test_without_a_cache_wrong_credentials_are_refused_all_the_same(api: APIClient) -> None:
    """Their number guards nothing that could be guessed."""
    broken = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
    with override_settings(CACHES=broken):
        assert ask(api, INTROSPECT, "x", "").status_code == 401
        assert ask(api, INTROSPECT, "x").status_code == 200


def test_no_secret_is_shown() -> None:
    """In what a traceback or a log would show of these objects."""
    client = client_named("orders")
    assert client is not None
    assert SECRET not in repr(client)
    assert SECRET not in repr(presented_by(basic(), {}))


@pytest.mark.parametrize("written", [(), [], "", ("",), {}, {"secret": ()}, {"secret": "x", "scope": "y"}, 5, ("x", 5)])
def test_a_service_without_a_secret_is_nobody(api: APIClient, written: Any) -> None:
    """A mistake in the settings lets nobody in."""
    with pytest.raises(ValueError):  # noqa: PT011  # each in words of its own
        read_client("broken", written)
    with override_settings(SIGNET={"SERVICES": {"broken": written}}):
        assert ask(api, INTROSPECT, "x", basic("broken", "")).status_code in {401, 503}
