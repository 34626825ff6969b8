"""What can be counted rather than timed: statements, and the transactions around them."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.sessions.requests import send
from bench.sessions.results import Count
from bench.sessions.sides import Side

TRANSACTION: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")
"""What begins and ends transactions, and reads and writes nothing."""


def count(side: Side) -> Count:
    """Run one block, and look at its last request: whatever is read once was read for the others."""
    *environs, last = side.build()
    answers = [send(environ) for environ in environs]
    with CaptureQueriesContext(connection) as captured:
        answers.append(send(last))
    side.check(answers)
    side.settle(answers)
    transactions = sum(query["sql"].startswith(TRANSACTION) for query in captured)
    return Count(answers[-1].status_code, len(captured) - transactions, transactions)
