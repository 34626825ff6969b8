"""What feeds the figures of this process: requests as they end, and the signals of the library."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.dispatch import Signal
from prometheus_client import Counter

from drf_signet.accounts.mail_attempt import attempted
from drf_signet.outage_log import outage_found
from drf_signet.sessions.signals import refresh_decided, session_ended, session_opened, sign_in_refused
from signet_server.metrics.figures import REFUSED, SUCCEEDED, Figures
from signet_server.request_log import WATCHERS, RequestLine

MOST: Final = 200
"""Values of a label. All further ones are one: a fault of ours must not fill the memory of Prometheus."""

OTHER: Final = "other"
CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Recorder:
    """Counts into *figures*, from the moment it is connected."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._requests: dict[tuple[str, int], tuple[Counter, Any]] = {}
        self._codes: set[str] = set()
        self._receivers: list[tuple[Signal, Callable[..., None]]] = [
            (session_opened, self._on_opened),
            (session_ended, self._on_ended),
            (refresh_decided, self._on_refresh),
            (sign_in_refused, self._on_refused),
            (attempted, self._on_mail),
            (outage_found, self._on_outage),
        ]

    def connect(self) -> None:
        """Listen."""
        WATCHERS.append(self.on_request)
        for signal, receive in self._receivers:
            signal.connect(receive)

    def disconnect(self) -> None:
        """Stop listening."""
        WATCHERS.remove(self.on_request)
        for signal, receive in self._receivers:
            signal.disconnect(receive)

    def on_request(self, line: RequestLine, seconds: float) -> None:
        """A request has its answer, or its client has gone. Called in the event loop alone."""
        key = line.endpoint, line.status
        found = self._requests.get(key) or self._add(key)
        found[0].inc()
        found[1].observe(seconds)
        if line.status >= 400:
            self._figures.refusals.labels(self._bounded(line.code or f"status_{line.status}")).inc()

    def _add(self, key: tuple[str, int]) -> tuple[Counter, Any]:
        figures, (endpoint, status) = self._figures, key
        found = figures.requests.labels(endpoint, str(status)), figures.durations.labels(endpoint)
        self._requests[key] = found
        return found

    def _bounded(self, code: str) -> str:
        if code in self._codes:
            return code
        if len(self._codes) >= MOST or CODE.fullmatch(code) is None:
            return OTHER
        self._codes.add(code)
        return code

    def _on_opened(self, **_: Any) -> None:
        self._figures.opened.inc()
        self._figures.sign_ins.labels(SUCCEEDED).inc()

    def _on_ended(self, session: Any, **_: Any) -> None:
        self._figures.ended.labels(str(session.revoke_reason)).inc()

    def _on_refresh(self, verdict: Any, **_: Any) -> None:
        self._figures.verdicts.labels(verdict.name.lower()).inc()

    def _on_refused(self, **_: Any) -> None:
        self._figures.sign_ins.labels(REFUSED).inc()

    def _on_mail(self, outcome: Any, **_: Any) -> None:
        self._figures.mails.labels(outcome.name.lower()).inc()

    def _on_outage(self, cause: str, **_: Any) -> None:
        # Some causes are sentences for the log.
        self._figures.outages.labels(cause if CODE.fullmatch(cause) else OTHER).inc()
