"""The times of a token: when it is issued, when it ends, and against which clock that is judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import override_settings

from drf_signet.errors import ExpiredTokenError, MissingClaimError, TokenError
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000
SECOND = timedelta(seconds=1)


def test_the_given_time_is_the_time_of_the_token() -> None:
    """It is told in UTC, whatever zone it was given in."""
    token = AccessToken(now=NOW.astimezone(timezone(timedelta(hours=-5))))
    assert token.current_time == NOW
    assert token.current_time.tzinfo is UTC
    assert AccessToken(str(token), now=NOW + SECOND).current_time == NOW + SECOND


def test_without_a_given_time_it_is_now() -> None:
    """A new token is issued, and a token that is read is judged, by the clock of the machine."""
    before = datetime.now(UTC)
    token = AccessToken()
    read = AccessToken(str(token))
    after = datetime.now(UTC)
    assert before <= token.current_time <= read.current_time <= after
    assert token["iat"] == int(token.current_time.timestamp())


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])
def test_a_token_ends_with_its_lifetime(token_class: type[AccessToken | RefreshToken | SlidingToken]) -> None:
    """In its last second it is good, and in the one after that it has expired, for every class."""
    token = token_class(now=NOW)
    raw = str(token)
    end = NOW + token_class.lifetime
    for one in (token_class, UntypedToken):
        assert one(raw, now=end - SECOND).payload == token.payload
        with pytest.raises(ExpiredTokenError) as caught:
            one(raw, now=end)
        assert (caught.value.message, caught.value.code) == ("Token is expired", "token_expired")


def test_a_fraction_of_a_second_is_cut_off() -> None:
    """Times in a token are whole seconds, and never later than they were."""
    token = AccessToken(now=NOW + timedelta(microseconds=999_999))
    assert (token["iat"], token["exp"]) == (SECONDS, SECONDS + 300)


def test_a_token_from_the_future_is_refused() -> None:
    """A clock that goes ahead is forgiven up to the leeway."""
    raw = str(AccessToken(now=NOW + timedelta(seconds=10)))
    with pytest.raises(TokenError):
        AccessToken(raw, now=NOW)
    with override_settings(SIGNET={"LEEWAY": 10}):
        AccessToken(raw, now=NOW)


def test_the_end_is_the_lifetime_after_the_time_of_the_token() -> None:
    """`set_exp` without arguments starts from ``current_time``, not from the machine's clock."""
    token = AccessToken(str(AccessToken(now=NOW)), now=NOW + 10 * SECOND)
    token.set_exp()
    assert token["exp"] == SECONDS + 310


def test_the_end_can_be_put_anywhere() -> None:
    """Claim, start and lifetime are the caller's; a lifetime of nothing is one, too."""
    token = AccessToken(now=NOW)
    token.set_exp("until")
    assert (token["until"], token["exp"]) == (SECONDS + 300, SECONDS + 300)
    token.set_exp("until", from_time=NOW + timedelta(days=1))
    assert token["until"] == SECONDS + 86_700
    token.set_exp("until", lifetime=timedelta())
    assert token["until"] == SECONDS
    token.set_exp("until", lifetime=timedelta(seconds=-5))
    assert token["until"] == SECONDS - 5
    token.set_exp(from_time=NOW - timedelta(days=1), lifetime=timedelta(hours=1))
    assert token["exp"] == SECONDS - 82_800
    assert {type(token[claim]) for claim in ("until", "exp")} == {int}


def test_the_time_of_issue_can_be_set() -> None:
    """`set_iat` says ``current_time``, or what it is given, in the claim it is given."""
    token = AccessToken(str(AccessToken(now=NOW)), now=NOW + 10 * SECOND)
    token.set_iat()
    assert token["iat"] == SECONDS + 10
    token.set_iat(at_time=NOW + timedelta(microseconds=1))
    assert (token["iat"], type(token["iat"])) == (SECONDS, int)
    token.set_iat("auth_time", NOW - timedelta(days=1))
    assert (token["auth_time"], token["iat"]) == (SECONDS - 86_400, SECONDS)


def test_a_new_name_can_be_given() -> None:
    """`set_jti` never gives the same one twice."""
    token = AccessToken(now=NOW)
    names = {token["jti"]}
    for _ in range(3):
        token.set_jti()
        names.add(token["jti"])
    assert len(names) == 4


def test_another_end_can_be_checked() -> None:
    """`check_exp` judges any claim, at the time of the token or at a given one."""
    token = SlidingToken(now=NOW)
    token.check_exp()
    token.check_exp("refresh_exp")
    token.check_exp("refresh_exp", NOW + timedelta(days=1) - SECOND)
    with pytest.raises(ExpiredTokenError) as caught:
        token.check_exp("refresh_exp", NOW + timedelta(days=1))
    assert caught.value.message == "Token 'refresh_exp' claim has expired"
    with pytest.raises(ExpiredTokenError, match="Token 'exp' claim has expired"):
        token.check_exp(current_time=NOW + timedelta(minutes=5))
    late = UntypedToken(str(token), now=NOW + timedelta(minutes=4))
    late["soon"] = SECONDS + 240
    with pytest.raises(ExpiredTokenError):
        late.check_exp("soon")


def test_the_leeway_holds_for_any_end() -> None:
    """It is that of the settings."""
    token = SlidingToken(now=NOW)
    with override_settings(SIGNET={"LEEWAY": 10}):
        token.check_exp("exp", NOW + timedelta(seconds=309))
        with pytest.raises(ExpiredTokenError):
            token.check_exp("exp", NOW + timedelta(seconds=310))


def test_an_end_that_is_not_there_is_missed() -> None:
    """A token without the claim has no such end, and is not taken for endless."""
    with pytest.raises(MissingClaimError) as caught:
        AccessToken(now=NOW).check_exp("refresh_exp")
    assert caught.value.message == "Token has no 'refresh_exp' claim"


@pytest.mark.parametrize("value", ["1800000060", None, True, [], {}, 10**30])
def test_an_end_that_is_no_time_is_refused(value: object) -> None:
    """Nothing is converted."""
    token = AccessToken(now=NOW)
    token["until"] = value
    with pytest.raises(TokenError) as caught:
        token.check_exp("until")
    assert type(caught.value) is TokenError
