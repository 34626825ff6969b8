"""All faults, by the clock that they need."""

from __future__ import annotations

from collections.abc import Sequence

from tests.cluster import (
    cache_faults,
    clock_faults,
    database_faults,
    mail_faults,
    node_faults,
    pooler_faults,
    small_disks,
)
from tests.cluster.fault import Fault
from tests.cluster.stage import Stage

WITH_RIGHT_CLOCKS: Sequence[Fault] = (
    node_faults.UPGRADE,
    *mail_faults.FAULTS,
    *database_faults.FAULTS,
    small_disks.FAULT,
    *pooler_faults.FAULTS,
    *cache_faults.FAULTS,
    *node_faults.FAULTS,
)
WITH_A_WRONG_CLOCK: Sequence[Fault] = clock_faults.FAULTS


def possible(stage: Stage) -> Sequence[Fault]:
    """Those of `WITH_RIGHT_CLOCKS` that this machine lets us have."""
    return [one for one in WITH_RIGHT_CLOCKS if one is not small_disks.FAULT or stage.has_small_disks]
