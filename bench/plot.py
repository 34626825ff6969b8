"""``docs/explanation/benchmarks.svg``: the two packages side by side, a panel for each group of operations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from bench.operations import HASHER, LAST_LOGIN
from bench.packages import SIGNET, SIMPLE_JWT
from bench.targets import Row

LEFT_OUT: Final = frozenset({HASHER, LAST_LOGIN})
"""Groups that look like another one, or that show one bar length only."""

# Told apart by their brightness as well, for readers who don't see the colours and for grey paper.
BLUE: Final = "#0072b2"
ORANGE: Final = "#e69f00"
GREY: Final = "#8c8c8c"

STYLE: Final[Any] = {
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "signet",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
}
BAR: Final = 0.38


def draw(rows: Sequence[Row]) -> bytes:
    """The plot as SVG, the same bytes for the same numbers."""
    shown = [row for row in rows if row.operation.group not in LEFT_OUT]
    groups = list(dict.fromkeys(row.operation.group for row in shown))
    panels = [[row for row in shown if row.operation.group == group] for group in groups]
    with mpl.rc_context(STYLE):
        height = 0.5 * len(shown) + 0.9 * len(panels) + 0.8
        figure = Figure(figsize=(9, height))
        # Margins in inches rather than a computed layout: with other numbers, only bars and their labels change.
        figure.subplots_adjust(left=0.3, right=0.98, top=1 - 0.85 / height, bottom=0.7 / height, hspace=0.5)
        axes = figure.subplots(len(panels), 1, height_ratios=list(map(len, panels)), squeeze=False)[:, 0]
        for axis, group, panel in zip(axes, groups, panels, strict=True):
            _draw_panel(axis, group, panel)
        axes[-1].set_xlabel("µs of processor time for one run, median: shorter is better")
        handles = [Patch(color=BLUE, label=SIGNET.name), Patch(color=ORANGE, label=SIMPLE_JWT.name)]
        figure.legend(handles=handles, loc="upper right", ncols=2, frameon=False)
        file = BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return b"\n".join(line.rstrip() for line in file.getvalue().splitlines()) + b"\n"


def _draw_panel(axis: Any, group: str, panel: Sequence[Row]) -> None:
    axis.set_title(group)
    for place, row in enumerate(panel):
        ours, theirs, ratio = row.timing.ours_median, row.timing.theirs_median, row.timing.ratio
        if theirs is None or ratio is None:
            _draw_bar(axis, place, ours, GREY, f"{ours:.1f}")
            continue
        _draw_bar(axis, place - BAR / 2, ours, BLUE, f"{ours:.1f}")
        _draw_bar(axis, place + BAR / 2, theirs, ORANGE, f"{theirs:.1f}   (ratio {ratio.median:.2f})")
    axis.set_yticks(range(len(panel)), [row.operation.name for row in panel])
    axis.tick_params(axis="y", length=0)
    axis.invert_yaxis()
    longest = max(max(row.timing.ours_median, row.timing.theirs_median or 0) for row in panel)
    step = 10 ** math.floor(math.log10(longest))
    axis.set_xlim(0, math.ceil(longest * 1.4 / step) * step)


def _draw_bar(axis: Any, place: float, value: float, color: str, label: str) -> None:
    bar = axis.barh(place, value, height=BAR, color=color)
    axis.bar_label(bar, [label], padding=4, fontsize=9)
