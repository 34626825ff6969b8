"""The poller of a revocation feed: what it knows, when it asks, and what it believes."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event, Thread
from typing import Any

import pytest
from joserfc.util import urlsafe_b64encode

from signet_tokens import jws, revocation_feed
from signet_tokens.ended_sessions import MEDIA_TYPE, EndedSession, EndedSessions, signed
from signet_tokens.errors import KeyLoadError, RevocationsUnknownError, TokenError
from signet_tokens.feed_fetch import Fetched
from signet_tokens.key_ring import KeyRing
from signet_tokens.revocation_feed import INTERVAL, PAUSE, SPREAD, RevocationFeed
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import signing_key

URL, ISSUER = "https://auth.example.com/api/v1/events/", "https://auth.example.com"
KEPT = 360.0
"""Seconds for which the issuer lists a session that ended."""

STEP = 0.25
"""Seconds between two looks of somebody who uses the feed all the time. A binary fraction, so that sums are exact."""

CROWD = 200

KEY = signing_key("ES256")


class Issuer:
    """Answers as the endpoint of the feed does, and counts."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ended: list[EndedSession] = []
        self.all_issued_until: float | None = None
        self.failure: Exception | None = None
        self.polls = 0

    def end(self, session_id: str) -> None:
        """End a session now."""
        self.ended.append(EndedSession(session_id, self.clock(), "user"))

    def document(self, **other: Any) -> EndedSessions:
        """The document of now."""
        now = self.clock()
        listed = [one for one in self.ended if one.ended_at > now - KEPT]
        said = {"issuer": ISSUER, "issued_at": now, "expires_at": now + 120, "since": now - KEPT, "entries": listed}
        return EndedSessions(**{**said, "all_issued_until": self.all_issued_until, **other})

    def __call__(self, url: str, etag: str | None) -> Fetched | None:
        """The answer to a poll."""
        assert url == URL
        self.polls += 1
        if self.failure is not None:
            raise self.failure
        version = f'"{len(self.ended)}"'
        return None if etag == version else Fetched(signed(self.document(), KEY), version)


