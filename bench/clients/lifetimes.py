"""Clients that live for many lifetimes of an access token, at each kind of endpoints there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Final, NamedTuple

from tests.lifetimes.clients import CLIENTS
from tests.lifetimes.running import ROTATES_AND_BLACKLISTS, running

CROWDS: Final = (5, 20)
KINDS: Final[Mapping[str, str]] = {
    "core": "Core",
    "sessions": "Sessions",
    "kept": "Sessions, not rotating",
    "drop-in": "Drop-in",
}
ROTATING_DROP_IN: Final = "Drop-in, rotating, with blacklist"
LABELS: Final[Mapping[str, str]] = {
    "axios, as printed": "axios interceptor, as printed",
    "axios, storing both": "axios interceptor that stores both",
    "ours in JavaScript": "ours (JavaScript)",
    "requests, as printed": "class around requests, as printed",
    "requests, storing both": "class around requests that stores both",
    "ours in Python": "ours (Python)",
}


class Life(NamedTuple):
    """One client with so many requests at once: in how many lifetimes all were answered, by the kind of endpoints."""

    client: str
    crowd: int
    answered: Mapping[str, int]


def lives(lifetimes: int) -> Iterator[Life]:
    """All of them."""
    with ExitStack() as stack:
        usual, rotating = (stack.enter_context(running(one)) for one in (None, ROTATES_AND_BLACKLISTS))
        for client, live in CLIENTS.items():
            for crowd in CROWDS:
                crowds = [crowd] * lifetimes
                found = {KINDS[kind]: one for kind, one in live(usual, list(KINDS), crowds).items()}
                found[ROTATING_DROP_IN] = live(rotating, ["drop-in"], crowds)["drop-in"]
                whole = {server: answered.count(crowd) for server, answered in found.items()}
                print(f"{client:24} {crowd:3} {whole}", flush=True)
                yield Life(LABELS[client], crowd, whole)
