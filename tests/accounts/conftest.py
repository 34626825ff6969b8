"""A user of whichever model is set, and clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.utils.translation import override

from drf_signet.accounts.mail_threads import end_mail_threads
from drf_signet.rates import USUAL_RATES
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, make_person, sign_in


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
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
def unverified(db: None) -> Person:
    """A user who hasn't followed the link yet."""
    return make_person("grace", is_verified=False)


@pytest.fixture
def signed_in(person: Person) -> Client:
    """A client that the user has signed in with."""
    return sign_in(person)


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
