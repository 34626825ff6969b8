"""What is read from the samples: answers for each busy core, ratios, and what limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from bench.served.results import Cell, Sample
from bench.timing import Ratio

Figure = Callable[[Sample], float]


def per_core(sample: Sample) -> float:
    """Answers for each second of the processor that the service took."""
    return sample.answers / sample.service if sample.service else 0.0


def per_core_with_database(sample: Sample) -> float:
    """Answers for each second that the service and PostgreSQL took."""
    taken = sample.service + sample.database
    return sample.answers / taken if taken else 0.0


def middle(cell: Cell, figure: Figure) -> float:
    """The median of *figure* over the rounds."""
    return median(map(figure, cell.samples))


def ratio(cell: Cell, other: Cell, figure: Figure = per_core) -> Ratio:
    """How many times as much *cell* does as *other*, round by round."""
    pairs = zip(cell.samples, other.samples, strict=True)
    return Ratio.of(figure(one) / figure(two) for one, two in pairs if figure(two))


def a_second(sample: Sample) -> float:
    """Answers a second."""
    return sample.answers / sample.elapsed


def busy(sample: Sample) -> float:
    """The share of its core that the service took."""
    return sample.service / sample.elapsed


def load_share(sample: Sample) -> float:
    """The share of a core that the load took."""
    return sample.load / sample.elapsed


def milliseconds(sample: Sample) -> tuple[float, float]:
    """Of the service and of PostgreSQL, for one answer."""
    answers = sample.answers or 1
    return sample.service / answers * 1e3, sample.database / answers * 1e3


def errors(cell: Cell) -> Mapping[str, int]:
    """All errors of *cell* by their cause."""
    found: Counter[str] = Counter(cell.paced.errors)
    for sample in cell.samples:
        found.update(sample.errors)
    return found


def answers(cell: Cell) -> int:
    """All right answers of *cell*."""
    return cell.paced.answers + sum(sample.answers for sample in cell.samples)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which *share* of them are: the nearest rank. Zero if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
