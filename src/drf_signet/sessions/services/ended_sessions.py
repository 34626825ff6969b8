"""
The revocation feed of this service: which sessions ended recently, signed, as each process keeps it.

Each second, one request reads the list at most. It is signed anew where it has changed, and once a minute: so a
document is never old, and two processes name the same version of it alike.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import Error
from django.utils import timezone

from drf_signet.conf import get_settings
from drf_signet.errors import UnavailableError
from drf_signet.keys_in_force import get_ring
from drf_signet.sessions.by_place import ByPlace
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.retention import retention
from drf_signet.sessions.revocation_list import shielded
from drf_signet.sessions.signals import session_ended
from signet_tokens.claims import CLOCK_SKEW
from signet_tokens.ended_sessions import MAXIMUM_ENTRIES, EndedSession, EndedSessions, signed
from signet_tokens.keys import SigningKey

MAXIMUM_AGE: Final = 1
"""Seconds for which a list that was read is answered, by this process and by caches."""

PATIENCE: Final = 2.0
"""Seconds for which a request waits for another one that reads the first list."""

MINUTE: Final = 60

INITIATED_BY: Final[Mapping[str, str]] = {
    Reason.ENDED_BY_ADMIN: "admin",
    Reason.USER_INACTIVE: "admin",
    Reason.REUSE: "policy",
    Reason.LIMIT: "policy",
}
"""The words of CAEP for those who end a session. For all other reasons, it is the user."""

Row = tuple[UUID, datetime, str]


class SignedFeed:
    """One version of the feed."""

    def __init__(self, document: bytes, etag: str) -> None:
        self.document = document
        self.etag = etag

    @cached_property
    def compressed(self) -> bytes:
        """The document, as gzip writes it."""
        return gzip.compress(self.document, compresslevel=1, mtime=0)


class FeedKeeper:
    """The feed of one tenant, in one process."""

    def __init__(self, read: Callable[[datetime], Sequence[Row]], clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._feed: SignedFeed | None = None
        self._next_read = 0.0

    def feed(self, now: datetime) -> SignedFeed:
        """
        The feed, as it was a second before *now* at most. One query for each second with requests, at most.

        Raises `NoSigningKeyError`, and what the database raises.
        """
        present = self._feed
        if present is not None and self._clock() < self._next_read:
            return present
        # While another request reads, use the present list. At the start, there is none yet, so wait for a while. Where
        # the database is away, one after the other would wait for it otherwise.
        is_alone = self._lock.acquire(timeout=0 if present is not None else PATIENCE)
        if present is not None and not is_alone:
            return present
        try:
            if self._feed is None or self._clock() >= self._next_read:
                self._feed = self._renewed(now)
            return self._feed
        finally:
            if is_alone:
                self._lock.release()

    def expire(self) -> None:
        """Read anew for the next request."""
        self._next_read = 0.0

    def _renewed(self, now: datetime) -> SignedFeed:
        key = get_ring().signing_key
        # Before the look at the database: an end that is noted meanwhile calls for another one.
        self._next_read = self._clock() + MAXIMUM_AGE
        try:
            rows = self._read(now - retention())
        except Exception:
            self.expire()
            raise
        etag = _etag(rows, now, key)
        if self._feed is not None and self._feed.etag == etag:
            return self._feed
        return SignedFeed(signed(document_of(rows, now), key), etag)


def read_ended(since: datetime) -> Sequence[Row]:
    """The sessions that ended after *since*, the last one first; one more than are listed, at most. One query."""
    ended = Session.objects.filter(revoked_at__gt=since).order_by("-revoked_at", "pk")
    with shielded():
        return list(ended.values_list("pk", "revoked_at", "revoke_reason")[: MAXIMUM_ENTRIES + 1])


def document_of(rows: Sequence[Row], now: datetime) -> EndedSessions:
    """*rows*, as `read_ended` returns them, as a document of *now*."""
    left_out = rows[MAXIMUM_ENTRIES:]
    issued_at = int(now.timestamp())
    return EndedSessions(
        get_settings().ISSUER,
        issued_at,
        # Two documents of one minute have one ETag, so both are valid for all of the next.
        (issued_at // MINUTE + 2) * MINUTE,
        int((now - retention()).timestamp()),
        [EndedSession(str(pk), int(at.timestamp()), INITIATED_BY.get(why, "user")) for pk, at, why in _listed(rows)],
        # Their tokens are older than their ends, but for clocks that are apart.
        int(left_out[0][1].timestamp()) + CLOCK_SKEW if left_out else None,
    )


def _listed(rows: Sequence[Row]) -> Sequence[Row]:
    return rows[:MAXIMUM_ENTRIES]


def _etag(rows: Sequence[Row], now: datetime, key: SigningKey) -> str:
    content = sha256(b"".join(pk.bytes for pk, _, _ in rows))
    content.update(f"{get_settings().ISSUER} {key.kid}".encode())
    # Weak: of two processes, the documents say the same, and not to the letter (RFC 9110 section 8.8.1).
    return f'W/"{int(now.timestamp()) // MINUTE:x}-{content.hexdigest()[:32]}"'


FEEDS: Final = ByPlace(lambda: FeedKeeper(read_ended))
"""Those of this process."""


def ended_feed() -> SignedFeed:
    """The feed of the tenant that is being served. Raises as `FeedKeeper.feed`, and `TenantUnknownError`."""
    return FEEDS.present().feed(timezone.now())


def note_end(**kwargs: object) -> None:
    """Learn at once of a session that this process ended."""
    try:
        FEEDS.present().expire()
    except (UnavailableError, Error):
        # A session was ended where nobody knows whose it was, such as in a command for all tenants.
        FEEDS.clear()


session_ended.connect(note_end, dispatch_uid="drf_signet.sessions.services.ended_sessions")
