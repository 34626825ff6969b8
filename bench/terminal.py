"""The table as it grows in the terminal, and the verdict below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bench.machine import machine, versions
from bench.operations import Operation
from bench.targets import Row, Target

WIDTH: Final = 46


def introduce(count: int) -> None:
    """Say what is about to happen, and how to read it."""
    _print(f"{count} operations with each package, in turn. It takes two or three minutes.")
    _print(", ".join(f"{name} {version}" for name, version in versions().items()))
    _print(f"{machine()}\n")
    _print("Times are in µs of processor time, medians. Ratio: how many times as long Simple JWT takes, pair by pair")
    _print("(median, and lowest to highest). Queries and checked signatures: Signet/Simple JWT.")


class Table:
    """Prints a line for each operation, and a heading where a group begins."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._total = len(operations)
        self._done = 0
        self._group = ""

    def announce(self, operation: Operation) -> None:
        """The left part of the line, before the operation is timed."""
        if operation.group != self._group:
            self._group = operation.group
            _print(f"\n{operation.group}")
            _print(
                f"{'':9}{'':{WIDTH}}{'Signet':>10}{'Simple JWT':>12}{'ratio':>8}{'spread':>16}{'queries':>9}{'sig.':>6}"
            )
        self._done += 1
        _print(f"[{self._done:2}/{self._total}]  {operation.name:{WIDTH}}", end="")

    def tell(self, row: Row) -> None:
        """The rest of the line."""
        ours, theirs, ratio = row.timing.ours_median, row.timing.theirs_median, row.timing.ratio
        counts = row.counts
        if theirs is None or ratio is None or counts.theirs is None:
            _print(f"{ours:10.1f}{'':12}{'':8}{'':16}{counts.ours.queries:>7}{counts.ours.signatures:>7}")
            return
        spread = f"{ratio.lowest:.2f} - {ratio.highest:.2f}"
        queries = f"{counts.ours.queries}/{counts.theirs.queries}"
        signatures = f"{counts.ours.signatures}/{counts.theirs.signatures}"
        _print(f"{ours:10.1f}{theirs:12.1f}{ratio.median:8.2f}{spread:>16}{queries:>9}{signatures:>6}")


def conclude(targets: Iterable[Target]) -> None:
    """Say which targets were met."""
    _print("\nTargets")
    for target in targets:
        _print(f"  {'met   ' if target.is_met else 'MISSED'}  {target.demand}. Measured: {target.found}.")


def _print(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)
