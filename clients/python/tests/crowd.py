"""Many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

SECONDS = 30
Result = TypeVar("Result")


def together(number: int, act: Callable[[], Result]) -> list[Result]:
    """What *act* answers to each of *number* threads, which all begin at the same moment."""
    start = Barrier(number)

    def act_together() -> Result:
        start.wait(SECONDS)
        return act()

    with ThreadPoolExecutor(number) as pool:
        return [one.result(SECONDS) for one in [pool.submit(act_together) for _ in range(number)]]
