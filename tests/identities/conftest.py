"""Providers that stand in for real ones, and people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from drf_signet.accounts import ways_in
from drf_signet.accounts.mail_threads import end_mail_threads
from drf_signet.identities import known_identities, redirects, serializers, sign_in, views
from tests.accounts.person import Client, Person, make_person
from tests.accounts.person import sign_in as signed_in_client
from tests.identities.stand_in import NAMES, StandIn

CODES = "signet_mailed_codes"
WITH_CODES = {**ways_in._ways}
"""The ways in of the project."""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language to the thread, and so to the next test."""
    with override("en"):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """End the threads that send mails, before the tables are emptied: what is left to do would lock those of others."""
    end_mail_threads()


@pytest.fixture(autouse=True)
def _without_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests here are of users who have no codes by mail, so an identity may be their last way in."""
    monkeypatch.setattr(ways_in, "_ways", {name: one for name, one in ways_in._ways.items() if name != CODES})


@pytest.fixture(autouse=True)
def providers(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """In place of the protocol, which tests/providers look at."""
    stand_in = StandIn()
    for name in ("identity_of_code", "identity_of_id_token"):
        monkeypatch.setattr(sign_in, name, getattr(stand_in, name))
    for name in ("begin", "refusal_at_redirect"):
        monkeypatch.setattr(redirects, name, getattr(stand_in, name))
    for module in (known_identities, serializers, views):
        monkeypatch.setattr(module, "provider_names", lambda: NAMES)
    return stand_in


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
    return signed_in_client(person)
