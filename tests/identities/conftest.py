"""Providers that stand in for real ones, and people."""

from __future__ import annotations

import pytest

from drf_signet.accounts import ways_in
from drf_signet.identities import jobs, known_identities, redirects, serializers, sign_in, views
from tests.accounts.fixtures import api, in_english, person, pytest_runtest_teardown, signed_in
from tests.identities.stand_in import NAMES, StandIn

__all__ = ["api", "in_english", "person", "pytest_runtest_teardown", "signed_in"]

CODES = "signet_mailed_codes"
WITH_CODES = {**ways_in._ways}
"""The ways in of the project."""


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
    for module in (jobs, known_identities, serializers, views):
        monkeypatch.setattr(module, "provider_names", lambda: NAMES)
    return stand_in
