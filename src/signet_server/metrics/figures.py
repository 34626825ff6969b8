"""Every figure that a process counts: its name, its meaning, and its labels, which have a few fixed values each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from drf_signet.accounts.mail_attempt import Outcome
from drf_signet.errors import UnavailableError
from drf_signet.sessions.models import Reason
from drf_signet.sessions.refresh_decision import Verdict

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of the buckets: no request takes longer than the last."""

SUCCEEDED: Final = "succeeded"
REFUSED: Final = "refused"
PARTS: Final = ("database", "cache")
FAULTS: Final = ("answer_timeout", "error", "internal_error", "server_busy")
"""Codes of refusals that are no client's fault, and that no signal tells of."""


class Figures:
    """Those of one process, in *registry*."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"signet_{name}", meaning, labels, registry=registry)

        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(f"signet_{name}", meaning, labels, registry=registry)

        self.registry = registry
        self.requests = counter("http_requests", "Requests, by the name of the endpoint.", "endpoint", "status")
        self.durations = Histogram(
            "signet_http_request_duration_seconds",
            "From the headers of a request to the end of its answer.",
            ["endpoint"],
            buckets=SECONDS,
            registry=registry,
        )
        self.refusals = counter("refusals", "Refused requests, by the code in the answer.", "code")
        self.sign_ins = counter("sign_ins", "Sign-ins that opened a session, or had wrong credentials.", "result")
        self.opened = counter("sessions_opened", "Sessions that were opened.")
        self.ended = counter("sessions_ended", "Sessions that ended before their time.", "reason")
        self.verdicts = counter("refresh_verdicts", "Refresh tokens of live sessions, by what was decided.", "verdict")
        self.mails = counter("mails", "Attempts to send an e-mail.", "outcome")
        self.outages = counter("outages", "Times that something turned out to be away or busy.", "cause")
        self.failures = counter("dependency_failures", "Times that a database or cache didn't answer.", "part")
        self.starts = counter("process_starts", "Processes that answer requests and have started.")

        self.processes = gauge("processes", "Processes that answer requests.")
        self.threads = gauge("http_threads", "Threads in which requests are answered.")
        self.busy = gauge("http_threads_busy", "Threads that are answering a request.")
        self.waiting = gauge("http_requests_waiting", "Requests that wait for a thread.")
        self.connections = gauge("http_connections", "Open connections of clients.")
        self.hashing = gauge("hashing_busy", "Passwords that are being hashed.")
        self.hashing_waiting = gauge("hashing_waiting", "Passwords that wait to be hashed.")
        self.circuit_open = gauge(
            "circuit_open", "Processes that ask a database or cache for a second no more.", "part"
        )
        self._begin()

    def _begin(self) -> None:
        """Let what has happened to nobody yet be 0: Prometheus sees no rise from nothing to 1."""
        _show(self.sign_ins, (SUCCEEDED, REFUSED))
        _show(self.ended, Reason.values)
        _show(self.verdicts, (one.name.lower() for one in Verdict))
        _show(self.mails, (one.name.lower() for one in Outcome))
        _show(self.outages, sorted({one.code for one in _kinds_of(UnavailableError)}))
        _show(self.refusals, FAULTS)
        _show(self.failures, PARTS)
        _show(self.circuit_open, PARTS)


def _kinds_of(error: type[UnavailableError]) -> Iterator[type[UnavailableError]]:
    yield error
    for one in error.__subclasses__():
        yield from _kinds_of(one)


def _show(figure: Counter | Gauge, values: Iterable[str]) -> None:
    for value in values:
        figure.labels(value)
