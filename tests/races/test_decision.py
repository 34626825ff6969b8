"""Each branch of the table that decides on a refresh, at its edges: with the default windows, and without any."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from drf_signet.sessions.refresh_decision import (
    Standing,
    Verdict,
    Windows,
    decide,
    race_after_fast_forward,
    race_after_rotating,
)
from drf_signet.settings import Settings

GRACE: Final = Settings().REFRESH_GRACE_PERIOD
RETRY: Final = Settings().ACCESS_TOKEN_LIFETIME
DEFAULT: Final = Windows(GRACE, RETRY)
STRICT: Final = Windows(timedelta(), timedelta())

TICK: Final = timedelta(microseconds=1)
NONE: Final = timedelta()
DAY: Final = timedelta(days=1)
AHEAD: Final = timedelta(seconds=-2)
"""The session was refreshed by a machine whose clock is ahead."""

FAR_AHEAD: Final = [-GRACE - TICK, timedelta(minutes=-10), -DAY]
"""The clock was wrong at the last refresh, or is now."""

ANY_AGE: Final = [
    *FAR_AHEAD,
    -DAY - TICK,
    -GRACE,
    AHEAD,
    NONE,
    TICK,
    GRACE,
    GRACE + TICK,
    RETRY,
    RETRY + TICK,
    DAY,
]
EITHER: Final = pytest.mark.parametrize("windows", [DEFAULT, STRICT], ids=["default", "strict"])


def at(age: timedelta, generation: int = 7, previous: int | None = 6, racing_from: int | None = None) -> Standing:
    """A session that was refreshed *age* ago."""
    return Standing(generation, previous, age, racing_from)


@EITHER
@pytest.mark.parametrize("age", ANY_AGE)
def test_the_current_token_rotates_at_any_age(windows: Windows, age: timedelta) -> None:
    """Nobody else has used it, however long ago that was."""
    assert decide(7, at(age), windows) is Verdict.ROTATE


@EITHER
@pytest.mark.parametrize("age", ANY_AGE)
def test_the_first_token_rotates(windows: Windows, age: timedelta) -> None:
    """A session that was never refreshed has no previous token."""
    assert decide(0, at(age, generation=0, previous=None), windows) is Verdict.ROTATE


@EITHER
@pytest.mark.parametrize("age", ANY_AGE)
@pytest.mark.parametrize("generation", [8, 9, 2**31 - 2])
def test_a_token_from_the_future_goes_fast_forward(windows: Windows, age: timedelta, generation: int) -> None:
    """It is genuine, so the database has lost something, which is never the fault of its holder."""
    assert decide(generation, at(age), windows) is Verdict.FAST_FORWARD


@pytest.mark.parametrize("age", [AHEAD, NONE, TICK, GRACE - TICK, GRACE])
def test_the_previous_token_is_answered_again_within_the_grace(age: timedelta) -> None:
    """The grace includes its last moment, and times that another clock calls the future."""
    assert decide(6, at(age), DEFAULT) is Verdict.REPEAT


@pytest.mark.parametrize("age", FAR_AHEAD)
@pytest.mark.parametrize("generation", [0, 3, 6])
@pytest.mark.parametrize("windows", [DEFAULT, Windows(GRACE, NONE), Windows(NONE, RETRY)])
def test_a_replaced_token_waits_if_nobody_knows_when_it_was_replaced(
    windows: Windows, age: timedelta, generation: int
) -> None:
    """A thief gets nothing for it, and an honest client tries again when the clock has caught up."""
    assert decide(generation, at(age, racing_from=3), windows) is Verdict.WAIT


@pytest.mark.parametrize("generation", [0, 3, 6])
def test_nobody_waits_for_longer_than_a_day(generation: int) -> None:
    """If the clock is off by more than a day, a replaced token ends the session."""
    assert decide(generation, at(-DAY - TICK, racing_from=3), DEFAULT) is Verdict.REUSE


@pytest.mark.parametrize(("seconds", "verdict"), [(19, Verdict.REPEAT), (20, Verdict.REPEAT), (21, Verdict.WAIT)])
def test_clocks_may_be_as_far_apart_as_the_project_says(seconds: int, verdict: Verdict) -> None:
    """LEEWAY counts here, too, if it is longer than the grace."""
    windows = DEFAULT._replace(skew=timedelta(seconds=20))
    assert decide(6, at(timedelta(seconds=-seconds)), windows) is verdict


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY - TICK, RETRY])
def test_the_previous_token_is_replaced_after_the_grace(age: timedelta) -> None:
    """Its answer was lost. The last moment of the retry period is part of it."""
    assert decide(6, at(age), DEFAULT) is Verdict.REPLACE


@pytest.mark.parametrize("age", [RETRY + TICK, DAY])
def test_the_previous_token_is_reuse_after_the_retry_period(age: timedelta) -> None:
    """Nobody waits for an answer that long."""
    assert decide(6, at(age), DEFAULT) is Verdict.REUSE


@pytest.mark.parametrize("age", [AHEAD, NONE, GRACE])
@pytest.mark.parametrize("generation", [0, 4, 5])
def test_an_older_token_is_superseded_within_the_grace(age: timedelta, generation: int) -> None:
    """A parallel request that is two or more refreshes behind."""
    assert decide(generation, at(age), DEFAULT) is Verdict.SUPERSEDED


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY, RETRY + TICK, DAY])
@pytest.mark.parametrize("generation", [0, 4, 5])
def test_an_older_token_is_reuse_after_the_grace(age: timedelta, generation: int) -> None:
    """The retry period is for the previous one alone."""
    assert decide(generation, at(age), DEFAULT) is Verdict.REUSE


@pytest.mark.parametrize("age", [AHEAD, NONE, GRACE])
@pytest.mark.parametrize(("generation", "verdict"), [(2, "SUPERSEDED"), (3, "REPEAT"), (5, "REPEAT"), (6, "REPEAT")])
def test_a_race_is_answered_from_its_start(age: timedelta, generation: int, verdict: str) -> None:
    """If refreshes overtook each other, a delayed one gets the same as the last of them."""
    assert decide(generation, at(age, racing_from=3), DEFAULT) is Verdict[verdict]


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY, RETRY + TICK, DAY])
@pytest.mark.parametrize("generation", [2, 3])
def test_after_the_grace_a_race_is_over(age: timedelta, generation: int) -> None:
    """For the token with which it began, and for older ones."""
    assert decide(generation, at(age, racing_from=3), DEFAULT) is Verdict.REUSE


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY, RETRY + TICK, DAY])
@pytest.mark.parametrize("generation", [4, 5, 6])
def test_a_client_may_have_kept_any_token_that_the_race_gave_out(age: timedelta, generation: int) -> None:
    """Answers come in any order, and the client keeps the last one. It can be exchanged, and the others are void."""
    assert decide(generation, at(age, racing_from=3), DEFAULT) is Verdict.REPLACE


FROM_BEHIND: Final = {"generation": 12, "previous": 5, "racing_from": 9}
"""A race that began when a client sent the token of generation 5 at generation 9, and that gave out 10, 11 and 12."""


@pytest.mark.parametrize(
    ("generation", "at_once", "within_retry", "later"),
    [
        (4, "SUPERSEDED", "REUSE", "REUSE"),
        (5, "REPEAT", "REPLACE", "REUSE"),
        (6, "SUPERSEDED", "REUSE", "REUSE"),
        (9, "SUPERSEDED", "REUSE", "REUSE"),
        (10, "REPEAT", "REPLACE", "REPLACE"),
        (11, "REPEAT", "REPLACE", "REPLACE"),
        (12, "ROTATE", "ROTATE", "ROTATE"),
    ],
)
def test_a_race_may_begin_with_a_token_that_was_replaced(
    generation: int, at_once: str, within_retry: str, later: str
) -> None:
    """Tokens between that token and its replacement belong to no race."""
    verdicts = [decide(generation, at(age, **FROM_BEHIND), DEFAULT) for age in (GRACE, GRACE + TICK, DAY)]
    assert verdicts == [Verdict[at_once], Verdict[within_retry], Verdict[later]]


@pytest.mark.parametrize(
    ("age", "standing", "previous"),
    [
        (NONE, {"racing_from": 3}, 7),
        (NONE, {"racing_from": None}, 7),
        (DAY, {"racing_from": 3}, 7),
        (NONE, FROM_BEHIND, 5),
        (GRACE, FROM_BEHIND, 5),
        (GRACE + TICK, FROM_BEHIND, 12),
        (NONE, {"generation": 10, "previous": 5, "racing_from": 9}, 5),
    ],
)
def test_such_a_race_remembers_how_it_began(age: timedelta, standing: dict[str, int], previous: int) -> None:
    """As long as it goes on."""
    assert race_after_rotating(at(age, **standing), DEFAULT).previous == previous


@pytest.mark.parametrize("generation", [3, 5, 6])
def test_without_windows_there_is_no_race(generation: int) -> None:
    """Whatever the row says."""
    assert decide(generation, at(NONE, racing_from=3), STRICT) is Verdict.REUSE


def test_a_void_token_belongs_to_no_race() -> None:
    """It lies between the previous and the current one, also where the race began before both."""
    assert decide(6, at(NONE, previous=5, racing_from=3), DEFAULT) is Verdict.SUPERSEDED


@pytest.mark.parametrize(
    ("age", "racing_from", "start"),
    [
        (-DAY, 3, 7),
        (-GRACE - TICK, 3, 7),
        (-GRACE, 3, 3),
        (AHEAD, 3, 3),
        (NONE, 3, 3),
        (GRACE, 3, 3),
        (GRACE + TICK, 3, 7),
        (DAY, 3, 7),
        (NONE, None, 7),
        (DAY, None, 7),
    ],
)
def test_a_race_goes_on_within_the_grace(age: timedelta, racing_from: int | None, start: int) -> None:
    """Later, the next rotation starts one of its own."""
    assert race_after_rotating(at(age, racing_from=racing_from), DEFAULT).racing_from == start


@pytest.mark.parametrize("age", ANY_AGE)
def test_without_windows_no_race_goes_on(age: timedelta) -> None:
    """Each rotation is on its own."""
    assert race_after_rotating(at(age, racing_from=3), STRICT).racing_from == 7


@pytest.mark.parametrize("age", [AHEAD, NONE, GRACE])
def test_a_void_token_is_superseded_within_the_grace(age: timedelta) -> None:
    """Between the previous and the current one lies the token whose answer was lost."""
    assert decide(6, at(age, previous=5), DEFAULT) is Verdict.SUPERSEDED


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY, DAY])
def test_a_void_token_is_reuse_after_the_grace(age: timedelta) -> None:
    """Its answer arrived after all, at somebody else."""
    assert decide(6, at(age, previous=5), DEFAULT) is Verdict.REUSE


def test_a_token_skipped_by_a_fast_forward_is_not_the_previous_one() -> None:
    """The row stores the previous generation; it isn't computed from the current one."""
    assert decide(5, at(GRACE, previous=5), DEFAULT) is Verdict.REPEAT
    assert decide(6, at(GRACE, previous=None), DEFAULT) is Verdict.SUPERSEDED


