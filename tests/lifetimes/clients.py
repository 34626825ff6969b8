"""The clients, each for many lifetimes of its access token: `CLIENTS`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Final, TypeAlias

from drf_signet_client.client import Client

from examples.naive_clients.requests_client import APIClient, StoringAPIClient
from tests.conformance.running import CREDENTIALS
from tests.lifetimes.running import LIFETIME, ROOT, Stage
from tests.real_parts.needs import missing, program
from tests.service.client_pages import NEEDED

SCRIPT: Final = Path(__file__).with_name("javascript.mjs")

Lives: TypeAlias = dict[str, list[int]]
"""By the kind of endpoints, how many requests were answered after each expiry."""

Live: TypeAlias = Callable[[Stage, Sequence[str], Sequence[int]], Lives]
"""Sign in at each kind of endpoints; after each expiry, send so many requests at once."""


def live_in_python(
    make: Callable[..., APIClient | Client], stage: Stage, kinds: Sequence[str], crowds: Sequence[int]
) -> Lives:
    """A client in Python, with a thread for each request."""
    return {kind: _life(make(f"{stage.url}{kind}/", **CREDENTIALS), stage, crowds) for kind in kinds}


def _life(client: APIClient | Client, stage: Stage, crowds: Sequence[int]) -> list[int]:
    answered = []
    with ThreadPoolExecutor(max(crowds)) as pool:
        for crowd in crowds:
            stage.expire()
            barrier = Barrier(crowd)
            answered.append(sum(pool.map(partial(_ask, client, barrier), range(crowd))))
    return answered


def live_in_javascript(client: str, stage: Stage, kinds: Sequence[str], crowds: Sequence[int]) -> Lives:
    """A client in JavaScript, in a process of its own."""
    node = program("node", package="nodejs")
    if not all(one.exists() for one in NEEDED):
        missing("the JavaScript client is not built: that takes Node, and 'make web'")
    arguments = [client, f"{stage.url}clock/", str(LIFETIME + 1), ",".join(map(str, crowds))]
    urls = [f"{stage.url}{kind}/" for kind in kinds]
    done = subprocess.run([node, SCRIPT, *arguments, *urls], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(kinds, json.loads(done.stdout), strict=True))


def _ask(client: APIClient | Client, barrier: Barrier, _: int) -> bool:
    barrier.wait()
    try:
        return client.request("GET", "me/").ok
    except Exception:  # noqa: BLE001  # whatever a client raises, the request was not answered
        return False


CLIENTS: Final[Mapping[str, Live]] = {
    "axios, as printed": partial(live_in_javascript, "access"),
    "axios, storing both": partial(live_in_javascript, "both"),
    "ours in JavaScript": partial(live_in_javascript, "ours"),
    "requests, as printed": partial(live_in_python, APIClient),
    "requests, storing both": partial(live_in_python, StoringAPIClient),
    "ours in Python": partial(live_in_python, Client),
}
