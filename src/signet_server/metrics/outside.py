"""What only the database and the keys know. It is asked at a request for figures, and never waited for, for long."""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib.metadata import version
from typing import Final

import django
from django.db import connections
from django.db.models import Count, Min
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric

from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import database
from drf_signet.errors import KeysUnavailableError, NoSigningKeyError
from drf_signet.keys_in_force import get_ring
from signet_server.deadline import within
from signet_tokens.living_ring import LivingRing
from signet_tokens.ring_key import active

WAIT: Final = 1.5
"""Seconds for an answer; after that, Prometheus is answered without."""

Ask = Callable[[float], Iterator[Metric]]


class Outside:
    """Asks in a thread of its own, one question at a time."""

    def __init__(self, *questions: Ask, wait: float = WAIT) -> None:
        self._questions = questions
        self._wait = wait
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="signet_metrics")
        self._asking: asyncio.Future[None] | None = None
        self._found: list[Metric] = []

    async def found(self) -> list[Metric]:
        """What is known within the time to wait. Answers that take longer are missing, and those of what is away."""
        if self._asking is None or self._asking.done():
            self._found = []
            self._asking = asyncio.get_running_loop().run_in_executor(self._thread, self._ask, self._found)
        await asyncio.wait({self._asking}, timeout=self._wait)
        return list(self._found)

    def _ask(self, found: list[Metric]) -> None:
        with within(self._wait):
            for question in self._questions:
                found += _answers(question)


def _answers(question: Ask) -> list[Metric]:
    try:
        return list(question(time.time()))
    except Exception:  # noqa: BLE001  # what is away has figures, and lines in the log, of its own
        return []
    finally:
        connections.close_all()


def about_build(now: float) -> Iterator[Metric]:
    """Which version this is."""
    found = {"version": version("drf-signet"), "python": platform.python_version(), "django": django.__version__}
    yield InfoMetricFamily("signet_build", "Versions.", found)


def about_start(started: float, now: float) -> Iterator[Metric]:
    """Since when there is this service: counters that begin anew don't show that it was started again."""
    yield GaugeMetricFamily("signet_start_time_seconds", "When the service started, not its processes.", started)


def about_keys(now: float) -> Iterator[Metric]:
    """How old the key is that signs, and when the next step for any key is due."""
    ring = get_ring()
    try:
        stored = ring.stored() if isinstance(ring, LivingRing) else ()
        can_sign = ring.signing_key is not None
    except (KeysUnavailableError, NoSigningKeyError):
        stored, can_sign = (), False
    yield GaugeMetricFamily("signet_can_sign", "Whether there is a key that signs.", can_sign)
    signing = active(stored, now)
    if signing is not None and (since := signing.signs_from or signing.published_at):
        yield GaugeMetricFamily("signet_signing_key_age_seconds", "Since when the key signs.", now - since)
    due = min((at for one in stored if (at := one.next_change(now)) is not None), default=None)
    if due is not None:
        yield GaugeMetricFamily("signet_next_key_change_timestamp_seconds", "When a key starts or ends.", due)


def about_mails(now: float) -> Iterator[Metric]:
    """How many e-mails wait, and for how long the oldest of them. One query."""
    waiting = WaitingMail.objects.using(database()).aggregate(number=Count("pk"), oldest=Min("created_at"))
    oldest: datetime | None = waiting["oldest"]
    age = 0.0 if oldest is None else max(0.0, now - oldest.timestamp())
    yield GaugeMetricFamily("signet_mails_waiting", "E-mails that wait to be sent.", waiting["number"])
    yield GaugeMetricFamily("signet_oldest_mail_age_seconds", "How long the oldest of them has waited.", age)
