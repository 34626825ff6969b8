"""
Histories: clients log every request, and a checker proves from the log alone that no promise was broken.

    with load(url, log):            # clients in Python and JavaScript, until the block is left
        ...                         # whatever is to go wrong; `note` writes into the log what did
    violations = check(log, poll_interval=3)

``python -m tests.history LOG`` prints them. The promises are in ``docs/decisions/0056-a-history-that-is-checked.md``.
"""

from __future__ import annotations

from tests.history.checking import check
from tests.history.loading import load
from tests.history.people import make_people
from tests.history.recording import note
from tests.history.violation import Violation

__all__ = ["Violation", "check", "load", "make_people", "note"]
