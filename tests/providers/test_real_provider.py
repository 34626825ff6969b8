"""The whole way with a certified provider: redirect, code, ID token, userinfo, changed keys, and an outage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from drf_signet.errors import (
    CodeRefusedError,
    CodeUrlEncodedError,
    IdTokenRefusedError,
    NonceMismatchError,
    ProviderClockError,
    ProviderMixedUpError,
    ProviderUnavailableError,
    RedirectUriMismatchError,
    SignetError,
    WrongClientError,
)
from drf_signet.identities.providers.redirect import begin
from signet_tokens import remote_keys
from tests.providers.asking import redeem, with_provider
from tests.providers.real_provider import CALLBACK, RealProvider, real_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    """One for all tests."""
    with real_provider() as started:
        yield started


@pytest.mark.parametrize("client", ["rs256", "es256", "eddsa"])
def test_a_user_comes_back_with_a_code(provider: RealProvider, client: str) -> None:
    """And is known by issuer and subject, whatever signs the ID token. The rest is at the userinfo endpoint."""
    with with_provider(provider.entry(client, verifies="acme.example")):
        beginning = begin("acme", CALLBACK)
        answer = provider.sign_in(beginning)
        found = redeem(beginning, answer, CALLBACK)
    assert answer["state"] == beginning.state
    assert (found.provider, found.issuer, found.subject) == ("acme", provider.issuer, "ada")
    assert (found.email, found.is_email_verified, found.is_entitled) == ("ada@acme.example", True, True)
    assert found.claims["given_name"] == "Ada"


def test_the_redirect_says_what_openid_connect_wants(provider: RealProvider) -> None:
    """Code flow, S256, no more than is needed; a state and a nonce of 256 bits each, all of them new each time."""
    with with_provider(provider.entry("rs256")):
        one, other = begin("acme", CALLBACK), begin("acme", CALLBACK)
    said = parse_qs(urlsplit(one.url).query)
    assert (said["response_type"], said["scope"]) == (["code"], ["openid email profile"])
    assert said["code_challenge_method"] == ["S256"]
    assert said["redirect_uri"] == [CALLBACK]
    assert (said["state"], said["nonce"]) == ([one.state], [one.nonce])
    assert one.code_verifier not in one.url
    assert all(len(secret) == 43 for secret in one[1:])
    assert not set(one) & set(other)


def test_a_public_client_needs_no_secret(provider: RealProvider) -> None:
    """Its code is bound by PKCE alone (RFC 7636)."""
    with with_provider(provider.entry("public", client_secret=None)):
        beginning = begin("acme", CALLBACK)
        assert redeem(beginning, provider.sign_in(beginning), CALLBACK).subject == "ada"


@pytest.mark.parametrize("client", ["basic", "rs256"])
def test_a_client_proves_itself_as_it_is_registered(provider: RealProvider, client: str) -> None:
    """By HTTP Basic, where a secret is encoded, or in the body. The metadata names both, and doesn't say which."""
    with with_provider(provider.entry(client)):
        for _ in range(2):
            beginning = begin("acme", CALLBACK)
            assert redeem(beginning, provider.sign_in(beginning), CALLBACK).subject == "ada"


def test_no_address_is_believed_by_itself(provider: RealProvider) -> None:
    """The provider says that it is verified. Whether it may say so, the project decides."""
    with with_provider(provider.entry("rs256")):
        beginning = begin("acme", CALLBACK)
        found = redeem(beginning, provider.sign_in(beginning), CALLBACK)
    assert (found.is_email_verified, found.is_entitled) == (True, False)


