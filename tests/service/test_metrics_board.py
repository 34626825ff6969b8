"""The memory in which the processes of the service add up their figures."""

from __future__ import annotations

import zlib
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from signet_server.metrics import board as module
from signet_server.metrics.board import SIZE, START, Board
from signet_server.metrics.figures import Figures
from signet_server.metrics.master import GONE, Parts
from signet_server.metrics.totals import Totals, of_all, of_process


class KilledError(Exception):
    """The process is gone."""


class Killer:
    """Stands in for a step of writing at which the process is killed."""

    def __init__(self, step: Any) -> None:
        self._step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._step, name)

    def __call__(self, data: bytes) -> int:
        """A checksum."""
        raise KilledError

    def pack_into(self, *_: object) -> None:
        """A head, or the half that counts."""
        raise KilledError


def value(totals: Totals, name: str, **labels: str) -> float | None:
    """What *totals* say of one sample."""
    samples = [one for metric in totals.metrics() for one in metric.samples]
    return next((one.value for one in samples if one.name == name and one.labels == labels), None)


def process(requests: int, busy: int = 0) -> bytes:
    """What a process writes that has answered so many requests."""
    figures = Figures(CollectorRegistry())
    figures.requests.labels("me", "200").inc(requests)
    for _ in range(requests):
        figures.durations.labels("me").observe(0.02)
    figures.busy.set(busy)
    return of_process(figures.registry)


def test_the_figures_of_all_processes_are_added_up() -> None:
    """Counters, buckets and what is going on at the moment."""
    totals = of_all([process(2, busy=1), process(3, busy=2)])
    assert value(totals, "signet_http_requests_total", endpoint="me", status="200") == 5
    assert value(totals, "signet_http_request_duration_seconds_bucket", endpoint="me", le="0.025") == 5
    assert value(totals, "signet_http_request_duration_seconds_bucket", endpoint="me", le="0.01") == 0
    assert value(totals, "signet_http_threads_busy") == 3


def test_a_part_is_read_as_it_was_written_last() -> None:
    """And is empty before."""
    board = Board(3)
    assert board.read_all() == []
    assert board.write(1, b"one")
    assert board.write(2, b"two")
    assert board.write(1, b"three")
    assert board.read_all() == [b"three", b"two"]


def test_too_much_is_refused() -> None:
    """The former figures stay."""
    board = Board(1)
    board.write(0, b"before")
    assert not board.write(0, b"x" * SIZE)
    assert board.read(0) == b"before"


def test_half_a_write_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a process that is killed while it writes: what was there is still whole."""
    board = Board(2)
    board.write(1, b"whole")
    for place in ("zlib.crc32", "HEAD", "ACTIVE"):
        with monkeypatch.context() as killed:
            killed.setattr(f"signet_server.metrics.board.{place}", Killer(getattr(module, place, None)))
            with pytest.raises(KilledError):
                board.write(1, b"another one")
        assert board.read_all() == [b"whole"]


def test_a_spoilt_part_is_left_out() -> None:
    """Rather than taken for figures."""
    board = Board(1)
    board.write(0, b"figures")
    at = board._half(0, 1) + 10
    board._memory[at : at + 1] = b"?"
    assert board.read(0) == b""
    assert at > START


def test_a_part_that_is_written_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out once, it would make every sum fall."""
    board, checksum, left = Board(1), zlib.crc32, [5]
    board.write(0, b"figures")

    def torn(data: bytes) -> int:
        left[0] -= 1
        return checksum(data) if left[0] < 0 else -1

    monkeypatch.setattr("signet_server.metrics.board.zlib", SimpleNamespace(crc32=torn))
    assert board.read_all() == [b"figures"]
    assert left[0] < 0


def test_what_a_process_counted_outlives_it() -> None:
    """What it was doing does not. Its part is for the next one."""
    parts = Parts(None, workers=1)  # type: ignore[arg-type]  # nobody listens
    for _ in range(40):
        part = parts.give()
        assert part is not None
        parts.board.write(part, process(1, busy=1))
        parts.collect(part)
    totals = of_all(parts.board.read_all())
    assert value(totals, "signet_http_requests_total", endpoint="me", status="200") == 40
    assert value(totals, "signet_http_threads_busy") is None
    assert parts.board.read(GONE)


def test_nothing_is_read_while_a_part_moves() -> None:
    """It would be counted twice."""
    board = Board(2)
    board.write(1, b"1")
    sizes = []

    def added(to: bytes, part: bytes) -> bytes:
        sizes.append(board._changes() % 2)
        return part

    board.move(1, 0, added)
    assert sizes == [1]
    assert (board._changes(), board.read_all()) == (2, [b"1"])


def test_more_processes_than_parts_count_for_themselves() -> None:
    """Nobody fails for it."""
    parts = Parts(None, workers=1)  # type: ignore[arg-type]  # nobody listens
    given = [parts.give() for _ in range(18)]
    assert given[-1] is None
    parts.collect(None)
    assert len(set(given)) == 18


@pytest.mark.parametrize("status", ["200", "503"])
def test_what_happened_to_nobody_is_zero(status: str) -> None:
    """Otherwise, Prometheus would not see the first time. For requests, there would be too many of them."""
    totals = of_all([process(0)])
    assert value(totals, "signet_refresh_verdicts_total", verdict="reuse") == 0
    assert value(totals, "signet_outages_total", cause="database_read_only") == 0
    assert value(totals, "signet_http_requests_total", endpoint="token_refresh", status=status) is None