@pytest.mark.parametrize(
    ("age", "standing", "race"),
    [
        (NONE, {"racing_from": 3}, (3, 9)),
        (GRACE, {"racing_from": 3}, (3, 9)),
        (NONE, {"racing_from": None}, (7, 9)),
        (NONE, {"generation": 7, "previous": 2, "racing_from": 5}, (5, 2)),
        (GRACE + TICK, {"racing_from": 3}, (8, 9)),
        (GRACE + TICK, {"generation": 7, "previous": 2, "racing_from": 5}, (8, 9)),
        (DAY, {"racing_from": None}, (8, 9)),
        (-GRACE - TICK, {"racing_from": 3}, (8, 9)),
    ],
)
def test_a_fast_forward_belongs_to_a_race(age: timedelta, standing: dict[str, Any], race: tuple[int, int]) -> None:
    """To the one that goes on, with all that was forgotten; or to one of its token and the one before."""
    assert race_after_fast_forward(9, at(age, **standing), DEFAULT) == race


@pytest.mark.parametrize("age", ANY_AGE)
@pytest.mark.parametrize("generation", [0, 5, 6])
def test_any_replaced_token_is_reuse_without_windows(age: timedelta, generation: int) -> None:
    """Neither age zero nor an age below zero lies in a window of zero."""
    assert decide(generation, at(age), STRICT) is Verdict.REUSE


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (AHEAD, Verdict.REPLACE),
        (NONE, Verdict.REPLACE),
        (RETRY, Verdict.REPLACE),
        (RETRY + TICK, Verdict.REUSE),
    ],
)
def test_without_the_grace_alone_a_lost_answer_is_still_replaced(age: timedelta, verdict: Verdict) -> None:
    """The two periods are set one by one."""
    assert decide(6, at(age), Windows(timedelta(), RETRY)) is verdict


@pytest.mark.parametrize(
    ("age", "verdict"),
    [(AHEAD, Verdict.REPEAT), (GRACE, Verdict.REPEAT), (GRACE + TICK, Verdict.REUSE)],
)
def test_without_the_retry_period_alone_parallel_requests_still_agree(age: timedelta, verdict: Verdict) -> None:
    """The two periods are set one by one."""
    assert decide(6, at(age), Windows(GRACE, timedelta())) is verdict


def test_a_grace_longer_than_the_retry_period_wins() -> None:
    """Within both, the same answer is given again."""
    assert decide(6, at(RETRY), Windows(RETRY, GRACE)) is Verdict.REPEAT
