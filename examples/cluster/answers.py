"""Small questions over HTTP, to parts of the cluster."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

WAIT = 2.0
"""Seconds for an answer: what takes longer isn't ready."""

_OPENER = build_opener(ProxyHandler({}))


def answers(url: str) -> bool:
    """Whether the answer of *url* is a success."""
    try:
        _OPENER.open(url, timeout=WAIT).close()
    except (OSError, HTTPException):
        return False
    return True


def read(url: str) -> Any:
    """The JSON at *url*, whatever its status. None where there is no answer, or no JSON."""
    try:
        with _OPENER.open(url, timeout=WAIT) as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            return _parsed(error.read())
    except (OSError, HTTPException, ValueError):
        return None


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
