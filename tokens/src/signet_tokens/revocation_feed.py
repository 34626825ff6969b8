"""
Which sessions of an issuer have ended, for a service that verifies its tokens alone: a feed that is polled.

    feed = RevocationFeed("https://auth.example.com/api/v1/events/", "https://auth.example.com", ring)
    feed.is_ended(claims)           # of a token that was verified

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from math import inf
from operator import itemgetter
from typing import Final, NamedTuple

from signet_tokens.claims import ClaimsPolicy
from signet_tokens.document_fetch import problem_of
from signet_tokens.ended_sessions import MAXIMUM_ENTRIES, EndedSessions, read, verified_claims
from signet_tokens.errors import KeyLoadError, RevocationsUnknownError, SignetError
from signet_tokens.feed_fetch import TIMEOUT, Fetched, fetch_feed
from signet_tokens.key_ring import KeyRing
from signet_tokens.single_flight import SingleFlight

logger = logging.getLogger(__name__)

INTERVAL: Final = 2.0
"""Seconds between two polls."""

PAUSE: Final = 10.0
"""Seconds between two polls at the most, unless the interval is longer, however long they have failed."""

SHARE: Final = 0.1
"""Of the time since polls began to fail: the next one comes after so much, if that is longer than the interval."""

SPREAD: Final = 1.5
"""Each rest after a failure is up to so many times as long, by chance, so that pollers don't come all at once."""

BRIEF: Final = 0.25
"""Seconds for which a caller waits for a poll after one that failed."""

FIRST_WAIT: Final = 2 * TIMEOUT
"""Seconds from its start for which callers wait for the first poll, whatever the server or the name server does."""

MOST_KNOWN: Final = 2 * MAXIMUM_ENTRIES
"""Sessions that a process remembers, so that no issuer can fill its memory. Of an issuer that has more, the newest
document lists the newest, and says until when tokens were issued that all count as ended."""

Fetch = Callable[[str, str | None], Fetched | None]


class Known(NamedTuple):
    """What a process knows of the sessions that ended."""

    ended: Mapping[str, float]
    """Until when each has to be remembered: its last access token has expired then."""

    all_issued_until: float
    """Tokens that were issued until then count as ended."""

    as_of: float
    """When the issuer signed the newest document."""

    expires_at: float
    """Until when that document may stand for the present."""

    etag: str | None


NOTHING: Final = Known({}, -inf, -inf, -inf, None)


class RevocationFeed:
    """
    The revocation feed of *issuer* at *url*, signed with a key of *keys*. It is polled on use, every *interval* seconds
    at most, by a thread of its own. Only the first poll makes all callers wait, and no poll does so for long.

    While polls fail, they go on at about the interval, so a short fault delays no sign-out for long. Later, they are
    farther apart: a tenth of the time that the issuer was away, up to `PAUSE`. They are never more frequent than usual.

    A process remembers a session until its last access token has expired, whatever a later document says. While the
    issuer is away, it doesn't learn of further sessions. *maximum_age*, in seconds, limits that: when the newest
    document is older, `is_ended` raises. The issuer signs an unchanged list again each minute, so give it three
    minutes or more. Raises `KeyLoadError` for an unsafe *url*.
    """

    def __init__(
        self,
        url: str,
        issuer: str,
        keys: KeyRing,
        *,
        interval: float = INTERVAL,
        maximum_age: float | None = None,
        leeway: float = 0.0,
        allow_http: bool = False,
        clock: Callable[[], float] = time.time,
        fetch: Fetch = fetch_feed,
    ) -> None:
        if (problem := problem_of(url, allow_http)) is not None:
            raise KeyLoadError(f"The URL of the revocation feed {problem}.")
        self._url = url
        self._keys = keys
        self._policy = ClaimsPolicy(issuer=issuer, leeway=leeway)
        self._interval = interval
        self._maximum_age = inf if maximum_age is None else maximum_age
        self._clock = clock
        self._fetch = fetch
        self._known = NOTHING
        self._polled_at: float | None = None
        self._next_poll = 0.0
        self._failing_since: float | None = None
        self._flight = SingleFlight("signet-feed", 0, clock)

    def is_ended(self, claims: Mapping[str, object]) -> bool:
        """
        Whether the session of a token with these *claims* has ended, as far as is known. A token without ``sid`` has no
        session. Raises `RevocationsUnknownError` where nothing new was heard for the maximum age.
        """
        now = self._clock()
        if self._is_due(now):
            self._poll_once()
        known = self._known
        if now - known.as_of > self._maximum_age:
            raise RevocationsUnknownError
        session_id = claims.get("sid")
        is_listed = isinstance(session_id, str) and session_id in known.ended
        return is_listed or _is_issued_until(known.all_issued_until, claims.get("iat"))

    @property
    def is_due(self) -> bool:
        """Whether the next look polls, and may have to wait."""
        return self._is_due(self._clock())

    def _is_due(self, now: float) -> bool:
        # A poll that lies ahead was before somebody set the clock back.
        return self._polled_at is None or not self._polled_at <= now < self._next_poll

    def _poll_once(self) -> None:
        if self._polled_at is None:
            self._flight.depart(self._poll)
            self._flight.wait(FIRST_WAIT)
        elif not self._flight.is_under_way:
            self._flight.depart(self._poll)
            # This thread waits for a while. The others go on with what is known.
            self._flight.wait(TIMEOUT if self._failing_since is None else BRIEF)

    def _poll(self) -> None:
        now = self._clock()
        if not self._is_due(now):
            # Another thread was faster.
            return
        try:
            known = self._known
            found = self._fetch(self._url, known.etag if now < known.expires_at else None)
            if found is not None:
                self._known = _with(known, self._read(found, now), found.etag, now)
        except (OSError, HTTPException, ValueError, SignetError) as error:
            logger.warning(
                "Signet can't read the revocation feed (%s). Sessions that ended since the last good answer go on.",
                error,
            )
            self._failed_at(now)
        else:
            self._failing_since = None
            self._polled_at, self._next_poll = now, now + self._interval

    def _failed_at(self, began: float) -> None:
        """Rest from now on: the poll that *began* then may have taken long to fail."""
        now = self._clock()
        if self._failing_since is None or self._failing_since > now:
            self._failing_since = began
        rest = max(self._interval, min(SHARE * (now - self._failing_since), PAUSE / SPREAD))
        self._polled_at, self._next_poll = now, now + rest * random.uniform(1, SPREAD)  # noqa: S311  # no secret

    def _read(self, found: Fetched, now: float) -> EndedSessions:
        claims = verified_claims(found.document, self._keys)
        self._policy.check(claims, now)
        return read(claims)


def _is_issued_until(until: float, issued_at: object) -> bool:
    if until == -inf:
        return False
    return not isinstance(issued_at, (int, float)) or issued_at <= until


def _with(known: Known, news: EndedSessions, etag: str | None, now: float) -> Known:
    remembered = news.issued_at - news.since
    ended = {one: until for one, until in known.ended.items() if until > now}
    ended |= {one.session_id: one.ended_at + remembered for one in news.entries}
    if len(ended) > MOST_KNOWN:
        ended = dict(sorted(ended.items(), key=itemgetter(1))[-MOST_KNOWN:])
    until = max(known.all_issued_until, -inf if news.all_issued_until is None else news.all_issued_until)
    if news.issued_at < known.as_of:
        # An older document, as a cache may keep one, adds what it has. It stands for no later time than before.
        return known._replace(ended=ended, all_issued_until=until)
    return Known(ended, until, news.issued_at, news.expires_at, etag)
