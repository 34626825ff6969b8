"""The token classes: what a new token holds, and what an accepted one must hold."""

from __future__ import annotations

import json
import math
import re
import uuid
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from drf_signet.errors import (
    MissingClaimError,
    NoSigningKeyError,
    TokenError,
    TokenTooLargeError,
    WrongTokenTypeError,
)
from drf_signet.keys_in_force import get_ring
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token, UntypedToken
from signet_tokens import jws
from tests.conf.setting_effects import claims_of
from tests.stand_ins.key_pairs import public_pem, rsa

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000

TYPED = pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])


def signed(**claims: object) -> str:
    """A token with these claims alone, signed with the key of the settings."""
    return jws.sign(json.dumps(claims).encode(), get_ring().signing_key)


def good(token_type: object = "access", **changes: object) -> dict[str, object]:
    """The claims that a token must have, and *changes* to them."""
    return {"token_type": token_type, "exp": SECONDS + 60, "iat": SECONDS, "jti": "1", **changes}


@pytest.mark.parametrize(
    ("token_class", "token_type", "lifetime"),
    [
        (AccessToken, "access", 300),
        (RefreshToken, "refresh", 86_400),
        (UntypedToken, "untyped", 0),
    ],
)
def test_a_new_token_holds_its_type_its_times_and_a_name(
    token_class: type[Token], token_type: str, lifetime: int
) -> None:
    """These four claims in this order, with whole seconds, and nothing else."""
    token = token_class(now=NOW)
    jti = token["jti"]
    assert re.fullmatch(r"[0-9a-f]{32}", str(jti))
    expected = {"token_type": token_type, "exp": SECONDS + lifetime, "iat": SECONDS, "jti": jti}
    assert token.payload == expected
    assert list(token.payload) == list(expected)
    assert {type(token.payload[name]) for name in ("exp", "iat")} == {int}


def test_a_new_sliding_token_also_says_how_long_it_can_be_refreshed() -> None:
    """The end of the refresh time is counted from the sign-in."""
    payload = SlidingToken(now=NOW).payload
    assert (payload["token_type"], payload["exp"], payload["refresh_exp"]) == (
        "sliding",
        SECONDS + 300,
        SECONDS + 86_400,
    )


@TYPED
def test_each_token_has_a_name_of_its_own(token_class: type[Token]) -> None:
    """No two tokens share a ``jti``, even of the same moment."""
    assert len({token_class(now=NOW)["jti"] for _ in range(10)}) == 10


@TYPED
def test_what_was_written_is_read(token_class: type[Token]) -> None:
    """A signed token, as text or as bytes, is read as the claims it was made of."""
    token = token_class(now=NOW)
    token["locale"] = {"language": "de", "also": ["en"]}
    raw = str(token)
    assert token_class(raw, now=NOW).payload == token_class(raw.encode(), now=NOW).payload == token.payload


@TYPED
def test_a_token_is_refused_where_another_type_is_asked_for(token_class: type[Token]) -> None:
    """Each type is for its own use only (RFC 8725 section 3.12)."""
    raw = str(token_class(now=NOW))
    for other in {AccessToken, RefreshToken, SlidingToken} - {token_class}:
        with pytest.raises(WrongTokenTypeError) as caught:
            other(raw, now=NOW)
        assert (caught.value.message, caught.value.code) == ("Token has wrong type", "wrong_token_type")


@TYPED
def test_a_look_at_any_token_is_an_untyped_token(token_class: type[Token]) -> None:
    """It needs no type, and ignores the one it has."""
    token = token_class(now=NOW)
    assert UntypedToken(str(token), now=NOW).payload == token.payload
    del token["token_type"]
    assert UntypedToken(str(token), now=NOW).payload == token.payload


def test_a_token_of_no_type_cannot_be_made() -> None:
    """The base class is for subclassing."""
    for raw in (None, str(AccessToken())):
        with pytest.raises(TokenError, match="Cannot create token with no type or lifetime"):
            Token(raw)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("exp", "Token has no 'exp' claim"),
        ("jti", "Token has no id"),
        ("token_type", "Token has no type"),
    ],
)
def test_a_token_without_a_required_claim_is_refused(missing: str, message: str) -> None:
    """Its signature may be good, but it is not one of ours."""
    claims = good()
    del claims[missing]
    with pytest.raises(MissingClaimError) as caught:
        AccessToken(signed(**claims), now=NOW)
    assert (caught.value.message, caught.value.code) == (message, "claim_missing")
    if missing != "token_type":
        with pytest.raises(MissingClaimError):
            UntypedToken(signed(**claims), now=NOW)


