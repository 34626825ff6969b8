"""What tests with people need, in whichever folder they are: each conftest imports what it wants of this."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from drf_signet.accounts.mail_threads import end_mail_threads
from tests.accounts.person import Client, Person, make_person, sign_in


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language to the thread, and so to the next test."""
    with override("en"):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """End the threads that send mails, before the tables are emptied: what is left to do would lock those of others."""
    end_mail_threads()


@pytest.fixture
def api() -> Client:
    """A client of nobody, which sees a 500 where we raise, and whose requests are committed when they are answered."""
    return Client(raise_request_exception=False)


@pytest.fixture
def person(db: None) -> Person:
    """A user, whose address is verified."""
    return make_person()


@pytest.fixture
def signed_in(person: Person) -> Client:
    """A client that the user has signed in with."""
    return sign_in(person)
