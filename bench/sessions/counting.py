"""What can be counted rather than timed: statements, and the transactions around them."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.sessions.requests import Environ, send
from bench.sessions.results import Count
from bench.sessions.sides import Side

TRANSACTION: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")
"""What begins and ends transactions, and reads and writes nothing."""


def count(side: Side) -> Count:
    """
    Run one block, and look at the requests of its second half: whatever is read once was read for the others.

    The least is what each of them does. One in ten sign-ins looks for old rows as well, and that would be the figure of
    the page for as long as nobody measures again.
    """
    environs = side.build()
    half = len(environs) // 2
    answers = [send(environ) for environ in environs[:half]]
    counts = [_counted(environ, answers) for environ in environs[half:]]
    side.check(answers)
    side.settle(answers)
    return min(counts, key=lambda one: one.statements)


def _counted(environ: Environ, answers: list[Any]) -> Count:
    with CaptureQueriesContext(connection) as captured:
        answers.append(send(environ))
    transactions = sum(query["sql"].startswith(TRANSACTION) for query in captured)
    return Count(answers[-1].status_code, len(captured) - transactions, transactions)