@pytest.mark.parametrize("value", [None, "", "Access", "access ", ["access"], {"access": 1}, 5, True])
def test_a_type_that_is_not_quite_ours_is_another_type(value: object) -> None:
    """The claim must be equal to the name of the type."""
    with pytest.raises(WrongTokenTypeError):
        AccessToken(signed(**good(token_type=value)), now=NOW)


def test_neither_type_nor_name_is_required_where_the_settings_say_so() -> None:
    """With both claims off, they are neither written nor missed."""
    with override_settings(SIGNET={"TOKEN_TYPE_CLAIM": None, "JTI_CLAIM": None}):
        token = AccessToken(now=NOW)
        token.set_jti()
        assert token.payload == {"exp": SECONDS + 300, "iat": SECONDS}
        assert RefreshToken(str(token), now=NOW).payload == token.payload


def test_claims_are_read_written_and_deleted_as_in_a_dict() -> None:
    """A missing claim is a `KeyError`, or the default."""
    token = AccessToken(now=NOW)
    assert "locale" not in token
    assert token.get("locale") is None
    assert token.get("locale", "en") == "en"
    with pytest.raises(KeyError):
        token["locale"]
    token["locale"] = "de"
    assert "locale" in token
    assert token["locale"] == token.get("locale", "en") == "de"
    del token["locale"]
    assert "locale" not in token
    with pytest.raises(KeyError):
        del token["locale"]


def test_a_token_is_shown_by_the_names_of_its_claims() -> None:
    """Its values may be private, and a log is not."""
    token = AccessToken(now=NOW)
    token["email"] = "ada@example.com"
    assert repr(token) == "<AccessToken token_type, exp, iat, jti, email>"


def test_what_is_done_to_one_token_is_not_seen_in_another() -> None:
    """Two tokens of the same text share nothing, though the text is verified once."""
    source = AccessToken(now=NOW)
    source["roles"] = ["reader"]
    raw = str(source)
    first = AccessToken(raw, now=NOW)
    roles = first["roles"]
    assert isinstance(roles, list)
    roles.append("admin")
    first["user_id"] = "1"
    assert AccessToken(raw, now=NOW).payload == {**source.payload, "roles": ["reader"]}


def test_audience_and_issuer_are_written_last_and_by_the_settings_alone() -> None:
    """No claim of a token's own takes their place, and the token itself is left as it is."""
    with override_settings(SIGNET={"AUDIENCE": ("us", "all"), "ISSUER": "us"}):
        token = AccessToken(now=NOW)
        token["aud"], token["iss"], token["locale"] = "them", "them", "de"
        before = dict(token.payload)
        claims = claims_of(str(token))
        assert AccessToken(str(token), now=NOW)["iss"] == "us"
    assert (claims["aud"], claims["iss"]) == (["us", "all"], "us")
    assert token.payload == before


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_know_is_not_signed(value: float) -> None:
    """Nobody could read the token."""
    token = AccessToken(now=NOW)
    token["number"] = value
    with pytest.raises(ValueError, match="not JSON compliant"):
        str(token)


def test_a_claim_that_json_does_not_know_needs_an_encoder() -> None:
    """With JSON_ENCODER it is written as that says, and read as text."""
    token = AccessToken(now=NOW)
    token["until"] = NOW
    token["order"] = uuid.UUID(int=7)
    with pytest.raises(TypeError):
        str(token)
    with override_settings(SIGNET={"JSON_ENCODER": "django.core.serializers.json.DjangoJSONEncoder"}):
        read = AccessToken(str(token), now=NOW)
    assert (read["until"], read["order"]) == ("2027-01-15T08:00:00Z", str(uuid.UUID(int=7)))


def test_a_token_that_would_not_be_read_is_not_written() -> None:
    """Too many claims are an error of the code that adds them, not of the client that sends them."""
    token = AccessToken(now=NOW)
    token["text"] = "x" * jws.MAXIMUM_LENGTH
    with pytest.raises(TokenTooLargeError):
        str(token)


def test_nothing_is_signed_without_a_private_key() -> None:
    """A service that only verifies can make a token and not sign it."""
    with override_settings(SIGNET={"ALGORITHM": "RS256", "VERIFYING_KEY": public_pem(rsa("service"))}):
        token = AccessToken(now=NOW)
        with pytest.raises(NoSigningKeyError):
            str(token)
