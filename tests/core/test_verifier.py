"""`Verifier`: from bytes to claims, and the cache that saves the second signature."""

from __future__ import annotations

import pytest

from drf_signet.errors import ExpiredTokenError, KeysUnavailableError, TokenError, TokenNotYetValidError
from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.keys import SigningKey
from signet_tokens.verifier import CACHED_TOKENS, Verifier
from tests.core.counting_ring import ChangingSource, CountingRing, WithdrawnWhileFound, token
from tests.stand_ins.key_pairs import SECRET, signing_key

NOW = 1_800_000_000.0
KEY = SigningKey.load(SECRET, "HS256")
FOREIGN = SigningKey.load(SECRET + "of somebody else", "HS256")


def counted(cache_size: int = 8, policy: ClaimsPolicy | None = None) -> tuple[Verifier, CountingRing]:
    """A verifier of tokens of KEY, and the ring that counts for it."""
    ring = CountingRing([KEY])
    return Verifier(ring, policy or ClaimsPolicy(), cache_size), ring


def signed(payload: str) -> str:
    """A token of KEY with this very payload."""
    return jws.sign(payload.encode(), KEY)


def verdict(verifier: Verifier, raw: str, now: float) -> object:
    """The claims of *raw*, or the type of its refusal."""
    try:
        return verifier.claims(raw, now)
    except TokenError as error:
        return type(error)


def test_a_second_look_costs_no_signature() -> None:
    """Only the first of three looks at the same bytes verifies the signature."""
    verifier, ring = counted()
    raw = token(KEY, a=1)
    assert [verifier.claims(raw, NOW) for _ in range(3)] == [{"a": 1}] * 3
    assert ring.verifications == 1


def test_text_and_bytes_are_the_same_token() -> None:
    """The header of a request holds bytes and a body holds text; both find what is remembered."""
    verifier, ring = counted()
    raw = token(KEY, a=1)
    assert verifier.claims(raw, NOW) == verifier.claims(raw.encode(), NOW)
    assert ring.verifications == 1


def test_two_signatures_of_the_same_claims_are_two_tokens() -> None:
    """The verifier remembers the bytes of a token, not its claims."""
    key = signing_key("ES256")
    first, second = token(key, a=1), token(key, a=1)
    assert first != second
    ring = CountingRing([key])
    verifier = Verifier(ring, ClaimsPolicy())
    assert verifier.claims(first, NOW) == verifier.claims(second, NOW)
    assert ring.verifications == 2


def test_a_forgery_of_a_remembered_token_is_refused() -> None:
    """No part of a remembered token vouches for other bytes."""
    verifier, _ = counted()
    raw, other = token(KEY, a=1), token(KEY, a=2)
    verifier.claims(raw, NOW)
    head, body, signature = raw.split(".")
    forgeries = [
        f"{head}.{other.split('.')[1]}.{signature}",
        f"{head}.{body}.{other.split('.')[2]}",
        f"{head}.{body}.{signature}=",
        f"{head}.{body}.",
        raw + " ",
        " " + raw,
        token(FOREIGN, a=1),
    ]
    assert [verdict(verifier, one, NOW) for one in forgeries] == [TokenError] * len(forgeries)


def test_the_cache_is_bounded() -> None:
    """A cache for two forgets the first of three tokens."""
    verifier, ring = counted(cache_size=2)
    first, second, third = (token(KEY, a=number) for number in range(3))
    for raw in (first, second, third):
        verifier.claims(raw, NOW)
    verifier.claims(second, NOW)
    verifier.claims(third, NOW)
    assert ring.verifications == 3
    verifier.claims(first, NOW)
    assert ring.verifications == 4


def test_the_bound_is_the_documented_one_by_default() -> None:
    """As many tokens as CACHED_TOKENS says are remembered, and not one more."""
    ring = CountingRing([KEY])
    verifier = Verifier(ring, ClaimsPolicy())
    tokens = [token(KEY, a=number) for number in range(CACHED_TOKENS + 1)]
    for raw in tokens:
        verifier.claims(raw, NOW)
    for raw in tokens[1:]:
        verifier.claims(raw, NOW)
    assert ring.verifications == CACHED_TOKENS + 1
    verifier.claims(tokens[0], NOW)
    assert ring.verifications == CACHED_TOKENS + 2


