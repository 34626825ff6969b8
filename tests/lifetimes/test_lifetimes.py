"""
Which clients are still signed in after twenty lifetimes of an access token, with many requests at once after each.

A client that keeps only the access token of an answer is signed out at the second expiry if refresh tokens rotate, and
only then. ``docs/explanation/refreshing.md`` has the table, which ``python -m bench.clients`` writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from tests.lifetimes.clients import CLIENTS
from tests.lifetimes.running import ROTATES_AND_BLACKLISTS, Stage, running

KINDS: Final = ("core", "sessions", "kept", "drop-in")
CROWDS: Final = [5, 20, *[3] * 16, 20, 5]
"""Requests at once after each expiry. The long form has five and twenty at all of them."""

FEW: Final = [5, 20, 5]
PRINTED: Final = pytest.mark.parametrize("client", [name for name in CLIENTS if name.endswith("as printed")])
STORING: Final = pytest.mark.parametrize("client", [name for name in CLIENTS if name.endswith("storing both")])
OURS: Final = pytest.mark.parametrize("client", [name for name in CLIENTS if name.startswith("ours")])


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The project, with Simple JWT's defaults for Simple JWT's own names."""
    with running() as started:
        yield started


@STORING
def test_a_client_that_keeps_the_refresh_token_stays_signed_in_everywhere(stage: Stage, client: str) -> None:
    """Every request of twenty lifetimes is answered."""
    assert CLIENTS[client](stage, KINDS, CROWDS) == dict.fromkeys(KINDS, CROWDS)


@OURS
def test_our_own_clients_stay_signed_in(stage: Stage, client: str) -> None:
    """With and without rotation, and even if an answer doesn't have the lifetime of its access token."""
    assert CLIENTS[client](stage, KINDS, FEW) == dict.fromkeys(KINDS, FEW)


@PRINTED
def test_a_client_that_keeps_the_access_token_alone_is_signed_out_by_rotation(stage: Stage, client: str) -> None:
    """Everything else keeps it signed in: sessions that don't rotate work as well as the package it was made for."""
    lives = CLIENTS[client](stage, KINDS, CROWDS)
    assert lives.pop("sessions") == [CROWDS[0], *[0] * 19]
    assert lives == dict.fromkeys(lives, CROWDS)


def test_simple_jwt_signs_it_out_by_rotation_as_well() -> None:
    """With its blacklist: the drop-in does the same."""
    with running(ROTATES_AND_BLACKLISTS) as stage:
        lives = CLIENTS["requests, as printed"](stage, ["drop-in"], [1, 1, 1])
    assert lives == {"drop-in": [1, 0, 0]}
