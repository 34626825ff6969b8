"""How much of everything."""

from __future__ import annotations

from typing import Final, NamedTuple


class Volume(NamedTuple):
    """
    Requests in a block and pairs of blocks; sessions, and how often they are refreshed in total.

    For the growth: the sizes of the tables, rounds, and refreshes of each table in a round.
    """

    block: int
    pairs: int
    sessions: int
    refreshes: int
    tables: tuple[int, ...]
    rounds: int
    growth_block: int


FULL: Final = Volume(50, 60, 100, 1_000, (10_000, 100_000, 1_000_000), 60, 25)
MINIATURE: Final = Volume(2, 1, 2, 4, (10, 20, 30), 1, 2)
