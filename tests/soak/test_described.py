"""What ``tests/service/test_described.py`` does, for much longer."""

from __future__ import annotations

from tests.conformance.described import Description
from tests.conformance.running import running
from tests.soak.conftest import Report

EXAMPLES = 200


def test_every_answer_is_one_that_the_document_knows(report: Report) -> None:
    """Some nine thousand requests."""
    with running() as service:
        seen = Description(service).hold_to_it(EXAMPLES)
    report(f"{seen.total()} requests, {len(seen)} kinds of answers")
    assert seen.total() > 5_000
