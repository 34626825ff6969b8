"""The service answers as its OpenAPI document says; the long run of this is in ``tests/soak``."""

from __future__ import annotations

from tests.conformance.described import Description
from tests.conformance.running import running


def test_every_answer_is_one_that_the_document_knows() -> None:
    """No undocumented status, no other shape, no 500, for a few hundred requests."""
    with running() as service:
        description = Description(service)
        seen = description.hold_to_it(examples=8)
    labels = {label for label, _ in seen}
    assert labels == {one.label for one in description.operations}
    # The requests got further than to the door.
    assert {200, 204, 400, 401} <= {status for _, status in seen}
