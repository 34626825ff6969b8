"""Codes at a provider that answers as a test says: its errors in our words, mixed-up answers, and what is hostile."""

from __future__ import annotations

import time
from contextlib import nullcontext
from hashlib import sha256

import pytest
from joserfc.util import urlsafe_b64encode

from drf_signet.errors import (
    CodeRefusedError,
    CodeUrlEncodedError,
    IdTokenRefusedError,
    ProviderMisconfiguredError,
    ProviderMixedUpError,
    ProviderRefusedError,
    ProviderUnavailableError,
    RedirectUriMismatchError,
    SignetError,
    WrongClientError,
)
from drf_signet.identities.providers import provider_fetch
from drf_signet.identities.providers.redirect import refusal_at_redirect
from tests.providers.asking import arrive, with_provider
from tests.providers.stand_in import Answer, StandIn, dripping, endless, silent, status

GRANT = "invalid_grant"
OF_DOORKEEPER = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
    "authorization request, or was issued to another client."
)


@pytest.mark.parametrize(
    ("code", "answer", "error"),
    [
        (400, {"error": GRANT}, CodeRefusedError),
        (400, {"error": GRANT, "error_description": "Malformed auth code."}, CodeRefusedError),
        (400, {"error": GRANT, "error_description": OF_DOORKEEPER}, CodeRefusedError),
        (400, {"error": GRANT, "error_description": "Incorrect redirect_uri"}, RedirectUriMismatchError),
        (400, {"error": GRANT, "error_description": "AADSTS50011: The reply URL is wrong"}, RedirectUriMismatchError),
        (400, {"error": GRANT, "error_description": "client_id mismatch."}, WrongClientError),
        (400, {"error": "redirect_uri_mismatch"}, RedirectUriMismatchError),
        (400, {"error": "invalid_request", "error_description": "redirect_uri is missing"}, RedirectUriMismatchError),
        (401, {"error": "invalid_client"}, WrongClientError),
        (401, {"error": "unauthorized_client"}, WrongClientError),
        (200, {"error": "bad_verification_code"}, CodeRefusedError),
        (200, {"error": "incorrect_client_credentials"}, WrongClientError),
        (400, {"error": "invalid_request"}, ProviderRefusedError),
        (400, {"error": {"message": "an object", "code": 100}}, ProviderRefusedError),
        (400, {"error": None}, ProviderRefusedError),
        (400, {"error": GRANT, "error_description": ["a list"]}, CodeRefusedError),
        (400, {}, ProviderRefusedError),
        (404, b"<html>", ProviderRefusedError),
        (400, {"error": "temporarily_unavailable"}, ProviderUnavailableError),
        (429, {"error": "slow_down"}, ProviderUnavailableError),
        (500, b"<html>", ProviderUnavailableError),
        (503, {"error": "server_error"}, ProviderUnavailableError),
        (200, b"<html>", ProviderUnavailableError),
        (200, [], ProviderUnavailableError),
        (200, b'{"id_token": "a", "id_token": "b"}', ProviderUnavailableError),
        (200, {}, IdTokenRefusedError),
        (200, {"id_token": 7}, IdTokenRefusedError),
        (200, {"id_token": "a.b.c"}, IdTokenRefusedError),
    ],
)
def test_each_error_of_a_provider_has_a_code(
    acme: StandIn, code: int, answer: object, error: type[SignetError]
) -> None:
    """It names what to mend."""
    acme.answers["/token"] = status(code, answer)
    with pytest.raises(error) as refused:
        arrive(acme)
    assert type(refused.value) is error


