"""When a manager asks for new tokens, and what it makes of the answer."""

from __future__ import annotations

import pytest

from drf_signet_client import Answer, AuthUnavailable, SessionExpired
from drf_signet_client.backoff import FIRST, LONGEST, LONGEST_ORDERED
from scripted import LIFETIME, Script, Session, answer, jwt, pair

BUSY = answer(503)


def test_a_token_that_was_replaced_already_is_not_replaced_again() -> None:
    """The 401 was for another token than the current one."""
    script = Script(pair(1))
    manager = Session(script).manager
    assert manager.get(rejected="access-0") == "access-1"
    assert manager.get(rejected="access-0") == "access-1"
    assert script.asked == ["refresh-0"]


@pytest.mark.parametrize(("lifetime", "leeway", "last"), [(300, 30, 270), (8, 30, 6), (300, 5, 295), (300, 0, 300)])
def test_a_token_is_replaced_before_it_expires(lifetime: int, leeway: float, last: float) -> None:
    """*leeway* seconds before, but not in the first three quarters of its life."""
    script = Script(pair(1))
    script.sign_in = pair(0, expires_in=lifetime)
    session = Session(script, leeway=leeway)
    session.clock.passed = last - 0.5
    assert session.manager.get() == "access-0"
    session.clock.passed = last + 0.5
    assert session.manager.get() == "access-1"


def test_sleep_counts_and_a_clock_that_is_set_back_does_not() -> None:
    """Of two clocks, the one that counted more."""
    asleep, set_back = Session(Script(pair(1))), Session(Script(pair(1)))
    asleep.clock.ahead = 290
    assert asleep.manager.get() == "access-1"
    set_back.clock.ahead = -10_000
    assert set_back.manager.get() == "access-0"
    set_back.clock.passed = 290
    assert set_back.manager.get() == "access-1"


def test_a_server_that_neither_rotates_nor_says_how_long() -> None:
    """The refresh token stays, and the access token says itself how long it lives, by the clock of its issuer."""
    script = Script(answer(200, {"access": jwt(iat=1_000, exp=1_300)}), answer(200, {"access": "opaque"}))
    script.sign_in = answer(200, {"access": jwt(iat=5, exp=305), "refresh": "refresh-0"})
    session = Session(script)
    assert session.manager.get() == jwt(iat=5, exp=305)
    session.clock.passed = 290
    assert session.manager.get() == jwt(iat=1_000, exp=1_300)
    session.clock.passed = 580
    assert session.manager.get() == "opaque"
    session.clock.passed = 1e6
    assert session.manager.get() == "opaque"
    assert script.asked == ["refresh-0", "refresh-0"]


@pytest.mark.parametrize("expires_in", [True, "300", -1, 0, None, [300], float("inf"), float("nan"), 10**400])
def test_an_odd_lifetime_counts_as_none(expires_in: object) -> None:
    """Then the token is valid until the server says otherwise."""
    script = Script()
    script.sign_in = pair(0, expires_in=expires_in)
    session = Session(script)
    session.clock.passed = 1e6
    assert session.manager.get() == "access-0"


@pytest.mark.parametrize(
    "access", ["a.b", "a.!.c", "a.e30.c", "a.WzFd.c", "a." + "W" * 20_000 + ".c", jwt(exp=9, iat=9)]
)
def test_a_token_that_says_nothing_of_its_lifetime(access: str) -> None:
    """It need not be a JWT at all."""
    script = Script()
    script.sign_in = answer(200, {"access": access, "refresh": "refresh-0"})
    session = Session(script)
    session.clock.passed = 1e6
    assert session.manager.get() == access


PASSING = {
    "no answer": OSError("unreachable"),
    "an error of some library": RuntimeError("secret-0"),
    "too many requests": answer(429),
    "broken": answer(500, b"<h1>"),
    "busy": BUSY,
    "a redirect": answer(302, Location="https://login.example.net/"),
    "another address": answer(404),
    "a portal": answer(200, b"<html>Accept our terms"),
    "no tokens": answer(200, {}),
    "half an answer": answer(200, b'{"access": "access-1", "refr'),
    "nested": answer(200, b"[" * 100_000),
    "too much": answer(200, b'{"access": "access-1"}' + b" " * 300_000),
    "a token that breaks the header": answer(200, {"access": "access-1\r\nX: y"}),
    "a token of another alphabet": answer(200, {"access": "acceß"}),
    "no text": answer(200, {"access": 5}),
    "a refresh token that is none": answer(200, {"access": "access-1", "refresh": ["refresh-1"]}),
}


@pytest.mark.parametrize("bad", PASSING.values(), ids=PASSING)
def test_what_passes_ends_no_session(bad: Answer | Exception) -> None:
    """The caller gets the error, and the next one gets new tokens for the old ones."""
    script = Script(bad, pair(1))
    session = Session(script)
    with pytest.raises(AuthUnavailable) as caught:
        session.manager.get(rejected="access-0")
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= FIRST
    assert session.manager.is_signed_in
    session.clock.passed = FIRST
    assert session.manager.get(rejected="access-0") == "access-1"
    assert script.asked == ["refresh-0", "refresh-0"]
    assert session.reasons == ["login", "refreshed"]


