"""An outage is logged once a second, not once a request."""

from __future__ import annotations

import logging

import pytest

from drf_signet.outage_log import OutageLog
from tests.stand_ins.clock import Clock


@pytest.fixture(autouse=True)
def _heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "drf_signet")


def test_a_line_a_second_for_each_cause(caplog: pytest.LogCaptureFixture) -> None:
    """It says how many there would have been, without a traceback."""
    clock = Clock()
    log = OutageLog(clock)
    for _ in range(100):
        log.tell("database_unavailable", ConnectionError("refused"))
        log.tell("counts_unavailable", TimeoutError())
    assert caplog.messages == ["database_unavailable: ConnectionError: refused", "counts_unavailable: TimeoutError"]
    caplog.clear()
    clock.move(1)
    log.tell("database_unavailable", ConnectionError("refused"))
    assert caplog.messages == ["database_unavailable: ConnectionError: refused (99 more times since the last line)"]
    assert not any(one.exc_info for one in caplog.records)


def test_what_an_error_says_is_one_short_line(caplog: pytest.LogCaptureFixture) -> None:
    """A server may answer with anything."""
    OutageLog().tell("database_unavailable", ConnectionError("a\x1b[31mb\nsecond line" + "x" * 1_000))
    OutageLog().tell("database_unavailable", ConnectionError("x" * 1_000))
    assert caplog.messages[0] == "database_unavailable: ConnectionError: a [31mb"
    assert len(caplog.messages[1]) < 250
