"""Several issuers at once, each with its keys, its audience and its conditions."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest
from joserfc.util import urlsafe_b64encode

from signet_tokens.errors import ExpiredTokenError, KeyLoadError, TokenError, WrongTokenTypeError
from signet_tokens.keys import SigningKey
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import private_key
from tests.issuers.web import NOW, ONE, OTHER, Web, published, token
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import pair_for, private_jwk, public_jwk, public_pem, rsa


@pytest.fixture
def web() -> Web:
    """Two issuers, whose keys have the same name."""
    both = Web()
    both.publish(ONE, published("one"))
    both.publish(OTHER, published("other"))
    return both


@pytest.fixture
def issuers(web: Web) -> TrustedIssuers:
    """The two, on different conditions."""
    strict = TrustedIssuer(
        OTHER, ["billing", "orders"], types=["application/at+JWT"], leeway=30, required_claims={"use": "access"}
    )
    return TrustedIssuers([TrustedIssuer(ONE, "api"), strict], clock=Clock(NOW), fetch=web)


def with_header(key: SigningKey, header: dict[str, object], **claims: object) -> str:
    """A token with that very header."""
    said = {"iss": ONE, "aud": "api", "exp": NOW + 60, **claims}
    parts = [urlsafe_b64encode(json.dumps(one).encode()) for one in (header, said)]
    signing_input = b".".join(parts)
    return (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode()


def of_other(header: dict[str, object], **claims: object) -> str:
    """A token of the strict issuer that it accepts, but for changes."""
    said = {"iss": OTHER, "aud": "orders", "use": "access", **claims}
    return with_header(private_key("other", "1"), {"alg": "RS256", "kid": "1", "typ": "at+jwt", **header}, **said)


def test_each_token_is_verified_with_the_keys_of_its_issuer(issuers: TrustedIssuers) -> None:
    """The answer says whose it is."""
    for name, raw in ((ONE, token(ONE)), (OTHER, of_other({}))):
        for _ in range(2):
            issuer, claims = issuers.claims(raw, NOW)
            assert (issuer.issuer, claims["iss"]) == (name, name)
            assert issuers.of(raw) is issuer


def test_a_token_of_one_issuer_signed_with_a_key_of_another_is_refused(web: Web, issuers: TrustedIssuers) -> None:
    """What a token says of its issuer is a claim, until a key of that issuer proves it."""
    both = TrustedIssuers([TrustedIssuer(ONE, "api"), TrustedIssuer(OTHER, "api")], clock=Clock(NOW), fetch=web)
    for name, owner in ((ONE, "other"), (OTHER, "one")):
        for _ in range(2):
            with pytest.raises(TokenError):
                both.claims(token(name, private_key(owner, "1")), NOW)
    assert both.claims(token(OTHER, private_key("other", "1")), NOW)


@pytest.mark.parametrize("named", [OTHER + "/", "https://thief.example", "", None, 5, [ONE], {"a": ONE}])
def test_a_token_of_nobody_we_know_costs_no_request(web: Web, issuers: TrustedIssuers, named: object) -> None:
    """Whatever it says of its issuer selects one of ours, or nothing."""
    raw = token(ONE, iss=named)
    assert issuers.of(raw) is None
    with pytest.raises(TokenError):
        issuers.claims(raw, NOW)
    assert not web.asked


REFUSED: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "typ-jwt": ({"typ": "JWT"}, {}),
    "typ-of-a-logout": ({"typ": "logout+jwt"}, {}),
    "audience-of-the-other": ({}, {"aud": "api"}),
    "no-audience": ({}, {"aud": None}),
    "expired": ({}, {"exp": NOW - 30}),
    "without-end": ({}, {"exp": None}),
    "a-refresh-token": ({}, {"token_type": "refresh"}),
    "token-type-null": ({}, {"token_type": None}),
    "another-use": ({}, {"use": "id"}),
    "critical": ({"crit": ["exp"]}, {}),
}


@pytest.mark.parametrize(("header", "claims"), REFUSED.values(), ids=REFUSED)
def test_the_conditions_of_an_issuer(
    issuers: TrustedIssuers, header: dict[str, object], claims: dict[str, object]
) -> None:
    """Each has its own audience, types, leeway and claims."""
    assert issuers.claims(of_other({}, exp=NOW - 29), NOW)
    for _ in range(2):
        with pytest.raises(TokenError):
            issuers.claims(of_other(header, **claims), NOW)


def test_a_token_without_end_is_refused(issuers: TrustedIssuers) -> None:
    """A stolen one would be good for ever. So would one that was seen before, as no end makes it leave the memory."""
    raw = with_header(private_key("one", "1"), {"alg": "RS256", "kid": "1"})
    endless = raw.split(".")[0] + "." + urlsafe_b64encode(json.dumps({"iss": ONE, "aud": "api"}).encode()).decode()
    endless += "." + urlsafe_b64encode(private_key("one", "1").sign(endless.encode())).decode()
    for _ in range(2):
        with pytest.raises(TokenError) as caught:
            issuers.claims(endless, NOW)
        assert caught.value.reason is not None
        assert "no exp" in caught.value.reason.text


def test_errors_say_which_kind(issuers: TrustedIssuers) -> None:
    """As for tokens of our own."""
    with pytest.raises(ExpiredTokenError):
        issuers.claims(token(ONE, exp=NOW), NOW)
    with pytest.raises(WrongTokenTypeError):
        issuers.claims(token(ONE, token_type="refresh"), NOW)


def test_what_is_remembered_grows_old(issuers: TrustedIssuers) -> None:
    """A token that was seen before ends all the same."""
    raw = token(ONE)
    issuers.claims(raw, NOW)
    with pytest.raises(ExpiredTokenError):
        issuers.claims(raw, NOW + 60)


ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("says", [True, False], ids=["alg", "no-alg"])
def test_several_algorithms_of_one_issuer(algorithm: str, *, says: bool) -> None:
    """A key is for one algorithm. One that names none is for each that it fits and that is allowed."""
    pair = pair_for(algorithm)
    web = Web()
    web.publish(ONE, public_jwk(pair, kid="k", **({"alg": algorithm} if says else {})))
    signers = {
        one: SigningKey.load(private_jwk(pair, kid="k"), one)
        for one in (*ALGORITHMS, "RS512")
        if pair_for(one) is pair or {one, algorithm} == {"EdDSA", "Ed25519"}
    }
    every = TrustedIssuers([TrustedIssuer(ONE, "api")], clock=Clock(NOW), fetch=web)
    only = TrustedIssuers([TrustedIssuer(ONE, "api", [algorithm])], clock=Clock(NOW), fetch=web)
    assert every.claims(token(ONE, SigningKey.load(private_jwk(pair, kid="k"), algorithm)), NOW)
    for name, signer in signers.items():
        is_meant = name == algorithm or (not says and name in ALGORITHMS)
        assert accepts(every, token(ONE, signer, number=name)) == is_meant
        assert accepts(only, token(ONE, signer, number=name)) == (name == algorithm)


@pytest.mark.parametrize("key", ["pem", "jwk", "modulus"])
def test_a_public_key_is_no_secret(issuers: TrustedIssuers, key: str) -> None:
    """In whatever form a thief feeds it to HMAC."""
    forms = {"pem": public_pem(rsa("one")), "jwk": json.dumps(published("one")), "modulus": str(published("one")["n"])}
    for algorithm in ("HS256", "RS256", "none"):
        header, said = {"alg": algorithm, "kid": "1"}, {"iss": ONE, "aud": "api", "exp": NOW + 60}
        signing_input = b".".join(urlsafe_b64encode(json.dumps(one).encode()) for one in (header, said))
        signature = urlsafe_b64encode(hmac.digest(forms[key].encode(), signing_input, "sha256"))
        assert not accepts(issuers, (signing_input + b"." + signature).decode())
        assert not accepts(issuers, (signing_input + b".").decode())


@pytest.mark.parametrize("name", ["jku", "x5u", "jwk", "x5c"])
def test_a_token_says_nothing_of_where_its_key_is(web: Web, issuers: TrustedIssuers, name: str) -> None:
    """Neither the key nor its address comes from the token (RFC 8725 section 3.10)."""
    thief = "https://thief.example/keys"
    web.documents[thief] = {"keys": [published("thief")]}
    value: dict[str, Any] = {"jku": thief, "x5u": thief, "jwk": published("thief"), "x5c": ["MIIB"]}
    header = {"alg": "RS256", "kid": "1", name: value[name]}
    assert not accepts(issuers, with_header(private_key("thief", "1"), header))
    assert thief not in web.asked
    # Some issuers write such a member. It does no harm.
    assert accepts(issuers, with_header(private_key("one", "1"), header))


@pytest.mark.parametrize("kid", ["../../../../dev/null", "' OR 1=1 --", "1\x00", "https://thief.example/", "k" * 1_000])
def test_the_name_of_a_key_is_only_looked_up(web: Web, issuers: TrustedIssuers, kid: str) -> None:
    """It is no path, no query and no address."""
    assert not accepts(issuers, with_header(private_key("thief", "1"), {"alg": "RS256", "kid": kid}))
    assert set(web.asked) <= set(web.documents)


UNFIT: dict[str, dict[str, Any]] = {
    "no-issuer": {"issuer": ""},
    "no-audience": {"audience": ""},
    "no-audiences": {"audience": []},
    "empty-audience": {"audience": ["api", ""]},
    "no-algorithm": {"algorithms": []},
    "a-secret": {"algorithms": ["RS256", "HS256"]},
    "none": {"algorithms": ["none"]},
    "unknown": {"algorithms": ["RS257"]},
    "plain-http": {"jwks_url": "http://one.example/keys"},
    "a-file": {"jwks_url": "file:///etc/keys"},
}


@pytest.mark.parametrize("conditions", UNFIT.values(), ids=UNFIT)
def test_conditions_that_cannot_be_meant(conditions: dict[str, Any]) -> None:
    """They are an error at the start, not at the first token."""
    with pytest.raises(KeyLoadError):
        TrustedIssuers([TrustedIssuer(**{"issuer": ONE, "audience": "api", **conditions})])


def test_one_name_is_one_issuer() -> None:
    """Otherwise the order would decide on whose conditions a token is accepted."""
    with pytest.raises(KeyLoadError, match="There are two issuers"):
        TrustedIssuers([TrustedIssuer(ONE, "api"), TrustedIssuer(ONE, "other")])


def test_an_issuer_is_a_value() -> None:
    """To compare, and to use as a key, however its collections were given."""
    one = TrustedIssuer(ONE, "api", ["RS256"], types=["jwt"], required_claims={"a": ["b"]})
    assert one == TrustedIssuer(ONE, ["api"], ("RS256",), types={"jwt"}, required_claims={"a": ["b"]})
    assert len({one, TrustedIssuer(ONE, "api"), one}) == 2


def accepts(issuers: TrustedIssuers, raw: str) -> bool:
    """Whether that token verifies."""
    try:
        return bool(issuers.claims(raw, NOW))
    except TokenError:
        return False