def test_what_a_provider_says_is_for_the_log(acme: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    """In one line, without what is secret. The error has nothing of it."""
    said = "Buy at evil.example!\nERROR forged line: a-code the secret"
    acme.answers["/token"] = status(400, {"error": "evil.example", "error_description": said})
    with pytest.raises(ProviderRefusedError) as refused:
        arrive(acme)
    assert "evil" not in refused.value.message
    lines = caplog.text.splitlines()
    assert any("Buy at evil.example!" in line for line in lines)
    assert not any(line.startswith("ERROR forged") for line in lines)
    assert "a-code" not in caplog.text
    assert "the secret" not in caplog.text


def test_how_long_to_wait_is_passed_on_within_limits(acme: StandIn) -> None:
    """``Retry-After``, of a provider that may say anything."""
    for said, wait in (("7", 7), ("86400", 300), ("-1", 1), ("soon", 10)):
        acme.answers["/token"] = status(429, {}, Retry_After=said)
        with pytest.raises(ProviderUnavailableError) as away:
            arrive(acme)
        assert away.value.retry_after == wait


def test_a_code_that_is_still_encoded_is_sent_all_the_same(acme: StandIn) -> None:
    """A provider may have such codes. Only where it refuses one, that is the likely reason."""
    arrive(acme, code="4%2F0Ab")
    assert acme.asked[1][1]["code"] == "4%2F0Ab"
    acme.answers["/token"] = status(400, {"error": GRANT})
    with pytest.raises(CodeUrlEncodedError):
        arrive(acme, code="4%2F0Ab")


@pytest.mark.parametrize("issuer", ["https://evil.example", "", "x"])
def test_a_code_of_another_provider_is_never_sent(acme: StandIn, issuer: str) -> None:
    """RFC 9207: it belongs to the one that issued it."""
    with pytest.raises(ProviderMixedUpError):
        arrive(acme, issuer=issuer)
    assert [path for path, _, _ in acme.asked] == ["/.well-known/openid-configuration"]


def test_a_promised_issuer_has_to_be_there(acme: StandIn) -> None:
    """Otherwise whoever mixes up two providers would leave it out."""
    promise = {"authorization_response_iss_parameter_supported": True}
    acme.answers["/.well-known/openid-configuration"] = acme.metadata(**promise)
    with pytest.raises(ProviderMixedUpError):
        arrive(acme)
    acme.issue("n")
    assert arrive(acme, issuer=acme.issuer, nonce="n").subject == "ada"


@pytest.mark.parametrize("changes", [{"aud": "shop-ios"}, {"azp": "shop-ios"}])
def test_a_code_of_ours_brings_a_token_of_ours(acme: StandIn, changes: dict[str, object]) -> None:
    """Not one that is for an app of ours, which may present it itself."""
    acme.issue("n", **changes)
    with pytest.raises(IdTokenRefusedError):
        arrive(acme, {"client_ids": ("shop-ios",)}, nonce="n")


@pytest.mark.parametrize(("access_token", "is_good"), [("a", True), ("another", False)])
def test_the_access_token_has_to_be_the_same(acme: StandIn, access_token: str, is_good: bool) -> None:
    """``at_hash`` (OpenID Connect Core section 3.1.3.8)."""
    half = urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).decode()
    acme.issue("n", at_hash=half)
    if is_good:
        assert arrive(acme, nonce="n").subject == "ada"
    else:
        with pytest.raises(IdTokenRefusedError):
            arrive(acme, nonce="n")