@pytest.fixture
def clock() -> Clock:
    """In seconds since 1970."""
    return Clock(1_800_000_000.0)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here, time is what the clock says: callers wait for each poll, however busy the machine is."""
    monkeypatch.setattr(revocation_feed, "BRIEF", 30.0)


@pytest.fixture
def issuer(clock: Clock) -> Issuer:
    """Without a session that ended."""
    return Issuer(clock)


def feed_of(issuer: Any, clock: Clock, **options: Any) -> RevocationFeed:
    """A poller of *issuer*."""
    return RevocationFeed(URL, ISSUER, KeyRing([KEY.public]), clock=clock, fetch=issuer, **options)


def test_a_logout_arrives_within_the_interval(issuer: Issuer, clock: Clock) -> None:
    """Not before it is over, and for that session alone."""
    feed = feed_of(issuer, clock)
    assert not feed.is_ended({"sid": "a"})
    issuer.end("a")
    clock.move(INTERVAL - 0.001)
    assert not feed.is_ended({"sid": "a"})
    clock.move(0.001)
    assert feed.is_ended({"sid": "a"})
    assert not feed.is_ended({"sid": "b"})
    assert issuer.polls == 2


def test_nothing_is_polled_without_use_or_twice(issuer: Issuer, clock: Clock) -> None:
    """However many tokens are verified."""
    feed = feed_of(issuer, clock, interval=5)
    assert issuer.polls == 0
    for _ in range(100):
        feed.is_ended({"sid": "a"})
    clock.move(4.9)
    feed.is_ended({"sid": "a"})
    assert issuer.polls == 1


@pytest.mark.parametrize("sid", [None, 1, [], {}, "", "x" * 10_000])
def test_a_session_that_is_no_name_has_not_ended(issuer: Issuer, clock: Clock, sid: object) -> None:
    """Nor that of a token without one."""
    issuer.end("a")
    feed = feed_of(issuer, clock)
    assert not feed.is_ended({"sid": sid})
    assert not feed.is_ended({})


def test_an_end_is_remembered_until_the_last_access_token_has_expired(issuer: Issuer, clock: Clock) -> None:
    """Through an outage, too; then it is forgotten at the next good answer."""
    feed = feed_of(issuer, clock)
    issuer.end("a")
    assert feed.is_ended({"sid": "a"})
    issuer.failure = OSError("away")
    clock.move(KEPT - 1)
    assert feed.is_ended({"sid": "a"})
    issuer.failure, issuer.ended = None, []
    clock.move(PAUSE)
    assert not feed.is_ended({"sid": "a"})


def polls_of(feed: RevocationFeed, issuer: Issuer, clock: Clock, seconds: float) -> list[float]:
    """When *feed* polls in the next *seconds*, counted from now. Somebody uses it all the time."""
    began, asked = clock(), list[float]()
    while clock() < began + seconds:
        before = issuer.polls
        feed.is_ended({"sid": "a"})
        asked += [clock() - began] * (issuer.polls - before)
        clock.move(STEP)
    return asked


def test_a_fault_of_some_seconds_delays_a_logout_for_little_longer_than_usual(issuer: Issuer, clock: Clock) -> None:
    """A failover of the database takes a quarter of a minute. Polls go on, and none comes sooner than usual."""
    feed = feed_of(issuer, clock)
    feed.is_ended({"sid": "a"})
    issuer.failure = OSError("away")
    clock.move(INTERVAL)
    asked = polls_of(feed, issuer, clock, 15)
    assert all(INTERVAL <= later - earlier <= SPREAD * INTERVAL + STEP for earlier, later in pairwise(asked))
    issuer.failure = None
    issuer.end("a")
    clock.move(SPREAD * INTERVAL)
    assert feed.is_ended({"sid": "a"})
    assert polls_of(feed, issuer, clock, 10) == [2, 4, 6, 8]


def test_while_the_issuer_is_away_for_longer_it_is_asked_seldom(
    issuer: Issuer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """But never less than each ten seconds. Each failure is a line in the log."""
    feed = feed_of(issuer, clock)
    issuer.failure = OSError("away")
    with caplog.at_level(logging.WARNING, "signet_tokens"):
        asked = polls_of(feed, issuer, clock, 300)
    late = [later - earlier for earlier, later in pairwise(asked) if earlier > 10 * PAUSE]
    assert all(PAUSE / SPREAD <= one <= PAUSE + STEP for one in late)
    assert len(caplog.messages) == len(asked)
    assert "away" in caplog.text
    issuer.failure = None
    clock.move(PAUSE)
    assert polls_of(feed, issuer, clock, 5) == [0, 2, 4]


def test_no_storm_comes_when_the_issuer_is_back(issuer: Issuer, clock: Clock) -> None:
    """Of many services that all began at the same moment: chance parts them, and all are there within ten seconds."""
    feeds = [feed_of(issuer, clock) for _ in range(CROWD)]
    issuer.failure = OSError("away")
    per_second = crowded(feeds, issuer, clock, 100)
    issuer.failure = None
    after = crowded(feeds, issuer, clock, round(PAUSE) + 1)
    assert per_second[0] == CROWD
    assert max(per_second[-30:]) < CROWD / 4
    # With the same interval again, they stay as far apart as they are.
    assert max(after) < CROWD * 3 / 4
    assert sum(after) >= CROWD
    assert not any(vars(one)["_failing_since"] for one in feeds)


def crowded(feeds: list[RevocationFeed], issuer: Issuer, clock: Clock, seconds: int) -> list[int]:
    """How many polls come in each second."""
    counts = list[int]()
    for _ in range(seconds):
        before = issuer.polls
        for _ in range(round(1 / STEP)):
            for one in feeds:
                one.is_ended({"sid": "a"})
            clock.move(STEP)
        counts.append(issuer.polls - before)
    return counts


def test_an_outage_may_last_for_hours(issuer: Issuer, clock: Clock) -> None:
    """No number becomes too large."""
    feed = feed_of(issuer, clock)
    issuer.failure = OSError("away")
    for _ in range(1_200):
        feed.is_ended({})
        clock.move(PAUSE)
    assert issuer.polls == 1_200


def test_while_polls_fail_a_long_interval_gets_no_shorter(issuer: Issuer, clock: Clock) -> None:
    """Nor longer."""
    feed = feed_of(issuer, clock, interval=60)
    issuer.failure = OSError("away")
    for _ in range(4):
        feed.is_ended({})
        clock.move(30)
    assert issuer.polls == 2


def test_an_older_document_takes_nothing_away(issuer: Issuer, clock: Clock) -> None:
    """A cache, or somebody on the way, may send it again."""
    replayed = [signed(issuer.document(), KEY)]
    clock.move(10)
    issuer.end("a")
    answers = [signed(issuer.document(), KEY), *replayed]
    feed = feed_of(lambda url, etag: Fetched(answers.pop(0), None), clock, maximum_age=60)
    assert feed.is_ended({"sid": "a"})
    clock.move(INTERVAL)
    assert feed.is_ended({"sid": "a"})
    assert not answers
    # It doesn't stand for the present, either.
    clock.move(59)
    answers.append(replayed[0])
    with pytest.raises(RevocationsUnknownError):
        feed.is_ended({"sid": "b"})


def test_what_is_not_changed_is_not_sent(issuer: Issuer, clock: Clock) -> None:
    """As long as the document at hand is valid; afterwards, the issuer has to sign another one."""
    asked: list[str | None] = []

    def fetch(url: str, etag: str | None) -> Fetched | None:
        asked.append(etag)
        return issuer(url, etag)

    feed = feed_of(fetch, clock)
    for _ in range(3):
        feed.is_ended({})
        clock.move(INTERVAL)
    clock.move(120)
    feed.is_ended({})
    assert asked == [None, '"0"', '"0"', None]


REFUSED = {
    "another issuer": {"issuer": "https://elsewhere.example"},
    "no issuer": {"issuer": None},
    "too old": {"issued_at": 1_799_999_000.0, "expires_at": 1_799_999_120.0},
    "of the future": {"issued_at": 1_800_000_060.0},
    "a session without a name": {"entries": [EndedSession(7, 1.0, "user")]},  # type: ignore[arg-type]
    "a time that is none": {"entries": [EndedSession("a", "soon", "user")]},  # type: ignore[arg-type]
    "no beginning": {"since": None},
}


@pytest.mark.parametrize("other", [pytest.param(other, id=name) for name, other in REFUSED.items()])
def test_a_document_that_says_something_else_is_refused(
    issuer: Issuer, clock: Clock, other: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Whole, and with a line in the log."""
    issuer.end("a")
    document = signed(issuer.document(**other), KEY)
    feed = feed_of(lambda url, etag: Fetched(document, None), clock)
    assert not feed.is_ended({"sid": "a"})
    assert len(caplog.messages) == 1