def test_while_it_lives_the_old_token_is_used() -> None:
    """A refresh that was only prudent may fail; one that is needed may not."""
    script = Script(BUSY, BUSY, BUSY)
    session = Session(script)
    session.clock.passed = LIFETIME - 20
    assert session.manager.get() == "access-0"
    assert session.manager.get() == "access-0"
    assert script.asked == ["refresh-0"]
    session.clock.passed = LIFETIME + 1
    with pytest.raises(AuthUnavailable):
        session.manager.get()


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refused_refresh_ends_the_session_once(status: int) -> None:
    """Everybody gets the error until somebody signs in, the listener once, and the server is not asked again."""
    script = Script(answer(status, {"code": "token_not_valid"}))
    session = Session(script)
    for rejected in ["access-0", None, "access-0"]:
        with pytest.raises(SessionExpired):
            session.manager.get(rejected)
    assert session.told[1:] == [(None, "expired")]
    assert script.asked == ["refresh-0"]
    session.manager.login(username="ada", password="secret")
    assert session.manager.get() == "access-0"


def test_a_refresh_that_was_overtaken_is_asked_once_more() -> None:
    """And no third time: the session is kept."""
    script = Script(answer(409), pair(1), answer(409), answer(409))
    session = Session(script)
    assert session.manager.get("access-0") == "access-1"
    with pytest.raises(AuthUnavailable):
        session.manager.get("access-1")
    assert len(script.asked) == 4
    assert session.manager.is_signed_in


def test_a_server_that_fails_is_left_alone_for_longer_each_time() -> None:
    """Twice as long, to half a minute; a success makes it forget."""
    script = Script(*[BUSY] * 10, pair(1), BUSY)
    session = Session(script)
    pauses = []
    for _ in range(10):
        with pytest.raises(AuthUnavailable) as caught:
            session.manager.get("access-0")
        pauses.append(caught.value.retry_after or 0)
        session.clock.passed += LONGEST
    for number, pause in enumerate(pauses):
        longest = min(FIRST * 2**number, LONGEST)
        assert longest * 0.4 < pause <= longest
    session.manager.get("access-0")
    with pytest.raises(AuthUnavailable) as caught:
        session.manager.get("access-1")
    assert (caught.value.retry_after or 0) <= FIRST


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"Retry_After": "100"}, 100),
        ({"Retry_After": "Wed, 25 Nov 2026 12:01:40 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"}, 100),
        ({"Retry_After": "9" * 400}, LONGEST_ORDERED),
        ({"Retry_After": "Wed, 25 Nov 2026 12:01:40 GMT"}, 0),
        ({"Retry_After": "Wed, 25 Nov 2026 12:01:40 GMT", "Date": "Wed, 25 Nov 2026 12:01:40 -0000"}, 0),
        ({"Retry_After": "Wed, 25 Nov 2020 12:00:00 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"}, 0),
        ({"Retry_After": "soon"}, 0),
        ({"Retry_After": "-5"}, 0),
        ({"Retry_After": "²"}, 0),
    ],
)
def test_a_server_is_asked_no_sooner_than_it_wants(headers: dict[str, str], least: float) -> None:
    """A wish that can't be read, or would never end, is none, or a shorter one."""
    session = Session(Script(answer(503, **headers)))
    with pytest.raises(AuthUnavailable) as caught:
        session.manager.get("access-0")
    pause = caught.value.retry_after or 0
    assert max(least - 1, 0) < pause <= max(least * 1.1, FIRST)


def test_a_stream_gets_a_token_in_the_first_half_of_its_life() -> None:
    """What can be sent only once should not meet a 401; if the server can't be asked, the old token has to do."""
    script = Script(pair(1), BUSY)
    session = Session(script)
    session.clock.passed = LIFETIME / 2 - 1
    assert session.manager.get_for_stream() == "access-0"
    session.clock.passed = LIFETIME / 2 + 1
    assert session.manager.get() == "access-0"
    assert session.manager.get_for_stream() == "access-1"
    session.clock.passed = LIFETIME + 10
    assert session.manager.get_for_stream() == "access-1"
    assert script.asked == ["refresh-0", "refresh-1"]


def test_a_sign_in_ends_the_pause() -> None:
    """The server works, as one sees."""
    script = Script(answer(503, Retry_After="100"), pair(1))
    session = Session(script)
    with pytest.raises(AuthUnavailable):
        session.manager.get("access-0")
    session.manager.login()
    assert session.manager.get("access-0") == "access-1"


def test_old_tokens_stay_old_when_the_clock_is_set_back() -> None:
    """Those that another process received a while ago."""
    session = Session(Script(pair(1)))
    kept, _ = session.told[0]
    assert kept is not None
    session.clock.passed = 200
    session.manager.adopt(kept)
    session.clock.ahead = -3600
    assert session.manager.get() == "access-0"
    session.clock.passed = 280
    assert session.manager.get() == "access-1"
