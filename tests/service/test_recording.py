"""What feeds the figures of a process."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from prometheus_client import CollectorRegistry

from drf_signet.accounts.mail_attempt import Outcome, attempted
from drf_signet.circuit_breaker import Circuit
from drf_signet.outage_log import OUTAGES
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh_decision import Verdict
from drf_signet.sessions.signals import refresh_decided, session_ended, session_opened, sign_in_refused
from signet_server.hashing import Places
from signet_server.metrics.figures import Figures
from signet_server.metrics.recording import MOST, Recorder
from signet_server.metrics.samples import Sampler
from signet_server.request_log import WATCHERS, RequestLine, log_without_request


@pytest.fixture
def figures() -> Iterator[Figures]:
    """Figures that are fed for the time of a test."""
    found = Figures(CollectorRegistry())
    recorder = Recorder(found)
    recorder.connect()
    yield found
    recorder.disconnect()
    assert not WATCHERS


def answered(status: int, code: str = "", endpoint: str = "me") -> None:
    """A request was answered."""
    line = RequestLine("GET", "/secret/path", "203.0.113.7", "a", endpoint=endpoint, code=code, status=status)
    line.write()


def value(figures: Figures, name: str, **labels: str) -> float | None:
    """One sample."""
    return figures.registry.get_sample_value(f"signet_{name}", labels)


def test_requests_are_counted_by_endpoint_and_refusals_by_code(figures: Figures) -> None:
    """Nothing else of a request is part of a label."""
    answered(200)
    answered(401, "token_not_valid")
    answered(404)
    log_without_request("203.0.113.7", 408, "request_timeout")
    assert value(figures, "http_requests_total", endpoint="me", status="200") == 1
    assert value(figures, "http_request_duration_seconds_count", endpoint="me") == 3
    assert value(figures, "refusals_total", code="token_not_valid") == 1
    assert value(figures, "refusals_total", code="status_404") == 1
    assert value(figures, "refusals_total", code="request_timeout") == 1
    labels = {text for one in figures.registry.collect() for s in one.samples for text in s.labels.values()}
    assert not [one for one in labels if "secret" in one or "203" in one]


def test_labels_are_bounded(figures: Figures) -> None:
    """Also by a fault of ours."""
    for number in range(MOST + 50):
        answered(400, f"code_{number}")
    answered(400, "Not a code: {}")
    codes = {s.labels["code"] for one in figures.registry.collect() for s in one.samples if "code" in s.labels}
    assert MOST < len(codes) <= MOST + 10
    assert value(figures, "refusals_total", code="other") == 51


def test_signals_are_counted(figures: Figures) -> None:
    """Each by its own label."""
    session = SimpleNamespace(revoke_reason="logout", user=AnonymousUser())
    session_opened.send(Session, session=session)
    session_ended.send(Session, session=session)
    refresh_decided.send(Session, session=session, verdict=Verdict.FAST_FORWARD)
    sign_in_refused.send(Session, credentials={}, request=None)
    attempted.send(Outcome, outcome=Outcome.GIVEN_UP)
    assert value(figures, "sessions_opened_total") == 1
    assert value(figures, "sign_ins_total", result="succeeded") == 1
    assert value(figures, "sign_ins_total", result="refused") == 1
    assert value(figures, "sessions_ended_total", reason="logout") == 1
    assert value(figures, "refresh_verdicts_total", verdict="fast_forward") == 1
    assert value(figures, "mails_total", outcome="given_up") == 1


def test_outages_are_counted_each_time(figures: Figures) -> None:
    """Though the log has one line a second."""
    for _ in range(3):
        OUTAGES.tell("database_unavailable", None)
    OUTAGES.tell("A sentence for the log", None)
    OUTAGES.forget()
    assert value(figures, "outages_total", cause="database_unavailable") == 3
    assert value(figures, "outages_total", cause="other") == 1


def test_what_goes_on_is_looked_at() -> None:
    """Circuits, threads, and passwords that are being hashed."""
    figures, circuit, places = Figures(CollectorRegistry()), Circuit(), Places(2, 1.0)
    sampler = Sampler(figures, {"database": circuit}, places)
    circuit.broke()
    places.run(lambda: sampler.look(SimpleNamespace(busy=3, waiting=4), 5))
    places.end_threads()
    sampler.look(SimpleNamespace(busy=3, waiting=4), 5)
    assert value(figures, "circuit_open", part="database") == 1
    assert value(figures, "dependency_failures_total", part="database") == 1
    assert value(figures, "http_threads_busy") == 3
    assert value(figures, "http_requests_waiting") == 4
    assert value(figures, "http_connections") == 5
    assert value(figures, "hashing_busy") == 0
    circuit.held()
    sampler.look(SimpleNamespace(busy=0, waiting=0), 0)
    assert value(figures, "circuit_open", part="database") == 0
    assert value(figures, "dependency_failures_total", part="database") == 1


def test_a_hash_is_seen_while_it_is_made() -> None:
    """And forgotten afterwards, if it fails too."""
    places = Places(1, 1.0)
    assert places.run(lambda: (places.busy, places.waiting)) == (1, 0)

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        places.run(fail)
    places.end_threads()
    assert (places.busy, places.waiting) == (0, 0)
