"""One fault under load, and what the log says of it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tests.cluster.fault import Fault
from tests.cluster.stage import Stage
from tests.history.entry import FAULT, REFRESH, SIGN_IN, SIGN_OUT, Entry
from tests.history.recording import Recorder, now

BUSY: Final = 4.0
"""By so much, a machine with much else to do may be slower than the bounds say."""

FEW: Final = 0.05
"""The share of refreshes that may be refused where others have to wait: those that need another connection then."""

LONGEST: Final = 10.0
"""Seconds that an answer may take."""

WRITES: Final = (REFRESH, SIGN_IN, SIGN_OUT)
ON_PURPOSE: Final = ("lost", "left")
"""The client itself lost the answer."""


@dataclass(frozen=True)
class Suffered:
    """What a fault did to clients. Times are in seconds."""

    name: str
    lasted: float
    recovered: float
    """After its end."""

    answers: int
    slowest: float
    refusal: float
    """The longest time in which nothing was changed."""

    failed_over: bool
    """Whether another database was the primary afterwards."""

    said: Counter[str]
    """How often what was said but what was wanted: status and code, or why there was no answer."""

    def __str__(self) -> str:
        said = ", ".join(f"{what}: {number}" for what, number in sorted(self.said.items())) or "nothing else"
        return (
            f"{self.name}: {self.lasted:.1f} s, well after {self.recovered:.1f} s; {self.answers} answers, slowest"
            f" {self.slowest:.1f} s, nothing changed for {self.refusal:.1f} s; {said}"
        )


def suffer(stage: Stage, fault: Fault, seconds: float) -> Suffered:
    """Let *fault* last for *seconds* at least, and check what was answered. Where that fails, the logs are kept."""
    try:
        return _suffer(stage, fault, seconds)
    except BaseException:
        stage.keep_logs()
        raise


def _suffer(stage: Stage, fault: Fault, seconds: float) -> Suffered:
    stage.wait_until_well()
    former = stage.cluster.primary()
    offset, began = stage.log.stat().st_size, now()
    with fault.act(stage):
        time.sleep(seconds)
    over = now()
    stage.wait_until_well()
    end, failed_over = now(), stage.cluster.primary() is not former
    write_down(stage.log, fault, began, end, failed_over=failed_over)
    entries = entries_in(stage.log, offset)
    suffered = Suffered(
        fault.name,
        over - began,
        end - over,
        len(entries),
        max((one.seconds for one in entries), default=0.0),
        longest_pause(entries, began, end),
        failed_over,
        Counter(filter(None, map(trouble, entries))),
    )
    check_answers(fault, suffered, entries)
    stage.mend()
    return suffered


def write_down(log: Path, fault: Fault, began: float, end: float, *, failed_over: bool) -> None:
    """Say in *log* what happened when. A busy machine may lose its primary also where that wasn't the plan."""
    forgets = fault.forgets or (failed_over and not fault.is_planned)
    recorder = Recorder(log)
    recorder.write(who="fault", kind=FAULT, sent=began, ended=end, why=fault.name, code="forgets" if forgets else "")
    recorder.close()


def check_logs(stage: Stage) -> None:
    """No node wrote a traceback: that is a bug, even where the answer was fine."""
    for node in stage.cluster.nodes:
        before, found, _ = node.log.read_text(errors="replace").partition("Traceback")
        assert not found, f"{node.log}:{before.count(chr(10)) + 1}"


def check_answers(fault: Fault, suffered: Suffered, entries: Sequence[Entry]) -> None:
    """Fail for answers that no fault may cause, or not this one."""
    assert suffered.recovered <= fault.bound * BUSY, suffered
    assert suffered.refusal <= suffered.lasted + fault.bound * BUSY, suffered
    assert suffered.slowest <= LONGEST, suffered
    allowed = () if fault.is_unseen else (503, None) if fault.breaks_connections else (503,)
    seen = [one for one in entries if trouble(one) and one.status not in allowed]
    if fault.keeps_refreshes:
        refreshes = [one for one in entries if one.kind == REFRESH]
        refused = [one for one in refreshes if one.status == 503]
        seen += refused if len(refused) > FEW * len(refreshes) else []
    assert not seen, "\n".join(map(str, (suffered, *seen[:10])))


def trouble(entry: Entry) -> str | None:
    """What *entry* was answered that it wouldn't have been without a fault."""
    if entry.status is None:
        return None if entry.why in ON_PURPOSE else entry.why
    return f"{entry.status} {entry.code}" if entry.status >= 500 else None


def longest_pause(entries: Sequence[Entry], began: float, end: float) -> float:
    """The longest time in which no change was answered."""
    done = [one.ended for one in entries if one.kind in WRITES and one.status is not None and one.status < 300]
    return max(later - earlier for earlier, later in pairwise([began, *sorted(done), max(end, *done, began)]))


def entries_in(log: Path, offset: int) -> list[Entry]:
    """What was written into *log* from *offset* on."""
    with log.open(encoding="utf-8") as lines:
        lines.seek(offset)
        return [entry for line in lines if line.endswith("\n") and (entry := _entry(line)).kind != FAULT]


def _entry(line: str) -> Entry:
    fields: dict[str, Any] = json.loads(line)
    return Entry(number=0, **{name: value for name, value in fields.items() if value is not None})
