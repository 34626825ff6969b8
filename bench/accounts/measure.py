"""
``python -m bench.accounts.measure FILE CALLS``: ask in one database, and pickle the times into *FILE*.

A process of its own, started by ``python -m bench.accounts`` with the database in its environment.
"""

from __future__ import annotations

import argparse
import gc
import logging
import pickle
import random
import time
from pathlib import Path
from typing import Final

from django.core.management import call_command

from bench.accounts.calls import ENDPOINTS, Endpoint
from bench.accounts.people import KINDS, fill
from bench.accounts.project import accounts
from bench.accounts.spread import Spread
from bench.sessions.requests import send
from bench.timing import collector_paused

Times = dict[str, dict[str, list[float]]]
"""Milliseconds, by the name of the endpoint and the kind of the account."""

WARM_UP: Final = 5
PAUSE: Final = 0.02
"""Seconds after each call: the mail that it calls for is sent, so it doesn't disturb the next one."""


def time_call(endpoint: Endpoint, kind: str, number: int) -> float:
    """Milliseconds until the request is over."""
    environ = endpoint.ask(kind, number)
    with collector_paused():
        start = time.perf_counter_ns()
        answer = send(environ)
        elapsed = time.perf_counter_ns() - start
    if answer.status_code != endpoint.status:
        raise RuntimeError(f"{endpoint.name} answered {answer.status_code}: {answer.content!r}")
    time.sleep(PAUSE)
    return elapsed / 1e6


def measure(calls: int) -> Times:
    """Ask *calls* times about each kind at each endpoint, in random order."""
    chance = random.Random(0)
    times: Times = {one.name: {kind: [] for kind in KINDS} for one in ENDPOINTS}
    for endpoint in ENDPOINTS:
        for number in range(min(WARM_UP, calls)):
            for kind in KINDS:
                time_call(endpoint, kind, number)
        order = [(kind, number) for kind in KINDS for number in range(WARM_UP, WARM_UP + calls)]
        chance.shuffle(order)
        for kind, number in order:
            times[endpoint.name][kind].append(time_call(endpoint, kind, number))
        for kind in KINDS:
            print(f"  {endpoint.name:24} {kind:12} {Spread.of(times[endpoint.name][kind])} ms", flush=True)
    return times


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.accounts.measure")
    parser.add_argument("file", type=Path)
    parser.add_argument("calls", type=int)
    chosen = parser.parse_args()
    accounts().enable()
    # A refused sign-in is worth a warning, which would be printed in between.
    logging.disable(logging.ERROR)
    call_command("migrate", verbosity=0)
    fill(WARM_UP + chosen.calls)
    gc.freeze()
    chosen.file.write_bytes(pickle.dumps(measure(chosen.calls)))


if __name__ == "__main__":
    main()
