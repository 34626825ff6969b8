"""The list of sessions that ended recently, kept in memory: how old it may be, and what happens without a database."""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import InterfaceError, OperationalError
from django.test import override_settings

from drf_signet.errors import RevocationsUnknownError, SessionRevokedError
from drf_signet.sessions.revocation_list import RevocationSnapshot, TenantSnapshots
from tests.stand_ins.clock import Clock

GONE, HERE = uuid4(), uuid4()
POLL = 3.0
LIFETIME = 300.0
ACCEPT = {"REVOCATION_FALLBACK": "accept"}


class Source:
    """A database that counts how often it was asked, and can be out of reach."""

    def __init__(self, *revoked: UUID) -> None:
        self.revoked = frozenset(revoked)
        self.reads = 0
        self.failure: Exception | None = None

    def __call__(self) -> frozenset[UUID]:
        """What is revoked now."""
        self.reads += 1
        if self.failure:
            raise self.failure
        return self.revoked


def is_revoked(snapshot: RevocationSnapshot | TenantSnapshots, session_id: UUID) -> bool:
    """Whether *snapshot* refuses the session because it was ended."""
    try:
        snapshot.check(session_id)
    except SessionRevokedError:
        return True
    return False


def test_a_session_that_was_ended_is_refused() -> None:
    """And no other."""
    snapshot = RevocationSnapshot(Source(GONE), Clock())
    assert is_revoked(snapshot, GONE)
    assert not is_revoked(snapshot, HERE)


def test_the_database_is_asked_once_an_interval() -> None:
    """However many requests there are; and never without requests."""
    source, clock = Source(), Clock()
    snapshot = RevocationSnapshot(source, clock)
    for _ in range(5):
        snapshot.check(HERE)
    assert source.reads == 1
    clock.move(POLL - 0.001)
    snapshot.check(HERE)
    assert source.reads == 1
    clock.move(0.001)
    snapshot.check(HERE)
    snapshot.check(HERE)
    assert source.reads == 2
    clock.move(100 * POLL)
    snapshot.check(HERE)
    assert source.reads == 3


def test_an_end_takes_effect_within_an_interval() -> None:
    """Not before, not after."""
    source, clock = Source(), Clock()
    snapshot = RevocationSnapshot(source, clock)
    snapshot.check(GONE)
    source.revoked = frozenset({GONE})
    clock.move(POLL - 0.001)
    assert not is_revoked(snapshot, GONE)
    clock.move(0.001)
    assert is_revoked(snapshot, GONE)


def test_the_interval_is_a_setting() -> None:
    """It takes effect at once."""
    source, clock = Source(), Clock()
    with override_settings(SIGNET={"REVOCATION_POLL_INTERVAL": timedelta(seconds=60)}):
        snapshot = RevocationSnapshot(source, clock)
        snapshot.check(HERE)
        clock.move(59)
        snapshot.check(HERE)
        assert source.reads == 1
        clock.move(1)
        snapshot.check(HERE)
        assert source.reads == 2


def test_an_expired_snapshot_is_read_anew() -> None:
    """At the next check, and once."""
    source = Source()
    snapshot = RevocationSnapshot(source, Clock())
    snapshot.check(GONE)
    source.revoked = frozenset({GONE})
    snapshot.expire()
    assert source.reads == 1
    assert is_revoked(snapshot, GONE)
    assert is_revoked(snapshot, GONE)
    assert source.reads == 2


def test_a_snapshot_that_expires_while_it_is_read_is_read_again() -> None:
    """The answer may be from before the end."""
    clock = Clock()

    def read() -> frozenset[UUID]:
        source.reads += 1
        if source.reads == 1:
            snapshot.expire()
            return frozenset()
        return frozenset({GONE})

    source = Source()
    snapshot = RevocationSnapshot(read, clock)
    assert not is_revoked(snapshot, GONE)
    assert is_revoked(snapshot, GONE)


