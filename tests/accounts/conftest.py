"""A user of whichever model is set, and clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail

from drf_signet.rates import USUAL_RATES
from tests.accounts.changed import signet
from tests.accounts.fixtures import api, in_english, person, pytest_runtest_teardown, signed_in
from tests.accounts.person import Person, make_person

__all__ = ["api", "in_english", "person", "pytest_runtest_teardown", "signed_in"]


@pytest.fixture
def unverified(db: None) -> Person:
    """A user who hasn't followed the link yet."""
    return make_person("grace", is_verified=False)


@pytest.fixture
def unlimited() -> Iterator[None]:
    """Nothing is counted."""
    with signet(THROTTLE_RATES=dict.fromkeys(USUAL_RATES)):
        yield


@pytest.fixture
def people(db: None) -> None:
    """One of each kind but the unknown. The keyless one never had a password."""
    make_person("known")
    make_person("disabled", is_active=False)
    make_person("unverified", is_verified=False)
    make_person("keyless", password=None)
    mail.outbox.clear()