def test_a_code_works_once(provider: RealProvider) -> None:
    """`code_refused`: the provider says invalid_grant."""
    with with_provider(provider.entry("rs256")):
        beginning = begin("acme", CALLBACK)
        answer = provider.sign_in(beginning)
        redeem(beginning, answer, CALLBACK)
        with pytest.raises(CodeRefusedError):
            redeem(beginning, answer, CALLBACK)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "nobody issued this one"}, CodeRefusedError),
        ({"code": "4%2F0AeaYSHC"}, CodeUrlEncodedError),
        ({"code": "\N{SNOWMAN}"}, CodeRefusedError),
        ({"code": "\ud800"}, CodeRefusedError),
        ({"code": "x" * 100_000}, CodeRefusedError),
        ({"code_verifier": "x" * 43}, CodeRefusedError),
        ({"redirect_uri": "\N{SNOWMAN}"}, RedirectUriMismatchError),
        ({"nonce": "another"}, NonceMismatchError),
        ({"nonce": ""}, NonceMismatchError),
        ({"issuer": None}, ProviderMixedUpError),
        ({"issuer": "https://evil.example"}, ProviderMixedUpError),
        ({"now": datetime.now(UTC) - timedelta(hours=1)}, ProviderClockError),
        ({"now": datetime.now(UTC) + timedelta(hours=2)}, ProviderClockError),
    ],
)
def test_what_is_wrong_has_a_code_of_its_own(
    provider: RealProvider, changes: dict[str, Any], error: type[SignetError]
) -> None:
    """Nothing of it is a mere failure."""
    with with_provider(provider.entry("rs256")):
        beginning = begin("acme", CALLBACK)
        with pytest.raises(error) as refused:
            redeem(beginning, provider.sign_in(beginning), CALLBACK, **changes)
    assert type(refused.value) is error


def test_a_wrong_secret_is_said_to_be_one(provider: RealProvider, caplog: pytest.LogCaptureFixture) -> None:
    """`wrong_client`. The log has the provider's words, and no secret."""
    with with_provider(provider.entry("rs256", client_secret="not the secret")):
        beginning = begin("acme", CALLBACK)
        answer = provider.sign_in(beginning)
        with pytest.raises(WrongClientError):
            redeem(beginning, answer, CALLBACK)
    assert "invalid_client" in caplog.text
    for secret in ("not the secret", answer["code"], beginning.code_verifier):
        assert secret not in caplog.text


def test_a_token_that_is_signed_with_the_secret_is_refused(provider: RealProvider) -> None:
    """HS256: whoever knows the secret of the client could say to be anybody."""
    with with_provider(provider.entry("hs256")):
        beginning = begin("acme", CALLBACK)
        with pytest.raises(IdTokenRefusedError):
            redeem(beginning, provider.sign_in(beginning), CALLBACK)


def test_changed_keys_are_found(provider: RealProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that nobody knows yet is fetched: no sign-in fails."""
    # Otherwise, it looks twice a minute at the most.
    monkeypatch.setattr(remote_keys, "COOL_DOWN", 0)
    with with_provider(provider.entry("es256")):
        beginning = begin("acme", CALLBACK)
        redeem(beginning, provider.sign_in(beginning), CALLBACK)
        provider.rotate()
        beginning = begin("acme", CALLBACK)
        assert redeem(beginning, provider.sign_in(beginning), CALLBACK).subject == "ada"


def test_a_provider_that_goes_away_is_a_503(provider: RealProvider) -> None:
    """Between redirect and callback. Once it is back, users sign in again."""
    with with_provider(provider.entry("rs256")):
        beginning = begin("acme", CALLBACK)
        answer = provider.sign_in(beginning)
        provider.stop()
        try:
            with pytest.raises(ProviderUnavailableError) as away:
                redeem(beginning, answer, CALLBACK)
            assert away.value.retry_after > 0
        finally:
            provider.start()
        beginning = begin("acme", CALLBACK)
        assert isinstance(redeem(beginning, provider.sign_in(beginning), CALLBACK).subject, str)


def test_a_provider_that_was_never_there_is_asked_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others get the error at once."""
    asked = []

    def fetch(self: object, url: str) -> bytes:
        asked.append(url)
        raise OSError("nobody answers there")

    monkeypatch.setattr("drf_signet.identities.providers.provider_fetch.ProviderFetch.__call__", fetch)
    with with_provider({"issuer": "https://id.example", "client_id": "shop"}):
        for _ in range(20):
            with pytest.raises(ProviderUnavailableError):
                begin("acme", CALLBACK)
    assert len(asked) == 1