@pytest.mark.parametrize("failure", [OperationalError("gone"), InterfaceError("closed")], ids=type)
def test_without_a_database_the_last_list_goes_on(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """For an access lifetime. Each interval logs the failure in one line, without its details."""
    source, clock = Source(GONE), Clock()
    snapshot = RevocationSnapshot(source, clock)
    snapshot.check(HERE)
    source.failure = failure
    with caplog.at_level(logging.WARNING, "drf_signet"):
        for _ in range(int(LIFETIME / POLL)):
            clock.move(POLL)
            assert is_revoked(snapshot, GONE)
            assert not is_revoked(snapshot, HERE)
    assert source.reads == 1 + LIFETIME / POLL
    told = {record.getMessage() for record in caplog.records}
    assert told == {f"Signet can't read which sessions were ended: {type(failure).__name__}"}
    assert len(caplog.records) == LIFETIME / POLL


def lose(snapshot: RevocationSnapshot, source: Source, clock: Clock) -> None:
    """Read once, and then lose the database for a little more than an access lifetime."""
    snapshot.check(HERE)
    source.failure = OperationalError("gone")
    clock.move(LIFETIME + 0.001)


def test_after_an_access_lifetime_without_a_database_nobody_is_believed() -> None:
    """Signet still refuses sessions that it knows to be over, and trusts no other until the database answers."""
    source, clock = Source(GONE), Clock()
    snapshot = RevocationSnapshot(source, clock)
    lose(snapshot, source, clock)
    with pytest.raises(RevocationsUnknownError):
        snapshot.check(HERE)
    assert is_revoked(snapshot, GONE)
    source.failure = None
    with pytest.raises(RevocationsUnknownError):
        snapshot.check(HERE)
    clock.move(POLL)
    assert not is_revoked(snapshot, HERE)


def test_or_everybody_is_if_the_setting_says_so() -> None:
    """Availability before promptness."""
    source, clock = Source(GONE), Clock()
    with override_settings(SIGNET=ACCEPT):
        snapshot = RevocationSnapshot(source, clock)
        lose(snapshot, source, clock)
        assert not is_revoked(snapshot, HERE)
        assert is_revoked(snapshot, GONE)


def test_a_process_that_never_read_anything_knows_nothing() -> None:
    """It refuses or accepts everything from the start, and asks again an interval later."""
    source, clock = Source(GONE), Clock()
    source.failure = OperationalError("gone")
    snapshot = RevocationSnapshot(source, clock)
    for _ in range(2):
        with pytest.raises(RevocationsUnknownError):
            snapshot.check(HERE)
    assert source.reads == 1
    with override_settings(SIGNET=ACCEPT):
        assert not is_revoked(snapshot, GONE)
    source.failure = None
    clock.move(POLL)
    assert is_revoked(snapshot, GONE)


def test_an_error_of_the_programs_own_is_not_hidden() -> None:
    """It leaves no lock behind either."""
    source, clock = Source(), Clock()
    source.failure = KeyError("a bug")
    snapshot = RevocationSnapshot(source, clock)
    with pytest.raises(KeyError):
        snapshot.check(HERE)
    source.failure = None
    clock.move(POLL)
    assert not is_revoked(snapshot, HERE)


class SlowSource(Source):
    """A database that answers when the test says so."""

    def __init__(self, *revoked: UUID) -> None:
        super().__init__(*revoked)
        self.asked, self.answer = Event(), Event()
        self.answer.set()

    def __call__(self) -> frozenset[UUID]:
        """What is revoked now, as soon as the test says so."""
        self.asked.set()
        assert self.answer.wait(20)
        return super().__call__()


def test_while_one_request_reads_the_others_go_on() -> None:
    """They use the existing list; none of them waits, and none reads."""
    source, clock = SlowSource(), Clock()
    snapshot = RevocationSnapshot(source, clock)
    snapshot.check(GONE)
    source.revoked = frozenset({GONE})
    source.asked.clear()
    source.answer.clear()
    clock.move(POLL)
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(is_revoked, snapshot, GONE)
        assert source.asked.wait(20)
        assert not any(is_revoked(snapshot, GONE) for _ in range(5))
        assert source.reads == 1
        source.answer.set()
        assert reader.result(20)
    assert is_revoked(snapshot, GONE)
    assert source.reads == 2


@pytest.mark.parametrize("signet", [{}, ACCEPT], ids=["refuse", "accept"])
def test_the_first_requests_of_a_process_wait_for_the_first_list(signet: dict[str, object]) -> None:
    """No ended session is accepted because the process is young, and one read serves all requests."""
    source = SlowSource(GONE)
    source.answer.clear()
    snapshot = RevocationSnapshot(source, Clock())
    with override_settings(SIGNET=signet), ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(is_revoked, snapshot, GONE)]
        assert source.asked.wait(20)
        answers += [pool.submit(is_revoked, snapshot, GONE) for _ in range(3)]
        try:
            assert not wait(answers, timeout=0.2, return_when=FIRST_COMPLETED).done
        finally:
            source.answer.set()
        assert all(one.result(20) for one in answers)
    assert source.reads == 1


def test_many_threads_read_once_an_interval() -> None:
    """The first one reads."""
    source, clock = Source(GONE), Clock()
    snapshot = RevocationSnapshot(source, clock)
    with ThreadPoolExecutor(8) as pool:
        for interval in range(1, 20):
            assert all(pool.map(lambda _: is_revoked(snapshot, GONE), range(32)))
            assert source.reads == interval
            clock.move(POLL)