def test_a_document_is_refused_without_a_signature_of_the_issuer(issuer: Issuer, clock: Clock) -> None:
    """Changed, signed by somebody else, or nothing at all."""
    issuer.end("a")
    stranger = signing_key("HS256")
    good = signed(issuer.document(), KEY)
    header, _, signature = good.split(b".")
    other = urlsafe_b64encode(json.dumps({"iss": ISSUER, "iat": 1, "sets": []}).encode())
    for document in (
        signed(issuer.document(), stranger),
        b".".join((header, other, signature)),
        b"",
        b"<html>",
        b"...",
    ):
        feed = feed_of(lambda url, etag, document=document: Fetched(document, None), clock)
        assert not feed.is_ended({"sid": "a"})


def test_no_token_passes_for_a_feed_nor_a_feed_for_a_token(issuer: Issuer, clock: Clock) -> None:
    """Even where the claims would do."""
    issuer.end("a")
    document = signed(issuer.document(), KEY)
    payload = jws.verify(document, KeyRing([KEY]), frozenset({MEDIA_TYPE})).payload
    with pytest.raises(TokenError):
        jws.verify(document, KeyRing([KEY]))
    token = jws.sign(payload, KEY).encode()
    feed = feed_of(lambda url, etag: Fetched(token, None), clock)
    assert not feed.is_ended({"sid": "a"})


