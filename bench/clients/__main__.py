"""
``python -m bench.clients`` measures clients in tabs and threads, and writes ``docs/explanation/refreshing.md``.

``--rounds 2 --page FILE`` runs it in miniature, and writes elsewhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from bench.clients import crowds
from bench.clients.lifetimes import lives
from bench.clients.measure import Outcome, measure
from bench.clients.page import render
from tests.conformance.environment import STRICT
from tests.conformance.running import running
from tests.real_parts.chromium import chromium
from tests.service.client_pages import OURS, STORING

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "refreshing.md"
ROUNDS: Final = 20
FEWEST_LIFETIMES: Final = 3
"""At the second, it shows who is signed out by rotation."""

THREADS: Final = 20
SERVERS: Final[Mapping[str, Mapping[str, str]]] = {"each token good once": {STRICT: "1"}, "Signet's ten seconds": {}}
STORES: Final = "axios interceptor that stores both"
LOADS: Final = (
    (STORES, "one page, 5 requests", partial(crowds.tabs, client=STORING, count=1, times=5)),
    ("ours", "one page, 5 requests", partial(crowds.tabs, client=OURS, count=1, times=5)),
    (STORES, "4 tabs, 3 requests each", partial(crowds.tabs, client=STORING, count=4, times=3)),
    ("ours", "4 tabs, 3 requests each", partial(crowds.tabs, client=OURS, count=4, times=3)),
    ("class around requests that stores both", "20 threads", partial(crowds.naive_threads, count=THREADS)),
    ("ours", "20 threads", partial(crowds.our_threads, count=THREADS)),
)


def run(rounds: int, page: Path) -> None:
    """Measure everything, and tell it."""
    lived = list(lives(max(rounds, FEWEST_LIFETIMES)))
    outcomes: dict[tuple[str, str], dict[str, Outcome]] = {(client, load): {} for client, load, _ in LOADS}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        for server, variables in SERVERS.items():
            service = stack.enter_context(running(**variables))
            for client, load, crowd in LOADS:
                one = measure(service, partial(crowd, service, browser), rounds)
                outcomes[client, load][server] = one
                print(f"{server:22} {client:22} {load:24} {one.answered:4} of {one.requests:4}", flush=True)
    races = [(*names, found) for names, found in outcomes.items()]
    page.write_text(render(lived, races, rounds), encoding="utf-8")


parser = argparse.ArgumentParser(prog="python -m bench.clients", description="Measure how clients refresh.")
parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many rounds a row")
parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page")
chosen = parser.parse_args()
run(chosen.rounds, chosen.page)