def test_a_cache_of_no_size_remembers_nothing() -> None:
    """Without room each look is the first."""
    verifier, ring = counted(cache_size=0)
    raw = token(KEY, a=1)
    assert verifier.claims(raw, NOW) == verifier.claims(raw, NOW)
    assert ring.verifications == 2


def test_a_remembered_token_expires() -> None:
    """A token expires for good, and without another check of the signature."""
    verifier, ring = counted()
    raw = token(KEY, exp=NOW + 60)
    verifier.claims(raw, NOW)
    verifier.claims(raw, NOW + 59.9)
    for later in (60, 61, 1e9):
        with pytest.raises(ExpiredTokenError):
            verifier.claims(raw, NOW + later)
    assert ring.verifications == 1


def test_a_remembered_token_is_not_good_before_its_start() -> None:
    """A clock that is put back puts the token back before ``nbf``, or before it was issued."""
    verifier, ring = counted()
    for claims, moment in (
        ({"nbf": NOW}, NOW - 0.1),
        ({"iat": NOW}, NOW - 5.1),
        ({"iat": NOW, "nbf": NOW - 9}, NOW - 6),
    ):
        raw = token(KEY, **claims)
        verifier.claims(raw, NOW)
        assert verdict(verifier, raw, moment) is TokenNotYetValidError
        assert verdict(verifier, raw, NOW - 100_000) is TokenError
        assert verifier.claims(raw, NOW) == claims
    assert ring.verifications == 3


@pytest.mark.parametrize("leeway", [0, 10])
@pytest.mark.parametrize("offset", [-90_000, -16, -15, -14, -11, -10, -9, -6, -5, -4, 0, 59, 60, 69, 70, 71])
@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_second_look_says_what_a_first_one_would(leeway: float, offset: float, claim: str) -> None:
    """At every edge of its time, a remembered token is judged as if it had never been seen."""
    raw = token(KEY, **{claim: NOW}, exp=NOW + 60)
    remembering, _ = counted(policy=ClaimsPolicy(leeway=leeway))
    remembering.claims(raw, NOW + 30)
    fresh, _ = counted(policy=ClaimsPolicy(leeway=leeway))
    assert verdict(remembering, raw, NOW + offset) == verdict(fresh, raw, NOW + offset)


def test_an_expired_token_is_not_remembered_as_one() -> None:
    """A refusal is not stored: once the clock is right, the same bytes are valid."""
    verifier, ring = counted()
    raw = token(KEY, exp=NOW)
    assert verdict(verifier, raw, NOW) is ExpiredTokenError
    assert verifier.claims(raw, NOW - 1) == {"exp": NOW}
    assert ring.verifications == 2


def test_a_forgery_is_verified_each_time() -> None:
    """Garbage takes no room in the cache, so it can't drive good tokens out of it."""
    verifier, ring = counted(cache_size=1)
    good = token(KEY, a=1)
    verifier.claims(good, NOW)
    for number in range(5):
        assert verdict(verifier, token(FOREIGN, a=number), NOW) is TokenError
    verifier.claims(good, NOW)
    assert ring.verifications == 6


def test_a_token_is_good_as_soon_as_its_key_is_there() -> None:
    """A token that was refused without its key is accepted with it."""
    source = ChangingSource()
    verifier = Verifier(CountingRing([KEY], source), ClaimsPolicy())
    raw = token(FOREIGN, a=1)
    assert verdict(verifier, raw, NOW) is TokenError
    source.keys.append(FOREIGN)
    assert verifier.claims(raw, NOW) == {"a": 1}


