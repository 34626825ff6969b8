"""A storm: a thousand tokens with a thousand unknown keys, among tokens of users."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter_ns
from typing import Final, NamedTuple

from bench.timing import Ratio, collector_paused
from bench.verifiers.issuer import Publisher, tokens, tokens_of_unknown_keys
from bench.verifiers.sides import Verify, signet
from signet_tokens.errors import TokenError

Present = Callable[[Verify, str], None]

STORM: Final = 1_000
ALGORITHM: Final = "ES256"


class Weathered(NamedTuple):
    """How many times as long a good token took in the storm, and how often the issuer was asked."""

    unseen: Ratio
    seen: Ratio
    fetches: int
    rounds: int


def weather(publisher: Publisher, rounds: int) -> Weathered:
    """Present tokens of users among as many of other users, and in a storm of the same size, *rounds* times."""
    verify = signet(ALGORITHM, publisher.url)
    verify(tokens(ALGORITHM, 1)[0])
    before = publisher.fetches
    unseen: list[float] = []
    seen: list[float] = []
    for _ in range(rounds):
        first, second, others = (tokens(ALGORITHM, STORM) for _ in range(3))
        storm = tokens_of_unknown_keys(ALGORITHM, STORM)
        unseen.append(_among(verify, second, storm, _refused) / _among(verify, first, others, _accepted))
        seen.append(_among(verify, second, storm, _refused) / _among(verify, second, others, _accepted))
    return Weathered(Ratio.of(unseen), Ratio.of(seen), publisher.fetches - before, rounds)


def _among(verify: Verify, good: Sequence[str], others: Sequence[str], present: Present) -> float:
    """Nanoseconds for one of *good*, in the middle, where one of *others* comes before each."""
    times: list[int] = []
    with collector_paused():
        for raw, other in zip(good, others, strict=True):
            present(verify, other)
            start = perf_counter_ns()
            verify(raw)
            times.append(perf_counter_ns() - start)
    return median(times)


def _accepted(verify: Verify, raw: str) -> None:
    verify(raw)


def _refused(verify: Verify, raw: str) -> None:
    try:
        verify(raw)
    except TokenError:
        return
    raise RuntimeError("A token of an unknown key was accepted.")
