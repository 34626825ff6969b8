"""Rates: how they are written, and how much they let through."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drf_signet.rates import USUAL_RATES, Rate

EPOCH_NOW = 1_800_000_000
RATES = st.builds(Rate, st.integers(1, 50), st.sampled_from([1, 7, 60, 600, 3_600, 86_400]))
MOMENTS = st.floats(0, 1_000_000, allow_nan=False).map(lambda seconds: EPOCH_NOW + seconds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10/s", (10, 1)),
        ("10/m", (10, 60)),
        ("5/h", (5, 3_600)),
        ("50/d", (50, 86_400)),
        ("1/1m", (1, 60)),
        ("100/10m", (100, 600)),
        ("999999999/99999d", (999_999_999, 99_999 * 86_400)),
    ],
)
def test_a_rate_is_a_number_and_a_time(text: str, expected: tuple[int, int]) -> None:
    """A time is a unit, or a number of them."""
    assert Rate.read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "10", "/m", "10/", "10/x", "10/M", "0/m", "10/0m", "01/m", "10/01m", "-1/m", "+1/m", "1.5/m", "1e3/m"),
        *("10 / m", " 10/m", "10/m ", "10/m\n", "10/min", "10/m/m", "1000000000/m", "1/100000m", "1_0/m"),
        *("\u0661/m", "1\uff10/m"),
    ],
)
def test_what_can_be_misread_is_no_rate(text: str) -> None:
    """Nothing is guessed, and nothing trimmed."""
    with pytest.raises(ValueError, match="is not a rate such as '10/m'"):
        Rate.read(text)


@given(st.text(max_size=12))
def test_any_text_is_a_rate_or_refused(text: str) -> None:
    """A rate has a limit and a time above zero; any other text is a `ValueError`."""
    try:
        rate = Rate.read(text)
    except ValueError:
        return
    assert min(rate) > 0


@pytest.mark.parametrize("scope", USUAL_RATES)
def test_the_usual_rates_can_be_read(scope: str) -> None:
    """Each of them."""
    assert min(Rate.read(USUAL_RATES[scope])) > 0


@pytest.mark.parametrize(
    ("count", "previous", "elapsed", "expected"),
    [
        pytest.param(1, 0, 0, 0, id="the-first"),
        pytest.param(10, 0, 599, 0, id="the-last"),
        pytest.param(11, 0, 0, 660, id="one-more"),
        pytest.param(11, 0, 599.5, 61, id="one-more-at-the-end"),
        pytest.param(1, 10, 0, 60, id="after-a-full-window"),
        pytest.param(1, 10, 59.9, 1, id="a-moment-too-early"),
        pytest.param(1, 10, 60, 0, id="when-a-tenth-has-passed"),
        pytest.param(2, 10, 60, 60, id="the-second-after-that"),
        pytest.param(10, 10, 599, 1, id="the-tenth"),
        pytest.param(1, 5, 0, 0, id="after-half-a-window"),
        pytest.param(6, 5, 0, 120, id="half-and-half-and-one"),
    ],
)
def test_how_long_clients_wait(count: int, previous: int, elapsed: float, expected: int) -> None:
    """Ten in ten minutes: the previous window counts by the part of it that is within the last ten minutes."""
    assert Rate(10, 600).wait(count, previous, 600 * 1_000 + elapsed) == expected


def accepted(rate: Rate, moments: Sequence[float]) -> list[float]:
    """The *moments* that are let through, each counted in its window."""
    counts: Counter[int] = Counter()
    through = []
    for now in sorted(moments):
        window = int(now // rate.period)
        if not rate.wait(counts[window] + 1, counts[window - 1], now):
            counts[window] += 1
            through.append(now)
    return through


@st.composite
def storms(draw: st.DrawFn) -> tuple[Rate, list[float]]:
    """A rate, and moments so close to each other that many are refused."""
    rate = draw(st.builds(Rate, st.integers(1, 6), st.sampled_from([1, 7, 60, 600])))
    start = draw(MOMENTS)
    return rate, draw(st.lists(st.floats(0, 3).map(lambda part: start + part * rate.period), min_size=1, max_size=60))


@given(storms())
def test_no_window_lets_more_through_than_the_limit(storm: tuple[Rate, list[float]]) -> None:
    """Neither the windows counted from 1970 do, nor the weighted pair at any moment."""
    rate, moments = storm
    through = accepted(rate, moments)
    windows = Counter(int(now // rate.period) for now in through)
    assert max(windows.values()) <= rate.limit
    for number, now in enumerate(through):
        window = int(now // rate.period)
        so_far = sum(int(one // rate.period) == window for one in through[: number + 1])
        share = 1 - now % rate.period / rate.period
        assert so_far + windows[window - 1] * share <= rate.limit


@given(storms())
def test_a_burst_gets_no_more_through_because_it_straddles_a_boundary(storm: tuple[Rate, list[float]]) -> None:
    """Any stretch of time lets the limit through, plus the limit's share for the length of the stretch."""
    rate, moments = storm
    through = accepted(rate, moments)
    for first, last in itertools.combinations(range(len(through)), 2):
        stretch = (through[last] - through[first]) / rate.period
        assert last - first + 1 <= rate.limit * (1 + stretch) + 1e-6


