"""
A whole cluster under load: each fault twenty times, and all of them in random order for an hour.

SIGNET_CLUSTER_SECONDS sets another time than an hour, SIGNET_CLUSTER_SEED the order of an earlier run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest

from tests.cluster import small_disks
from tests.cluster.all_faults import WITH_A_WRONG_CLOCK, WITH_RIGHT_CLOCKS, possible
from tests.cluster.clock_faults import WRONG
from tests.cluster.fault import Fault
from tests.cluster.histories import violations_in
from tests.cluster.losses import lost_at_failover, without_synchronous_mode
from tests.cluster.mail_faults import check_mails
from tests.cluster.node_faults import UPGRADE
from tests.cluster.stage import Stage
from tests.cluster.staging import staged
from tests.cluster.suffering import Suffered, check_logs, suffer
from tests.real_parts.needs import missing
from tests.soak.conftest import Report

ROUNDS: Final = 20
EPOCH: Final = 600.0
"""Seconds of one log: the checker reads it as a whole."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One cluster for all of them, upgraded: what the version before does in a fault is no promise of this one."""
    with staged() as started:
        log = tmp_path_factory.mktemp("upgrade") / "log"
        with started.under_load(log):
            suffer(started, UPGRADE, UPGRADE.long)
        check_log(log, inf)
        yield started
        check_mails(started)
        check_logs(started)


@pytest.mark.parametrize("fault", WITH_RIGHT_CLOCKS, ids=lambda fault: fault.name)
def test_a_fault_twenty_times(stage: Stage, fault: Fault, tmp_path: Path, report: Report) -> None:
    """Each time, all is well again soon, and nobody's session is lost."""
    if fault is small_disks.FAULT and not stage.has_small_disks:
        missing("only the superuser can make small file systems")
    with stage.under_load(tmp_path / "log"):
        for _ in range(ROUNDS):
            report(str(suffer(stage, fault, fault.long)))
    check_log(tmp_path / "log", inf)


@pytest.mark.parametrize("fault", WITH_A_WRONG_CLOCK, ids=lambda fault: fault.name)
def test_a_wrong_clock_twenty_times(stage: Stage, fault: Fault, tmp_path: Path, report: Report) -> None:
    """The same."""
    with stage.under_load(tmp_path / "log"):
        for _ in range(ROUNDS):
            report(str(suffer(stage, fault, fault.long)))
    check_log(tmp_path / "log", 0)


def test_faults_in_random_order(stage: Stage, tmp_path: Path, report: Report) -> None:
    """All of them, again and again, for SIGNET_CLUSTER_SECONDS, whatever one of them shows."""
    seconds = float(os.environ.get("SIGNET_CLUSTER_SECONDS", "3600"))
    seed = os.environ.get("SIGNET_CLUSTER_SEED") or str(random.randrange(10**6))
    report(f"SIGNET_CLUSTER_SEED={seed}")
    chance, end = random.Random(seed), monotonic() + seconds
    suffered: list[Suffered] = []
    failures: list[str] = []
    while monotonic() < end:
        log = tmp_path / str(len(suffered))
        suffered += one_epoch(stage, chance, log, min(end, monotonic() + EPOCH), report, failures)
        report(in_sum(suffered))
    assert not failures, "\n\n".join(failures)


def one_epoch(
    stage: Stage, chance: random.Random, log: Path, end: float, report: Report, failures: list[str]
) -> Sequence[Suffered]:
    """Faults until *end*, with one log. In half of all epochs, a clock may be wrong."""
    suffered: list[Suffered] = []
    has_wrong_clock = chance.random() < 0.5
    faults = [*possible(stage), *(WITH_A_WRONG_CLOCK if has_wrong_clock else ())]
    with stage.under_load(log):
        while monotonic() < end:
            fault = chance.choice(faults)
            try:
                suffered.append(suffer(stage, fault, chance.uniform(1, fault.long)))
                report(str(suffered[-1]))
            except AssertionError as error:
                failures.append(str(error))
                report(f"FAILED: {error}")
                stage.mend()
            if fault in WITH_A_WRONG_CLOCK:
                # Tokens issued ahead of time are refused until that time, which is no trouble of the next fault.
                sleep(WRONG)
    check_log(log, 0 if has_wrong_clock else inf)
    return suffered


@pytest.mark.parametrize("behind", [0.0, 1.0])
def test_no_sign_out_is_lost_that_was_answered(stage: Stage, behind: float, report: Report) -> None:
    """A replica has it. Without a synchronous one, what the primary didn't send any more is lost: that is measured."""
    found = lost_at_failover(stage, behind)
    report(f"synchronous, nothing sent for {behind} s: {found}")
    stage.mend()
    assert (found.sign_ins, found.sign_outs) == (0, 0)
    with without_synchronous_mode(stage):
        found = lost_at_failover(stage, behind)
        report(f"asynchronous, nothing sent for {behind} s: {found}")
    assert not behind or (found.sign_ins and found.sign_outs), "the measurement measures nothing"


def check_log(log: Path, wrong_from: float) -> None:
    """No promise was broken. From *wrong_from* on, a clock may have been wrong."""
    violations = violations_in(log, wrong_from)
    assert not violations, "\n\n".join(map(str, violations))


def in_sum(suffered: Sequence[Suffered]) -> str:
    """The figures of all."""
    return (
        f"{len(suffered)} faults, {sum(one.failed_over for one in suffered)} failovers,"
        f" {sum(one.answers for one in suffered)} answers, slowest {max(one.slowest for one in suffered):.1f} s,"
        f" nothing changed for {max(one.refusal for one in suffered):.1f} s at the most"
    )
