"""Users of whichever model is set, and devices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from drf_signet.accounts.mail_threads import end_mail_threads
from tests.accounts.person import Client, Person, make_person
from tests.mailed_codes.asking import device


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language to the thread, and so to the next test."""
    with override("en"):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """End the threads that send mails, before the tables are emptied."""
    end_mail_threads()


@pytest.fixture
def phone() -> Client:
    """A device that asks for codes."""
    return device()


@pytest.fixture
def ada(db: None) -> Person:
    """A user, whose address is verified."""
    return make_person()