def later(rate: Rate, count: int, previous: int, now: float, seconds: int) -> int:
    """The wait of the next attempt, *seconds* after *now*, if the *count*-th was refused and not counted."""
    passed = int((now + seconds) // rate.period) - int(now // rate.period)
    counts = {0: (count, previous), 1: (1, count - 1)}.get(passed, (1, 0))
    return rate.wait(*counts, now + seconds)


@st.composite
def refusals(draw: st.DrawFn) -> tuple[Rate, int, int, float]:
    """A rate, with possible numbers of attempts in a window and in the one before it."""
    rate = draw(RATES)
    return rate, draw(st.integers(1, rate.limit + 1)), draw(st.integers(0, rate.limit)), draw(MOMENTS)


@given(refusals())
def test_a_client_that_has_waited_is_let_through(refusal: tuple[Rate, int, int, float]) -> None:
    """At the second in the answer, and not two seconds before: it is a whole number, rounded up."""
    rate, count, previous, now = refusal
    wait = rate.wait(count, previous, now)
    assert later(rate, count, previous, now, wait) == 0
    if wait > 2:
        assert later(rate, count, previous, now, wait - 2) > 0


@given(refusals(), st.integers(0, 5))
def test_more_is_never_better(refusal: tuple[Rate, int, int, float], more: int) -> None:
    """A client with more attempts never waits for less time, or for more than two periods."""
    rate, count, previous, now = refusal
    wait = rate.wait(count, previous, now)
    assert 0 <= wait <= 2 * rate.period
    assert rate.wait(count + more, previous, now) >= wait
    assert rate.wait(count, previous + more, now) >= wait


@given(refusals(), st.floats(0, 1))
def test_time_heals(refusal: tuple[Rate, int, int, float], part: float) -> None:
    """Within a window, a later attempt is not let through later than an earlier one."""
    rate, count, previous, now = refusal
    then = now + part * (rate.period - now % rate.period) * 0.999
    # A second, because both are rounded up.
    assert then + rate.wait(count, previous, then) <= max(then, now + rate.wait(count, previous, now)) + 1.001


@given(st.builds(Rate, st.integers(1, 1_000), st.integers(1, 100_000)), st.integers(1, 1_000), st.floats(0, 1e9))
def test_a_clear_case_needs_no_look_at_other_windows(rate: Rate, count: int, now: float) -> None:
    """A full previous window doesn't change it, and the next one is far away."""
    if rate.is_clear(count, now):
        elapsed = now % rate.period
        assert count + rate.limit * (1 - elapsed / rate.period) <= rate.limit + 1e-6
        assert rate.period - elapsed > 5