def test_more_is_asked_where_the_token_has_no_address(acme: StandIn) -> None:
    """At the userinfo endpoint, which can't change what the token says."""
    acme.answers["/.well-known/openid-configuration"] = acme.metadata(userinfo_endpoint=f"{acme.issuer}/me")
    acme.answers["/me"] = {"sub": "ada", "email": "ada@acme.example", "email_verified": True, "iss": "evil"}
    acme.issue("n")
    found = arrive(acme, {"verifies": ("acme.example",)}, nonce="n")
    assert (found.issuer, found.email, found.is_entitled) == (acme.issuer, "ada@acme.example", True)
    acme.answers["/me"] = {"sub": "eve", "email": "eve@acme.example"}
    with pytest.raises(IdTokenRefusedError):
        arrive(acme, nonce="n")
    answers: list[object] = [status(500), status(403), b"<html>", [], status(200, b"{")]
    for answer in answers:
        acme.answers["/me"] = answer
        with pytest.raises(ProviderUnavailableError):
            arrive(acme, nonce="n")


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize(
    "answer",
    [dripping, endless, silent, status(200, b" " * 10_000_000), status(302, Location="http://127.0.0.1:1/")],
    ids=["dripping", "endless", "silent", "10 MB", "redirect"],
)
def test_a_hostile_answer_has_no_effect_but_an_error(
    acme: StandIn, path: str, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question has an end, in time and in bytes, and no redirect is followed."""
    monkeypatch.setattr(provider_fetch, "TIMEOUT", 0.5)
    acme.answers[path] = answer
    began = time.monotonic()
    with pytest.raises((ProviderUnavailableError, ProviderMisconfiguredError)):
        arrive(acme)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("named", "audience", "secret", "is_sent"),
    [
        (None, "shop", "the secret", True),
        ("shop", "shop", "the secret", True),
        ("app", "app", "the secret", False),
        ("shop", "shop", None, False),
    ],
)
def test_a_code_of_an_app_needs_no_secret(
    acme: StandIn, named: str | None, audience: str, secret: str | None, *, is_sent: bool
) -> None:
    """PKCE proves whose the code is. The ID token is for the client that was named."""
    acme.issue("n", aud=audience, azp=audience)
    entry = {"client_ids": ("app",), "client_secret": secret}
    assert arrive(acme, entry, nonce="n", client_id=named).subject == "ada"
    form, headers = next((form, headers) for path, form, headers in acme.asked if path == "/token")
    assert ("client_secret" in form or "Authorization" in headers) == is_sent
    assert is_sent or form["client_id"] == audience


@pytest.mark.parametrize("named", ["other", "", "shop "])
def test_a_client_that_is_none_of_ours_is_not_sent(acme: StandIn, named: str) -> None:
    """Its code may be of another service."""
    acme.issue("n")
    with pytest.raises(WrongClientError):
        arrive(acme, {"client_ids": ("app",)}, nonce="n", client_id=named)
    assert not [path for path, _, _ in acme.asked if path == "/token"]


@pytest.mark.parametrize(("named", "audience"), [("app", "shop"), (None, "app"), ("shop", "app")])
def test_a_code_brings_a_token_of_its_client(acme: StandIn, named: str | None, audience: str) -> None:
    """And not of another one of ours."""
    acme.issue("n", aud=audience)
    with pytest.raises(IdTokenRefusedError):
        arrive(acme, {"client_ids": ("app",)}, nonce="n", client_id=named)


def test_a_known_provider_lets_apps_do_without_a_secret(acme: StandIn) -> None:
    """Google has no secret for them."""
    acme.issue("n", aud="app")
    assert arrive(acme, {"client_ids": ("app",)}, "google", nonce="n", client_id="app").subject == "ada"


@pytest.mark.parametrize(("provider", "is_accepted"), [("gitlab", True), ("google", False)])
def test_a_button_without_a_secret(acme: StandIn, provider: str, *, is_accepted: bool) -> None:
    """GitLab has applications without one. Google needs one, and isn't asked without it."""
    acme.issue("n")
    with nullcontext() if is_accepted else pytest.raises(ProviderMisconfiguredError):
        assert arrive(acme, {"client_secret": None}, provider, nonce="n").subject == "ada"
    forms = [form for path, form, _ in acme.asked if path == "/token"]
    assert [one.get("client_secret") for one in forms] == [None] * is_accepted


def test_an_error_at_the_redirect_is_one_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    """What the browser brings is no more trusted than what the provider says."""
    with with_provider({"client_id": "shop", "client_secret": "x"}, "google"):
        assert type(refusal_at_redirect("google", "access_denied", "\x1b[2J")) is ProviderRefusedError
        assert type(refusal_at_redirect("google", "temporarily_unavailable")) is ProviderUnavailableError
        assert type(refusal_at_redirect("google", "x" * 10_000)) is ProviderRefusedError
    assert "\x1b" not in caplog.text
    assert len(caplog.text) < 2_000
