"""A fault: how it begins, how it ends, and what clients may see of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.cluster.stage import Stage

Act = Callable[[Stage], AbstractContextManager[object]]
"""It begins the fault, and ends it on the way out. `Stage.mend` repairs the rest."""


@dataclass(frozen=True)
class Fault:
    """One of them. Times are in seconds."""

    name: str
    act: Act
    bound: float
    """After the end, everything is answered as before, in this time."""

    long: float = 5.0
    """How long it lasts in ``make soak``."""

    short: float | None = 1.5
    """How long it lasts in ``make test``; None where another fault stands for it there."""

    forgets: bool = False
    """The database may lose what it had confirmed without waiting for another machine: refreshes."""

    is_planned: bool = False
    """The database loses nothing, although another one becomes the primary."""

    breaks_connections: bool = False
    """HAProxy closes a connection that was used before without an answer, and leaves it to the client to try again."""

    is_unseen: bool = False
    """Clients see nothing of it: no 503, and no connection that breaks."""

    keeps_refreshes: bool = False
    """Those who are signed in see nothing of it; others may."""
