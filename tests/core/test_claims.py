"""The registered claims: times, audience, issuer, subject and identifier, at an injected time."""

from __future__ import annotations

import math

import pytest

from drf_signet.errors import ExpiredTokenError, TokenError, TokenNotYetValidError, UnavailableError
from signet_tokens.claims import LATEST_TIME, LONGEST_AHEAD, ClaimsPolicy, read_time

NOW = 1_800_000_000.0
ANYBODY = ClaimsPolicy()
LENIENT = ClaimsPolicy(leeway=10)


def refuse(claims: dict[str, object], policy: ClaimsPolicy = ANYBODY) -> None:
    """*claims* are refused as invalid, not as expired."""
    with pytest.raises(TokenError) as caught:
        policy.check(claims, NOW)
    assert type(caught.value) is TokenError


def refuse_expired(claims: dict[str, object], policy: ClaimsPolicy = ANYBODY) -> None:
    """*claims* are refused as expired, by the full check and by that of the times."""
    for check in (policy.check, policy.check_time):
        with pytest.raises(ExpiredTokenError) as caught:
            check(claims, NOW)
        assert (caught.value.message, caught.value.code) == ("Token is expired", "token_expired")


def put_off(claims: dict[str, object], policy: ClaimsPolicy = ANYBODY) -> int:
    """The full check and that of the times refuse *claims* for now, both for as many seconds as this returns."""
    with pytest.raises(TokenNotYetValidError):
        policy.check_time(claims, NOW)
    with pytest.raises(TokenNotYetValidError) as caught:
        policy.check(claims, NOW)
    assert caught.value.code == "token_not_yet_valid"
    return caught.value.retry_after


def test_no_claim_is_required_by_default() -> None:
    """The type of a token and the settings say which claims it must have."""
    ANYBODY.check({}, NOW)


def test_a_token_expires_in_the_very_second_of_exp() -> None:
    """It must not be accepted on or after the time (RFC 7519 section 4.1.4)."""
    ANYBODY.check({"exp": NOW + 0.001}, NOW)
    refuse_expired({"exp": NOW})
    refuse_expired({"exp": NOW - 1})
    refuse_expired({"exp": 0})
    refuse_expired({"exp": -1})


def test_leeway_puts_the_end_off() -> None:
    """Clocks may differ by the leeway and no more."""
    LENIENT.check({"exp": NOW - 9.999}, NOW)
    refuse_expired({"exp": NOW - 10}, LENIENT)


def test_a_token_is_good_from_the_very_second_of_nbf() -> None:
    """It may be accepted at that time, and not before (RFC 7519 section 4.1.5)."""
    ANYBODY.check({"nbf": NOW}, NOW)
    put_off({"nbf": NOW + 0.001})
    LENIENT.check({"nbf": NOW + 10}, NOW)
    put_off({"nbf": NOW + 10.001}, LENIENT)


def test_a_token_that_starts_later_is_refused_by_the_check_of_the_times_alone() -> None:
    """The second look at a remembered token finds ``nbf`` again."""
    with pytest.raises(TokenError):
        ANYBODY.check_time({"nbf": NOW + 1}, NOW)


def test_a_token_from_the_future_has_to_wait() -> None:
    """Nobody issues a token later than now, give or take the leeway and five seconds between two machines."""
    ANYBODY.check({"iat": NOW + 5}, NOW)
    put_off({"iat": NOW + 6})
    LENIENT.check({"iat": NOW + 15}, NOW)
    put_off({"iat": NOW + 16}, LENIENT)


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_of_a_far_future_is_refused(claim: str) -> None:
    """Signing in again is quicker than waiting for more than a day."""
    skew = 5 if claim == "iat" else 0
    for policy in (ANYBODY, LENIENT):
        last = NOW + LONGEST_AHEAD + skew + policy.leeway
        put_off({claim: last}, policy)
        refuse({claim: last + 1}, policy)
        refuse({claim: LATEST_TIME}, policy)


@pytest.mark.parametrize(("ahead", "seconds"), [(0.001, 1), (1, 1), (1.5, 2), (60, 60), (61, 60), (86_400, 60)])
def test_it_says_when_to_try_again(ahead: float, seconds: int) -> None:
    """When the token becomes valid, and every minute before, as a wrong clock may be corrected at any moment."""
    assert put_off({"nbf": NOW + ahead}) == put_off({"iat": NOW + 5 + ahead}) == seconds


def test_a_token_that_has_to_wait_is_an_error_of_both_kinds() -> None:
    """Code that only knows `TokenError` catches an invalid token; code that knows `UnavailableError`, an outage."""
    assert issubclass(TokenNotYetValidError, TokenError)
    assert issubclass(TokenNotYetValidError, UnavailableError)


