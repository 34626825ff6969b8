"""The nodes of the service: whether they are ready, how long they take to say so, and their clocks."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from signet_server.live.clocks import OF_A_NODE, about
from signet_server.live.finding import Finding, in_short

WAIT: Final = 3.0
MOST: Final = 65_536
LONGEST: Final = 60
"""Characters of what it says of a part, or as a code."""

SLOW: Final = 1.0
"""Seconds."""

DATE_AGE: Final = 2.5
"""Seconds. A date in HTTP has whole seconds, cut off; and the server looks at its clock once a second, or later."""

PARTS: Final = ("database", "cache")
START: Final = "Start it, or read its log. If it runs, check the address and the network."
OTHERWISE: Final = "See the lines about that part. If they are fine, the node has other variables: read its log."


def node(url: str, host: str) -> Iterator[Finding]:
    """What ``/readyz`` says at *url*, asked for *host*."""
    started, at = time.monotonic(), time.time()
    try:
        status, date, body = _asked(f"{url}/readyz", host)
    except (OSError, HTTPException) as error:
        yield _silent(url, error)
        return
    took = time.monotonic() - started
    yield _about(url, host, status, body, took)
    if date is not None:
        uncertainty = (DATE_AGE + took) / 2
        yield about(url, date + DATE_AGE / 2 - (at + took / 2), uncertainty, OF_A_NODE)


def _asked(url: str, host: str) -> tuple[int, float | None, Any]:
    request = Request(url, headers={"Host": host})  # noqa: S310  # the scheme was checked
    # A proxy for the web, as http_proxy names one, would answer for the node.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(request, timeout=WAIT) as answer:
            return answer.status, _date(answer.headers), _json(answer.read(MOST))
    except HTTPError as refused:
        with refused:
            return refused.code, _date(refused.headers), _json(refused.read(MOST))


def _silent(url: str, error: OSError | HTTPException) -> Finding:
    reason = error.reason if isinstance(error, URLError) and isinstance(error.reason, OSError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        found = f"{url} has a certificate that isn't valid there ({reason.verify_message}), so nothing was asked."
        return Finding("node", found, "Ask by a name that the certificate has, or renew it.")
    return Finding("node", f"{url} doesn't answer ({in_short(reason)}): clients get an error there.", START)


def _about(url: str, host: str, status: int, body: Any, took: float) -> Finding:
    words = body if isinstance(body, dict) else {}
    said = ", ".join(f"{one} {words[one][:LONGEST]}" for one in PARTS if isinstance(words.get(one), str))
    if status == 503 and said:
        return Finding("node", f"{url} runs, but isn't ready: {said}.", OTHERWISE)
    if status == 503 and isinstance(words.get("code"), str):
        found = f"{url} answers 503 to /readyz, with the code {words['code'][:LONGEST]}."
        return Finding("node", found, "Look at the load of the node, and at its log.")
    if status != 200 or not said:
        found = f"{url} answers {status} to /readyz for the host {host}, and not as Signet does."
        return Finding("node", found, "Check the address, and ALLOWED_HOSTS of the node.")
    found = f"{url} is ready: {said}, in {1_000 * took:.0f} ms"
    if took > SLOW:
        return Finding("node", f"{found}, which is slow.", "Look at the database, and at the load of the node.")
    return Finding("node", f"{found}.")


def _date(headers: Any) -> float | None:
    try:
        return parsedate_to_datetime(headers["Date"]).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
