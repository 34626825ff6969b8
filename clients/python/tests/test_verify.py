"""Tokens verified in a service without Django: what they say, and what to answer without a good one."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from threading import Event

import pytest

from drf_signet_client.verify import FileKeeper, Refused, TokenVerifier, TrustedIssuer, require_scope
from issuer import NAME, NOW, Issuer

TRUSTED = TrustedIssuer(NAME, audience="orders")


@pytest.fixture
def issuer() -> Issuer:
    """An issuer."""
    return Issuer()


@pytest.fixture
def verifier(issuer: Issuer) -> TokenVerifier:
    """A verifier of its tokens."""
    return TokenVerifier(TRUSTED, clock=lambda: NOW, fetch=issuer)


def test_the_claims_of_a_good_token(issuer: Issuer, verifier: TokenVerifier) -> None:
    """They are the caller's to change."""
    token = issuer.sign()
    for _ in range(2):
        claims = verifier.claims(token)
        assert (claims.pop("sub"), claims["aud"]) == ("ada", "orders")
    assert verifier.authenticate(f"Bearer {token}")["sub"] == "ada"
    assert verifier.authenticate(f"bearer  {token} ")["sub"] == "ada"
    assert len(issuer.asked) == 2


BAD = {
    "expired": ({"exp": NOW}, "token_expired", "it expired"),
    "for-another": ({"aud": "billing"}, "token_invalid", "its aud is 'billing'"),
    "of-another": ({"iss": "https://thief.example"}, "token_invalid", "the trusted issuers are 'https://auth"),
    "refresh-token": ({"token_type": "refresh"}, "wrong_token_type", "its token_type is 'refresh'"),
    "without-end": ({"exp": None}, "token_invalid", "one of exp, iat and nbf isn't a time"),
}


@pytest.mark.parametrize(("claims", "code", "why"), BAD.values(), ids=BAD)
def test_a_bad_token_is_a_401(
    issuer: Issuer, verifier: TokenVerifier, claims: dict[str, object], code: str, why: str
) -> None:
    """The client learns that its token is no good; the log can have more."""
    with pytest.raises(Refused) as caught:
        verifier.claims(issuer.sign(**claims))
    assert caught.value.status == 401
    assert caught.value.headers == {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    assert caught.value.body == {"detail": caught.value.text, "code": code}
    assert why in caught.value.why
    assert why not in str(caught.value.body)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a b", "é", "\ud800", "." * 20_000])
def test_what_is_no_token_is_a_401(issuer: Issuer, verifier: TokenVerifier, token: str) -> None:
    """Nothing is fetched for it."""
    with pytest.raises(Refused) as caught:
        verifier.claims(token)
    assert caught.value.status == 401
    assert not issuer.asked


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Token x"])
def test_a_request_without_a_token_is_challenged(verifier: TokenVerifier, header: str | None) -> None:
    """Without an error, as nothing was wrong with a token (RFC 6750 section 3.1)."""
    with pytest.raises(Refused) as caught:
        verifier.authenticate(header)
    assert (caught.value.status, caught.value.code) == (401, "not_authenticated")
    assert caught.value.headers == {"WWW-Authenticate": "Bearer"}


def test_keys_that_are_away_are_a_503(issuer: Issuer, verifier: TokenVerifier) -> None:
    """That is no verdict on the token: the client keeps it, and sends it again."""
    issuer.is_away = True
    with pytest.raises(Refused) as caught:
        verifier.claims(issuer.sign())
    assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "30"})
    assert caught.value.body["code"] == "keys_unavailable"


def test_a_token_of_a_clock_that_is_ahead_is_a_503(issuer: Issuer, verifier: TokenVerifier) -> None:
    """It will be good."""
    with pytest.raises(Refused) as caught:
        verifier.claims(issuer.sign(nbf=NOW + 20))
    assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "20"})
    assert caught.value.body["code"] == "token_not_yet_valid"


def test_a_scope_is_demanded(issuer: Issuer, verifier: TokenVerifier) -> None:
    """All of those that are named."""
    claims = verifier.claims(issuer.sign(scope="orders:read orders:write"))
    require_scope(claims, "orders:read", "orders:write")
    with pytest.raises(Refused) as caught:
        require_scope(claims, "orders:read", "orders:delete")
    assert (caught.value.status, caught.value.code) == (403, "insufficient_scope")
    challenge = 'Bearer error="insufficient_scope", scope="orders:read orders:delete"'
    assert caught.value.headers == {"WWW-Authenticate": challenge}


def test_an_ended_session_is_refused(issuer: Issuer) -> None:
    """Even though its token was seen before: the answer of today counts."""
    ended: set[object] = set()
    trusted = TrustedIssuer(NAME, audience="orders", is_ended=lambda claims: claims.get("sid") in ended)
    verifier = TokenVerifier(trusted, clock=lambda: NOW, fetch=issuer)
    token = issuer.sign(sid="1")
    verifier.claims(token)
    ended.add("1")
    with pytest.raises(Refused) as caught:
        verifier.claims(token)
    assert (caught.value.status, caught.value.why) == (401, "its session was ended.")


def test_a_script_restarts_without_its_issuer(issuer: Issuer, tmp_path: Path) -> None:
    """With a file that it wrote before."""
    TokenVerifier(TRUSTED, keeper=FileKeeper(tmp_path), clock=lambda: NOW, fetch=issuer).claims(issuer.sign())
    issuer.is_away = True
    again = TokenVerifier(TRUSTED, keeper=FileKeeper(tmp_path), clock=lambda: NOW, fetch=issuer)
    assert again.claims(issuer.sign())["sub"] == "ada"


def test_a_coroutine_waits_in_another_thread(issuer: Issuer, verifier: TokenVerifier) -> None:
    """The loop goes on while the issuer takes its time. A token that was seen before needs no thread."""
    asked, may_answer = Event(), Event()

    def answer_later() -> None:
        asked.set()
        may_answer.wait(30)

    issuer.before = answer_later
    token = issuer.sign()

    async def main() -> None:
        first = asyncio.create_task(verifier.aauthenticate(f"Bearer {token}"))
        await asyncio.to_thread(asked.wait, 30)
        may_answer.set()
        assert (await first)["sub"] == "ada"
        loop = threading.get_ident()
        assert (await verifier.aclaims(token))["sub"] == "ada"
        assert threading.get_ident() == loop
        for bad in (issuer.sign(aud="billing"), "x"):
            with pytest.raises(Refused):
                await verifier.aclaims(bad)

    asyncio.run(main())
