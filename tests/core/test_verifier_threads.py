"""The cache of the verifier under many threads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from drf_signet.errors import TokenError
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.keys import SigningKey
from signet_tokens.verifier import Verifier
from tests.core.counting_ring import ChangingSource, CountingRing, token
from tests.stand_ins.key_pairs import SECRET

NOW = 1_800_000_000.0
THREADS = 8
ROUNDS = 200
KEY = SigningKey.load(SECRET, "HS256")
FOREIGN = SigningKey.load(SECRET + "of somebody else", "HS256")


@pytest.fixture(autouse=True)
def _quick_switches() -> Iterator[None]:
    """Let the interpreter change threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def hammer(work: Callable[[int], None]) -> None:
    """Run *work* in all threads at once, each with its number; the first error of any is raised."""
    start = Barrier(THREADS)

    def run(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        for future in [pool.submit(run, number) for number in range(THREADS)]:
            future.result()


@pytest.mark.parametrize("cache_size", [0, 1, 2, 5])
def test_threads_that_drive_each_other_out_of_a_tiny_cache_get_their_own_claims(cache_size: int) -> None:
    """No thread sees an error, another token's claims, or what another thread did to its copy."""
    verifier = Verifier(CountingRing([KEY]), ClaimsPolicy(), cache_size)
    tokens = [token(KEY, number=number, nested=[number]) for number in range(10)]

    def work(thread: int) -> None:
        for turn in range(ROUNDS):
            number = (thread * 3 + turn * 7) % len(tokens)
            claims = verifier.claims(tokens[number], NOW)
            assert claims == {"number": number, "nested": [number]}
            claims["nested"].append(thread)

    hammer(work)


def test_the_bound_holds_after_the_storm() -> None:
    """However the threads raced, no more than two of the ten tokens are remembered."""
    ring = CountingRing([KEY])
    verifier = Verifier(ring, ClaimsPolicy(), cache_size=2)
    tokens = [token(KEY, number=number) for number in range(10)]

    def work(thread: int) -> None:
        for raw in tokens * 10:
            verifier.claims(raw, NOW)

    hammer(work)
    before = ring.verifications
    for raw in tokens:
        verifier.claims(raw, NOW)
    assert ring.verifications - before >= len(tokens) - 2


def test_a_withdrawal_in_the_middle_is_final_for_every_thread() -> None:
    """Once a key is gone, no look that starts later lets a token of that key through, in whatever thread."""
    source = ChangingSource(FOREIGN)
    verifier = Verifier(CountingRing([KEY], source), ClaimsPolicy(), cache_size=2)
    tokens = [token(FOREIGN, number=number) for number in range(3)]
    gone = Event()

    def work(thread: int) -> None:
        for turn in range(ROUNDS):
            if thread == 0 and turn == ROUNDS // 2:
                source.withdraw(FOREIGN)
                gone.set()
            was_gone = gone.is_set()
            try:
                verifier.claims(tokens[turn % len(tokens)], NOW)
            except TokenError:
                continue
            assert not was_gone

    hammer(work)
    for raw in tokens:
        with pytest.raises(TokenError):
            verifier.claims(raw, NOW)
