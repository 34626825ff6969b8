"""ID tokens that a page or an app posts: accepted where they are genuine, new and for us, and nowhere else."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.util import urlsafe_b64encode

from drf_signet.errors import (
    IdTokenRefusedError,
    NonceMismatchError,
    ProviderClockError,
    ProviderUnavailableError,
    SignetError,
)
from signet_tokens.keys import SigningKey
from tests.providers.asking import present
from tests.providers.stand_in import StandIn
from tests.stand_ins.id_tokens import KEY

OTHER = SigningKey.generate("ES256")


def test_it_says_who_somebody_is(acme: StandIn) -> None:
    """Issuer and subject; the rest is what the provider said."""
    found = present(acme, acme.id_token("n", email="ada@acme.example", email_verified=True, name="Ada"))
    assert (found.issuer, found.subject, found.email) == (acme.issuer, "ada", "ada@acme.example")
    assert found.claims["name"] == "Ada"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://evil.example"}, "its iss is"),
        ({"iss": None}, "its iss is None"),
        ({"iss": ["x"]}, "its iss is"),
        ({"aud": "another"}, "its aud is"),
        ({"aud": None}, "it has no aud"),
        ({"aud": []}, "its aud is"),
        ({"aud": ["shop", "another"]}, "as well"),
        ({"aud": ["shop", "shop"]}, "it has no azp"),
        ({"azp": "another"}, "its azp is 'another'"),
        ({"azp": 1}, "its azp is 1"),
        ({"azp": ["shop"]}, "its azp is"),
        ({"exp": None}, "it has no exp"),
        ({"exp": "soon"}, "isn't a time"),
        ({"iat": None}, "it has no iat"),
        ({"sub": None}, "its sub is"),
        ({"sub": ""}, "its sub is"),
        ({"sub": "x" * 256}, "its sub is"),
        ({"sub": "\N{SNOWMAN}"}, "its sub is"),
        ({"sub": 7}, "its sub or its jti"),
        ({"token_use": "access"}, "its token_use is"),
        ({"typ": "Bearer"}, "its typ is"),
        ({"events": {}}, "it has the claim 'events'"),
    ],
)
def test_one_with_a_wrong_claim_is_refused(
    acme: StandIn, changes: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says which one. The client learns nothing of it."""
    with pytest.raises(IdTokenRefusedError) as refused:
        present(acme, acme.id_token("n", **changes))
    assert type(refused.value) is IdTokenRefusedError
    assert reason in caplog.text


@pytest.mark.parametrize(
    "header",
    [{"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256"}, {"typ": "at+jwt"}, {"crit": ["b64"]}, {"kid": "another"}],
)
def test_one_with_a_wrong_header_is_refused(acme: StandIn, header: dict[str, object]) -> None:
    """The key decides which algorithm it is for; a token never does."""
    with pytest.raises(IdTokenRefusedError):
        present(acme, acme.id_token("n", header=header))


def test_one_without_a_signature_is_refused(acme: StandIn) -> None:
    """``alg`` none, and nothing behind the last dot (RFC 8725 section 2.1)."""
    claims = {
        "iss": acme.issuer,
        "aud": "shop",
        "sub": "ada",
        "iat": time.time(),
        "exp": time.time() + 60,
        "nonce": "n",
    }
    parts = [urlsafe_b64encode(json.dumps(one).encode()).decode() for one in ({"alg": "none"}, claims)]
    with pytest.raises(IdTokenRefusedError):
        present(acme, f"{parts[0]}.{parts[1]}.")


def test_one_that_is_signed_with_the_public_key_as_a_secret_is_refused(acme: StandIn) -> None:
    """HS256 with what everybody can fetch: a key that is published is no secret."""
    public = SigningKey.load(json.dumps(acme.public()).encode().ljust(64), "HS256")
    acme.answers["/keys"] = {"keys": [acme.public(), {"kty": "oct", "k": "AAAA", "kid": "h"}]}
    with pytest.raises((IdTokenRefusedError, ProviderUnavailableError)):
        present(acme, acme.id_token("n", signed_by=public))


def test_one_of_a_thief_is_refused(acme: StandIn) -> None:
    """A key of their own, under the name of ours."""
    with pytest.raises(IdTokenRefusedError):
        present(acme, acme.id_token("n", signed_by=OTHER, header={"kid": KEY.kid}))


@pytest.mark.parametrize("raw", ["", "x", "a.b.c", "...", "\ud800", "\N{SNOWMAN}", "x" * 100_000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(acme: StandIn, raw: str) -> None:
    """Never a 500."""
    with pytest.raises(IdTokenRefusedError):
        present(acme, raw)


@pytest.mark.parametrize(("nonce", "claimed"), [("n", "m"), ("n", None), ("", ""), ("", None), ("\ud800", "n")])
def test_the_nonce_has_to_be_the_same(acme: StandIn, nonce: str, claimed: str | None) -> None:
    """And has to be one: otherwise a token that was stolen elsewhere would get in."""
    with pytest.raises(NonceMismatchError):
        present(acme, acme.id_token(str(claimed), nonce=claimed), nonce)


@pytest.mark.parametrize(
    ("hours", "error"), [(-1, ProviderClockError), (1, IdTokenRefusedError)], ids=["not yet", "expired"]
)
def test_one_that_is_out_of_time_is_refused(acme: StandIn, hours: int, error: type[SignetError]) -> None:
    """One of the future is the fault of a clock."""
    with pytest.raises(error) as refused:
        present(acme, acme.id_token("n"), now=datetime.now(UTC) + timedelta(hours=hours))
    assert type(refused.value) is error


@pytest.mark.parametrize("seconds", [-25, 325])
def test_clocks_may_be_half_a_minute_apart(acme: StandIn, seconds: int) -> None:
    """In both directions."""
    assert present(acme, acme.id_token("n"), now=datetime.now(UTC) + timedelta(seconds=seconds)).subject == "ada"


def test_an_app_of_ours_may_have_asked_for_it(acme: StandIn) -> None:
    """The id of the app is in *client_ids*: as ``aud``, or as ``azp`` beside our own."""
    apps = ("shop-ios", "shop-android")
    assert present(acme, acme.id_token("n", aud="shop-ios"), client_ids=apps).subject == "ada"
    assert present(acme, acme.id_token("n", azp="shop-android"), client_ids=apps).subject == "ada"
    both = ["shop", "shop-ios"]
    assert present(acme, acme.id_token("n", aud=both, azp="shop-ios"), client_ids=apps).subject == "ada"


def test_algorithms_can_be_fewer(acme: StandIn) -> None:
    """A key for another one is no key."""
    with pytest.raises(IdTokenRefusedError):
        present(acme, acme.id_token("n"), algorithms=("RS256",))


def test_keys_that_are_away_are_a_503(acme: StandIn) -> None:
    """The token may be all right."""
    del acme.answers["/keys"]
    with pytest.raises(ProviderUnavailableError):
        present(acme, acme.id_token("n"))
