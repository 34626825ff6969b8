"""The nodes of the service: whether they are ready, how long they take to say so, and their clocks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from signet_server.live.clocks import about
from signet_server.live.finding import Finding, in_short

WAIT: Final = 3.0
MOST: Final = 65_536
SLOW: Final = 1.0
"""Seconds."""

START: Final = "Start it, or read its log."


def node(url: str, host: str) -> Iterator[Finding]:
    """What ``/readyz`` says at *url*, asked for *host*."""
    started, at = time.monotonic(), time.time()
    try:
        status, date, body = _asked(f"{url}/readyz", host)
    except (OSError, HTTPException) as error:
        yield Finding("node", f"{url} doesn't answer ({in_short(error)}): clients get an error there.", START)
        return
    took = time.monotonic() - started
    yield _about(url, status, body, took)
    if date is not None:
        # Dates of HTTP have whole seconds, cut off.
        yield about(url, date + 0.5 - (at + took / 2), 0.5 + took / 2)


def _asked(url: str, host: str) -> tuple[int, float | None, Any]:
    request = Request(url, headers={"Host": host})  # noqa: S310  # the scheme was checked
    try:
        with urlopen(request, timeout=WAIT) as answer:  # noqa: S310
            return answer.status, _date(answer.headers), _json(answer.read(MOST))
    except HTTPError as refused:
        with refused:
            return refused.code, _date(refused.headers), _json(refused.read(MOST))


def _about(url: str, status: int, body: Any, took: float) -> Finding:
    words = {name: text for name, text in body.items() if name != "status"} if isinstance(body, dict) else {}
    said = ", ".join(f"{name} {text}" for name, text in words.items() if isinstance(text, str))
    if status == 503:
        return Finding("node", f"{url} runs, but isn't ready: {said}.", "See the lines about that part.")
    if status != 200 or not words:
        return Finding("node", f"{url} answers {status} to /readyz, so it isn't Signet.", "Check the address.")
    found = f"{url} is ready: {said}, in {1_000 * took:.0f} ms"
    if took > SLOW:
        return Finding("node", f"{found}, which is slow.", "Look at the database, and at the load of the node.")
    return Finding("node", f"{found}.")


def _date(headers: Any) -> float | None:
    try:
        return parsedate_to_datetime(headers["Date"]).timestamp()
    except (TypeError, ValueError):
        return None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
