"""Each fault once, for a short time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.cluster.all_faults import WITH_A_WRONG_CLOCK, possible
from tests.cluster.histories import violations_in
from tests.cluster.mail_faults import check_mails
from tests.cluster.staging import staged
from tests.cluster.suffering import check_logs, suffer
from tests.history.recording import now

RATE: Final = 2.5
"""Steps a second: some twenty requests."""


def test_no_fault_costs_a_session(tmp_path: Path) -> None:
    """All in one test, as they share a cluster, and two of them would be too many for a machine."""
    with staged() as stage, stage.under_load(log := tmp_path / "log", RATE):
        for fault in possible(stage):
            if fault.short is not None:
                suffer(stage, fault, fault.short)
        wrong_from = now()
        for fault in WITH_A_WRONG_CLOCK:
            suffer(stage, fault, 1.0)
        check_mails(stage)
        check_logs(stage)
    violations = violations_in(log, wrong_from)
    assert not violations, "\n\n".join(map(str, violations))
