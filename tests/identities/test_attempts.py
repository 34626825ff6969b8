"""Attempts to come in with a provider count for the address that they come from, and lock nobody else out."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.cache import cache

from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.identities.doors import arrive, by_code, come_back, end_of, start
from tests.identities.stand_in import StandIn, said

pytestmark = pytest.mark.django_db

OFFICE: Final[dict[str, Any]] = {"REMOTE_ADDR": "192.0.2.79"}
CALLBACK: Final = "/api/browser/identities/google/callback/"


def test_a_user_who_fails_locks_out_nobody_behind_the_same_address(person: Person, providers: StandIn) -> None:
    """Ten failures are what one account may have. Here, they are those of a whole office."""
    for number in range(10):
        assert by_code(Client(**OFFICE), f"wrong {number}").status_code == 400
    assert arrive(Client(**OFFICE), providers).status_code == 200


def test_an_address_has_its_share(person: Person, providers: StandIn) -> None:
    """That of all sign-ins from there."""
    with signet(THROTTLE_RATES={"sign_in_ip": "3/h"}):
        refused = [by_code(Client(**OFFICE), f"wrong {number}").status_code for number in range(4)]
    cache.clear()
    assert refused == [400, 400, 400, 429]


def test_each_thing_counts_for_itself_where_the_address_is_unknown(person: Person, providers: StandIn) -> None:
    """Nobody could tell them apart otherwise, and all would be locked out."""
    nowhere: dict[str, Any] = {"REMOTE_ADDR": ""}
    with signet(THROTTLE_RATES={"sign_in_no_address": "1/h", "sign_in_ip": "1/h"}):
        refused = [by_code(Client(**nowhere), code).status_code for code in ("one", "one", "another")]
        assert arrive(Client(**nowhere), providers).status_code == 200
    cache.clear()
    assert refused == [400, 429, 400]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_elsewhere_locks_nobody_out_by_the_browsers_that_it_sends_here(
    person: Person, providers: StandIn, method: str
) -> None:
    """A hundred pictures with the address of the callback, looked at by somebody who wants to sign in here."""
    picture: dict[str, Any] = {"secure": True, "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_DEST": "image"}
    browser = Client(**OFFICE)
    with signet(THROTTLE_RATES={"sign_in_ip": "1/h"}):
        for number in range(3):
            answer = getattr(browser, method)(f"{CALLBACK}?state={number}&code=c&error=e", **picture)
            assert answer.status_code == 303
        state = start(browser)
        for _ in range(3):
            assert end_of(come_back(browser, state="made-up", code="c")) == "error=state_lost"
        assert end_of(come_back(browser, state=state, code=providers.code_for(said()))) == "signed_in"
    cache.clear()


def test_a_browser_that_was_sent_away_and_brings_nonsense_back_is_counted(person: Person, providers: StandIn) -> None:
    """The provider is asked each time."""
    browser = Client(**OFFICE)
    states = [start(browser) for _ in range(2)]
    with signet(THROTTLE_RATES={"sign_in_ip": "1/h"}):
        ends = [end_of(come_back(browser, state=one, code="wrong")) for one in states]
    cache.clear()
    assert ends == ["error=code_refused", "error=throttled"]