def test_of_too_many_ends_it_is_said_until_when_their_tokens_were_issued(issuer: Issuer, clock: Clock) -> None:
    """Those count as ended, whatever their session; a token that doesn't say when it was issued as well."""
    issuer.all_issued_until = clock()
    feed = feed_of(issuer, clock)
    assert feed.is_ended({"sid": "a", "iat": clock()})
    assert feed.is_ended({"sid": "a"})
    assert not feed.is_ended({"sid": "a", "iat": clock() + 1})


def test_after_the_maximum_age_nobody_knows(issuer: Issuer, clock: Clock) -> None:
    """For a project that would rather refuse than accept; at the start, too."""
    feed = feed_of(issuer, clock, maximum_age=180)
    assert not feed.is_ended({"sid": "a"})
    issuer.failure = OSError("away")
    clock.move(180)
    assert not feed.is_ended({"sid": "a"})
    clock.move(1)
    with pytest.raises(RevocationsUnknownError):
        feed.is_ended({"sid": "a"})
    with pytest.raises(RevocationsUnknownError):
        feed_of(issuer, clock, maximum_age=180).is_ended({"sid": "a"})


def test_a_clock_that_is_set_back_stops_nothing(issuer: Issuer, clock: Clock) -> None:
    """The next poll isn't an hour away."""
    feed = feed_of(issuer, clock)
    feed.is_ended({"sid": "a"})
    clock.move(-3_600)
    issuer.ended.append(EndedSession("a", clock(), "user"))
    assert feed.is_ended({"sid": "a"})


def test_one_thread_polls_and_the_others_go_on(issuer: Issuer, clock: Clock) -> None:
    """With what is known."""
    polling, answer = Event(), Event()

    def fetch(url: str, etag: str | None) -> Fetched | None:
        if issuer.polls:
            polling.set()
            assert answer.wait(30)
        return issuer(url, etag)

    feed = feed_of(fetch, clock)
    feed.is_ended({"sid": "a"})
    issuer.end("a")
    clock.move(INTERVAL)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(feed.is_ended, {"sid": "a"})
        assert polling.wait(30)
        assert not feed.is_ended({"sid": "a"})
        answer.set()
        assert first.result(30)
    assert issuer.polls == 2


