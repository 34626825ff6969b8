"""A provider that a test tells what to say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drf_signet.identities.providers.refusals import REFUSALS
from tests.providers.stand_in import StandIn, stand_in


@pytest.fixture
def acme() -> Iterator[StandIn]:
    """One of its own for each test."""
    with stand_in() as provider:
        yield provider


@pytest.fixture(autouse=True)
def told_each_time() -> None:
    """What one test caused to be logged, another one may cause again."""
    REFUSALS.forget()
