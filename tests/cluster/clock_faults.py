"""What happens to the clock of one node. Clients wait where a time lies ahead, and nobody is signed out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.cluster.fault import Act, Fault
from tests.cluster.stage import CLOCK, Stage
from tests.history.row import Rules
from tests.real_parts.needs import missing

LIBRARIES: Final = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
SLEEP: Final = """\
import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
"""libfaketime refuses to sleep until a moment of a clock that it leaves alone, and so does Python's ``time.sleep``."""

WRONG: Final = 8
"""Seconds: more than the five that clocks may be apart without harm."""

RULES: Final = Rules(clocks=WRONG + 0.5)
"""For the checker: by so much, the times of a log may differ from those that were compared."""


def clock_of_its_own(folder: Path) -> Mapping[str, str]:
    """The environment of a node whose clock `show` sets, by a file in *folder*."""
    (folder / "sitecustomize.py").write_text(SLEEP)
    file = folder / "time"
    file.write_text("+0\n")
    return {
        CLOCK: str(file),
        "LD_PRELOAD": library(),
        "FAKETIME_CACHE_DURATION": "1",
        # What counts seconds goes on as ever.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def library() -> str:
    """What comes between the node and its clock."""
    found = [str(one) for pattern in LIBRARIES for one in Path("/").glob(pattern.lstrip("/"))]
    return found[0] if found else missing("libfaketime is not installed: apt-get install faketime")


def show(stage: Stage, seconds: int) -> None:
    """Put the clock of the last node so far ahead; behind, where *seconds* are negative."""
    file = Path(stage.cluster.nodes[-1].environment[CLOCK])
    new = file.with_suffix(".new")
    new.write_text(f"{seconds:+d}\n")
    new.replace(file)


def wrong_by(seconds: int) -> Act:
    """The act in which the clock is wrong by so much."""

    @contextmanager
    def act(stage: Stage) -> Iterator[None]:
        show(stage, seconds)
        try:
            yield
        finally:
            show(stage, 0)

    return act


@contextmanager
def stepped(stage: Stage) -> Iterator[None]:
    """It is put forward and back, each time for a moment."""
    for seconds in (WRONG, -WRONG, WRONG):
        show(stage, seconds)
        time.sleep(1.5)
    show(stage, 0)
    yield


FAULTS: Final = (
    Fault("clock ahead", wrong_by(WRONG), WRONG + 2.0),
    Fault("clock behind", wrong_by(-WRONG), WRONG + 2.0),
    Fault("clock stepped", stepped, WRONG + 2.0),
)
