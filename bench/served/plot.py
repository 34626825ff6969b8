"""``docs/explanation/benchmarks-served.svg``: all sides at each operation, a panel for each."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.plot import BLUE, GREY, ORANGE, STYLE
from bench.served import figures
from bench.served.operations import Operation
from bench.served.results import Cell, Results
from bench.served.sides import REFERENCE, signet

PLOT: Final = "benchmarks-served.svg"
COLORS: Final = {signet.SIDE.slug: BLUE, REFERENCE: ORANGE}
ROOM: Final = 1.35
"""Beside the longest bar, for its label."""


def draw(results: Results) -> bytes:
    """The plot as SVG, the same bytes for the same numbers."""
    panels = [(one, cells) for one in Operation if (cells := _cells(results, one))]
    bars = sum(len(cells) for _, cells in panels)
    with mpl.rc_context(STYLE):
        height = 0.32 * bars + 0.75 * len(panels) + 0.6
        figure = Figure(figsize=(9, height))
        figure.subplots_adjust(left=0.26, right=0.98, top=1 - 0.45 / height, bottom=0.6 / height, hspace=0.6)
        ratios = [len(cells) for _, cells in panels]
        axes = figure.subplots(len(panels), 1, height_ratios=ratios, squeeze=False)[:, 0]
        for axis, (operation, cells) in zip(axes, panels, strict=True):
            _panel(axis, operation, results, cells)
        axes[-1].set_xlabel("answers for each second of the service's processor time, median: longer is better")
        file = BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return b"\n".join(line.rstrip() for line in file.getvalue().splitlines()) + b"\n"


def _cells(results: Results, operation: Operation) -> list[Cell]:
    cells = (results.cell(side.slug, operation) for side in results.sides)
    return [one for one in cells if one]


def _panel(axis: Any, operation: Operation, results: Results, cells: list[Cell]) -> None:
    names = {side.slug: side.name for side in results.sides}
    values = [figures.middle(one, figures.per_core) for one in cells]
    axis.set_title(operation.value)
    for place, (cell, value) in enumerate(zip(cells, values, strict=True)):
        bar = axis.barh(place, value, height=0.7, color=COLORS.get(cell.side, GREY))
        axis.bar_label(bar, [f"{value:,.0f}"], padding=4, fontsize=9)
    axis.set_yticks(range(len(cells)), [names[one.side] for one in cells])
    axis.tick_params(axis="y", length=0)
    axis.invert_yaxis()
    axis.set_xlim(0, max(values) * ROOM or 1)
