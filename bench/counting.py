"""What can be counted rather than timed: queries, signatures checked, and bytes of tokens and answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from bench import conditions
from bench.keys import KEY_PAIRS
from bench.operations import Operation
from bench.packages import SIGNET, SIMPLE_JWT
from bench.pairing import Contestant
from bench.sides import USER_ID, Side, has_succeeded, save_user

JOSE: Final = ("joserfc.", "jwt.")
"""The packages in which a function named ``verify`` checks one signature."""


@dataclass(frozen=True)
class Count:
    """What one run of an operation did. ``answer`` is the length of the body, if there is one."""

    succeeded: bool
    queries: int
    signatures: int
    answer: int | None


@dataclass(frozen=True)
class Counts:
    """Both packages in one operation."""

    ours: Count
    theirs: Count | None


def count(operation: Operation) -> Counts:
    """Run *operation* once for each package, outside of the clock."""
    with operation.condition():
        save_user()
        ours = _count(operation.ours, is_new=operation.is_new)
        theirs = _count(operation.theirs, is_new=operation.is_new) if operation.theirs else None
    return Counts(ours, theirs)


def token_lengths() -> dict[str, tuple[int, int]]:
    """The length of each kind of token, ours and theirs."""
    lengths = {
        f"{kind} token, HS256": _lengths(f"{kind}_token") for kind in ("access", "refresh", "sliding")
    }  # fmt: skip
    for name in KEY_PAIRS:
        with conditions.algorithm(name):
            lengths[f"access token, {name}"] = _lengths("access_token")
    return lengths


def _lengths(attribute: str) -> tuple[int, int]:
    ours, theirs = (
        len(str(getattr(package, attribute).for_user(User(pk=USER_ID)))) for package in (SIGNET, SIMPLE_JWT)
    )
    return ours, theirs


def _count(side: Side, *, is_new: bool) -> Count:
    # One of those that are timed, so that what is counted is what is timed.
    (one,) = Contestant(side, 1, is_new=is_new).new_inputs()
    with CaptureQueriesContext(connection) as queries, _counted_signatures() as signatures:
        result = side.run(one)
    answer = len(result.content) if isinstance(result, HttpResponse) else None
    return Count(has_succeeded(result), len(queries), signatures(), answer)


@contextmanager
def _counted_signatures() -> Iterator[Callable[[], int]]:
    found = 0

    def profile(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal found
        module = frame.f_globals.get("__name__", "")
        found += event == "call" and frame.f_code.co_name == "verify" and module.startswith(JOSE)

    sys.setprofile(profile)
    try:
        yield lambda: found
    finally:
        sys.setprofile(None)
