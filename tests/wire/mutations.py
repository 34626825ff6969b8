"""Changes to the bytes of a token, and strategies that make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from string import ascii_letters, digits
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

ALPHABET: Final = f"{ascii_letters}{digits}-_".encode()

# The rows and the client of one test are shared by its examples, which is fine: no example changes them.
STEADY: Final = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Step = tuple[str, int, int, bytes]
Mutation = Callable[[bytes, int, int, bytes], bytes]
"""From *raw*, two places in it with the smaller one first, and bytes to put there."""

MUTATIONS: Final[Mapping[str, Mutation]] = {
    "flip a bit": lambda raw, start, end, more: raw[:start] + bytes([raw[start] ^ 1 << end % 8]) + raw[start + 1 :],
    "replace": lambda raw, start, end, more: raw[:start] + more + raw[start + len(more) :],
    "replace by a letter": lambda raw, start, end, more: (
        raw[:start] + ALPHABET[end % 64 : end % 64 + 1] + raw[start + 1 :]
    ),
    "insert": lambda raw, start, end, more: raw[:start] + more + raw[start:],
    "delete": lambda raw, start, end, more: raw[:start] + raw[end:],
    "delete one": lambda raw, start, end, more: raw[:start] + raw[start + 1 :],
    "append": lambda raw, start, end, more: raw + more,
    "prepend": lambda raw, start, end, more: more + raw,
    "truncate": lambda raw, start, end, more: raw[:end],
    "cut the beginning": lambda raw, start, end, more: raw[start:],
    "duplicate": lambda raw, start, end, more: raw[:end] + raw[start:],
    "change the case": lambda raw, start, end, more: raw[:start] + raw[start:end].swapcase() + raw[end:],
    "reverse": lambda raw, start, end, more: raw[:start] + raw[start:end][::-1] + raw[end:],
    "swap segments": lambda raw, start, end, more: b".".join(permuted(raw.split(b"."), start)),
    "repeat a segment": lambda raw, start, end, more: raw + b"." + raw.split(b".")[start % (raw.count(b".") + 1)],
    "drop a segment": lambda raw, start, end, more: b".".join(
        raw.split(b".")[: start % 3] + raw.split(b".")[end % 3 :]
    ),
}


def permuted(segments: list[bytes], number: int) -> tuple[bytes, ...]:
    """The segments in one of their orders, up to three of them."""
    orders = list(permutations(segments[:3]))
    return (*orders[number % len(orders)], *segments[3:])


def without(segments: list[bytes], number: int) -> list[bytes]:
    """All segments except one."""
    return [one for place, one in enumerate(segments) if place != number % len(segments)]


PLACES: Final = st.integers(0, 2**12)
STEPS: Final = st.lists(
    st.tuples(st.sampled_from(sorted(MUTATIONS)), PLACES, PLACES, st.binary(min_size=1, max_size=4)),
    min_size=1,
    max_size=3,
)


def mutated(raw: bytes, steps: list[Step]) -> bytes:
    """*raw* after *steps*."""
    for name, one, other, more in steps:
        start, end = sorted((one % len(raw), other % len(raw))) if raw else (0, 0)
        raw = MUTATIONS[name](raw or b".", start, end, more)
    return raw