def test_no_issuer_can_fill_the_memory(issuer: Issuer, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With sessions that ended in a thousand years, or with names of megabytes. The newest are remembered."""
    monkeypatch.setattr(revocation_feed, "MOST_KNOWN", 20)
    feed = feed_of(lambda url, etag: Fetched(signed(issuer.document(), KEY), None), clock)
    for number in range(10):
        issuer.ended = [EndedSession(f"{number} {one}", clock() + 1e9 + number, "user") for one in range(10)]
        feed.is_ended({})
        clock.move(INTERVAL)
    known = vars(feed)["_known"].ended
    assert sorted(known) == sorted(f"{number} {one}" for number in (8, 9) for one in range(10))
    issuer.ended = [EndedSession("x" * 256, clock() + 1e9, "user")]
    feed.is_ended({})
    assert vars(feed)["_known"].ended == known


def test_nobody_waits_for_long_for_an_issuer_that_never_ends_its_answer(
    issuer: Issuer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the first poll nor for a later one, as an issuer can send its answer byte by byte."""
    monkeypatch.setattr(revocation_feed, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(revocation_feed, "TIMEOUT", 0.01)
    answer = Event()

    def fetch(url: str, etag: str | None) -> Fetched | None:
        assert answer.wait(30)
        return issuer(url, etag)

    feed = feed_of(fetch, clock)
    for _ in range(2):
        with ThreadPoolExecutor() as threads:
            asked = [threads.submit(feed.is_ended, {"sid": "a"}) for _ in range(3)]
            try:
                assert [one.result(10) for one in asked] == [False] * 3
            finally:
                answer.set()
        monkeypatch.setattr(revocation_feed, "FIRST_WAIT", 30)
        assert not feed.is_ended({"sid": "a"})
        answer.clear()
        clock.move(INTERVAL)
    answer.set()


def test_after_a_failure_callers_wait_for_a_moment_only(issuer: Issuer, clock: Clock) -> None:
    """An issuer that hangs would make one of them wait at each poll. What the poll finds is there for the next one."""
    answer, waited = Event(), list[float]()

    def fetch(url: str, etag: str | None) -> Fetched | None:
        if issuer.polls > 1:
            assert answer.wait(30)
        return issuer(url, etag)

    feed = feed_of(fetch, clock)
    feed.is_ended({"sid": "a"})
    issuer.failure = OSError("away")
    clock.move(INTERVAL)
    feed.is_ended({"sid": "a"})
    issuer.failure = None
    issuer.end("a")
    clock.move(PAUSE)
    vars(feed)["_flight"].wait = waited.append
    assert not feed.is_ended({"sid": "a"})
    assert waited == [revocation_feed.BRIEF]
    answer.set()
    del vars(vars(feed)["_flight"])["wait"]
    vars(feed)["_flight"].wait(30)
    assert feed.is_ended({"sid": "a"})


def test_a_child_polls_even_if_it_was_forked_during_a_poll(issuer: Issuer, clock: Clock) -> None:
    """The thread that polled exists in the parent alone."""
    feed = feed_of(issuer, clock)
    feed.is_ended({"sid": "a"})
    issuer.end("a")
    clock.move(INTERVAL)
    vars(vars(feed)["_flight"])["_thread"] = Thread()
    assert feed.is_ended({"sid": "a"})


def test_a_trusted_issuer_with_a_feed_refuses_the_sessions_in_it(
    issuer: Issuer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tokens that were seen before, as well; and whoever may not wait can see that a poll is due."""
    defaults: Any = RevocationFeed.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "fetch", issuer)
    keys = json.dumps({"keys": [KEY.public_jwk()]}).encode()
    trusted = TrustedIssuers(
        [TrustedIssuer(ISSUER, "orders", jwks_url=f"{ISSUER}/jwks.json", feed_url=URL)],
        clock=clock,
        fetch=lambda url: keys,
    )
    raw = jws.sign(json.dumps({"iss": ISSUER, "aud": "orders", "exp": clock() + 300, "sid": "a"}).encode(), KEY)
    fresh = [trusted.are_fresh]
    assert trusted.claims(raw, clock())[1]["sid"] == "a"
    fresh.append(trusted.are_fresh)
    issuer.end("a")
    clock.move(INTERVAL)
    fresh.append(trusted.are_fresh)
    assert fresh == [False, True, False]
    with pytest.raises(TokenError) as caught:
        trusted.claims(raw, clock())
    assert caught.value.reason is not None
    assert caught.value.reason.name == "ended"


@pytest.mark.parametrize("url", ["http://auth.example.com/events/", "ftp://x/", "events/", "https://u:p@example.com/"])
def test_an_unsafe_url_is_refused(url: str) -> None:
    """As that of a key set is."""
    with pytest.raises(KeyLoadError, match="revocation feed"):
        RevocationFeed(url, ISSUER, KeyRing([KEY]))