@pytest.mark.parametrize("claims", [{"sub": 5}, {"jti": None}, {"iss": "x"}, {"aud": "x"}, {"iat": "x"}, {"nbf": "x"}])
def test_waiting_makes_no_bad_token_good(claims: dict[str, object]) -> None:
    """Any other fault of a token is reported at once."""
    policy = ClaimsPolicy(audience=frozenset({"us"}), issuer="them")
    good = {"iss": "them", "aud": "us", "iat": NOW + 60, "nbf": NOW + 60}
    put_off(good, policy)
    refuse({**good, **claims}, policy)


def test_an_old_token_is_not_refused_for_its_age() -> None:
    """``iat`` says when a token was issued; its end is in ``exp``."""
    ANYBODY.check({"iat": 0, "exp": NOW + 1}, NOW)


NO_TIMES = [
    pytest.param("1800000300", id="string"),
    pytest.param(True, id="boolean"),
    pytest.param(None, id="null"),
    pytest.param([1_800_000_300], id="list"),
    pytest.param({}, id="object"),
    pytest.param(math.inf, id="infinity"),
    pytest.param(-math.inf, id="minus-infinity"),
    pytest.param(math.nan, id="nan"),
    pytest.param(LATEST_TIME + 1, id="after-the-last-year"),
    pytest.param(-LATEST_TIME - 1, id="before-the-first-year"),
    pytest.param(10**400, id="more-than-a-float-holds"),
]


@pytest.mark.parametrize("value", NO_TIMES)
@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
def test_a_claim_that_is_no_time_is_refused(claim: str, value: object) -> None:
    """A time is a number of seconds that a calendar knows; nothing is converted."""
    refuse({claim: value})


@pytest.mark.parametrize("value", NO_TIMES)
def test_what_is_no_time_is_not_read(value: object) -> None:
    """`read_time` raises what the check raises."""
    with pytest.raises(TokenError):
        read_time(value)


@pytest.mark.parametrize("value", [0, -1, 1.5, 1_800_000_000, LATEST_TIME, -LATEST_TIME, 1e9])
def test_a_time_is_read_as_it_is(value: float) -> None:
    """Whole and fractional seconds, before and after 1970."""
    assert read_time(value) == value


@pytest.mark.parametrize("value", [5, 1.5, None, True, ["a"], {}])
@pytest.mark.parametrize("claim", ["sub", "jti"])
def test_a_subject_or_identifier_that_is_no_string_is_refused(claim: str, value: object) -> None:
    """Both are strings (RFC 7519 sections 4.1.2 and 4.1.7); other claims are the application's."""
    refuse({claim: value})
    ANYBODY.check({claim: "5", "user_id": value}, NOW)


FOR_US = ClaimsPolicy(audience=frozenset({"orders", "billing"}))


@pytest.mark.parametrize("audience", ["orders", "billing", ["orders"], ["x", "billing"], ["orders", "billing"]])
def test_one_of_our_names_in_the_audience_will_do(audience: object) -> None:
    """The claim is a string or a list, and must name us once (RFC 7519 section 4.1.3)."""
    FOR_US.check({"aud": audience}, NOW)


@pytest.mark.parametrize(
    "audience",
    [
        "x",
        "order",
        "Orders",
        "orders,billing",
        "",
        [],
        ["x"],
        [["orders"]],
        ["orders", 5],
        {"orders": 1},
        5,
        True,
        None,
    ],
)
def test_an_audience_without_us_is_refused(audience: object) -> None:
    """Neither a part of our name nor an odd type passes for it."""
    refuse({"aud": audience}, FOR_US)


def test_a_token_without_audience_is_refused_where_one_is_required() -> None:
    """A missing claim is not a claim for everybody."""
    refuse({}, FOR_US)


def test_the_audience_is_not_looked_at_where_none_is_required() -> None:
    """Without AUDIENCE the claim is the application's."""
    ANYBODY.check({"aud": "x"}, NOW)
    ANYBODY.check({"aud": {"x": 1}}, NOW)


OURS = ClaimsPolicy(issuer="https://id.example")


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({}, id="missing"),
        pytest.param({"iss": None}, id="null"),
        pytest.param({"iss": ""}, id="empty"),
        pytest.param({"iss": "https://id.example/"}, id="slash"),
        pytest.param({"iss": "HTTPS://ID.EXAMPLE"}, id="case"),
        pytest.param({"iss": ["https://id.example"]}, id="list"),
    ],
)
def test_another_issuer_is_refused(claims: dict[str, object]) -> None:
    """The name must be equal, character by character (RFC 8725 section 3.8)."""
    OURS.check({"iss": "https://id.example"}, NOW)
    refuse(claims, OURS)


def test_the_issuer_is_not_looked_at_where_none_is_required() -> None:
    """Without ISSUER the claim is the application's."""
    ANYBODY.check({"iss": 5}, NOW)


def test_expiry_is_reported_before_anything_else() -> None:
    """A client that may refresh learns so, even if the token is for somebody else."""
    refuse_expired({"exp": 0, "nbf": NOW + 60})
    with pytest.raises(ExpiredTokenError):
        OURS.check({"exp": 0}, NOW)
