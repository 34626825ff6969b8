"""Users of whichever model is set, and devices."""

from __future__ import annotations

import pytest

from tests.accounts.fixtures import in_english, pytest_runtest_teardown
from tests.accounts.person import Client, Person, make_person
from tests.mailed_codes.asking import device

__all__ = ["in_english", "pytest_runtest_teardown"]


@pytest.fixture
def phone() -> Client:
    """A device that asks for codes."""
    return device()


@pytest.fixture
def ada(db: None) -> Person:
    """A user, whose address is verified."""
    return make_person()