def test_a_remembered_token_is_void_when_its_key_leaves_the_ring() -> None:
    """The signature is checked again, and its key is no longer there."""
    source = ChangingSource(FOREIGN)
    ring = CountingRing([KEY], source)
    verifier = Verifier(ring, ClaimsPolicy())
    foreign, own = token(FOREIGN, a=1), token(KEY, a=2)
    for raw in (foreign, own, foreign, own):
        verifier.claims(raw, NOW)
    assert ring.verifications == 2
    source.withdraw(FOREIGN)
    assert verdict(verifier, foreign, NOW) is TokenError
    assert verifier.claims(own, NOW) == {"a": 2}
    assert ring.verifications == 4


def test_a_key_that_goes_while_it_is_used_voids_what_it_verified() -> None:
    """The cache never outlives a withdrawal, even one that comes between finding the key and remembering."""
    source = WithdrawnWhileFound(FOREIGN)
    ring = CountingRing([], source)
    verifier = Verifier(ring, ClaimsPolicy())
    raw = token(FOREIGN, a=1)
    verifier.claims(raw, NOW)
    source.keys.clear()
    assert verdict(verifier, raw, NOW) is TokenError
    assert ring.verifications == 2


def test_keys_out_of_reach_are_no_verdict_on_the_token() -> None:
    """The error says so, and once the keys are back, the token is valid."""
    source = ChangingSource(FOREIGN)
    source.reachable = False
    verifier = Verifier(CountingRing([], source), ClaimsPolicy())
    raw = token(FOREIGN, a=1)
    with pytest.raises(KeysUnavailableError) as caught:
        verifier.claims(raw, NOW)
    assert caught.value.code == "keys_unavailable"
    source.reachable = True
    assert verifier.claims(raw, NOW) == {"a": 1}


def test_the_policy_holds_for_a_good_signature() -> None:
    """A genuine token for somebody else is refused, and not remembered either."""
    verifier, ring = counted(policy=ClaimsPolicy(audience=frozenset({"us"}), issuer="them"))
    assert verdict(verifier, token(KEY, aud="us", iss="us"), NOW) is TokenError
    assert verdict(verifier, token(KEY, aud="them", iss="them"), NOW) is TokenError
    good = token(KEY, aud="us", iss="them")
    assert verifier.claims(good, NOW) == verifier.claims(good, NOW) == {"aud": "us", "iss": "them"}
    assert ring.verifications == 3


@pytest.mark.parametrize("payload", ["[]", '"a"', '{"a":1,"a":2}', '{"a":NaN}', '{"a":"\\ud800"}', ""])
def test_a_payload_that_is_no_strict_object_is_refused(payload: str) -> None:
    """The payload is read as strictly as the header."""
    verifier, _ = counted()
    assert verdict(verifier, signed(payload), NOW) is TokenError


@pytest.mark.parametrize("raw", ["", "tökén", "a.b.ü", "\ud800", "\0", "a.b.c"])
def test_text_that_no_token_can_be_is_refused(raw: str) -> None:
    """A token is ASCII; anything else is refused before it is encoded for a look-up."""
    verifier, ring = counted()
    assert verdict(verifier, raw, NOW) is TokenError
    assert ring.verifications == 0


@pytest.mark.parametrize(
    "claims", [{"a": 1}, {"a": [1, {"b": [2]}]}, {"a": {"b": {"c": 3}}}], ids=["flat", "list", "dict"]
)
def test_the_claims_are_the_callers_to_change(claims: dict[str, object]) -> None:
    """A caller may change its claims at any depth: the next caller gets those of the token."""
    verifier, ring = counted()
    raw = token(KEY, **claims)
    for _ in range(3):
        mine = verifier.claims(raw, NOW)
        assert mine == claims
        spoil(mine)
    assert ring.verifications == 1


def spoil(value: object) -> None:
    """Change *value* and all that is in it, from the inside out."""
    if isinstance(value, dict):
        for one in list(value.values()):
            spoil(one)
        value["spoilt"] = True
    elif isinstance(value, list):
        for one in value:
            spoil(one)
        value.append("spoilt")
