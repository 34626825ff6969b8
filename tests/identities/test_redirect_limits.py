"""How often browsers are sent to a provider without coming back signed in."""

from __future__ import annotations

from typing import Any

import pytest

from drf_signet.errors import ProviderUnavailableError
from drf_signet.identities import redirects
from drf_signet.identities.models import ProviderRequest
from drf_signet.identities.providers.redirect import Beginning
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.identities.doors import OWN_PAGE, come_back, end_of, start
from tests.identities.stand_in import StandIn, said

pytestmark = pytest.mark.django_db


def test_redirects_from_which_nobody_comes_back_are_limited(person: Person, providers: StandIn) -> None:
    """Each writes a row. By address, and apart from attempts, so nobody who was sent away is kept out."""
    browsers = [Client(REMOTE_ADDR="192.0.2.7", raise_request_exception=False) for _ in range(4)]
    with signet(THROTTLE_RATES={"sign_in_ip": "3/10m"}):
        states = [start(one) for one in browsers[:3]]
        refused = start_at(browsers[3])
        assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
        assert int(refused["Retry-After"]) > 0
        assert (ProviderRequest.objects.count(), len(providers.began)) == (3, 3)
        assert start_at(Client(REMOTE_ADDR="192.0.2.8")).status_code == 200
        back = come_back(browsers[0], state=states[0], code=providers.code_for(said()))
        assert end_of(back) == "signed_in"
        assert [start_at(browsers[3]).status_code for _ in range(2)] == [200, 429]


def test_whoever_comes_back_may_be_sent_as_often_as_they_like(signed_in: Client, providers: StandIn) -> None:
    """Such as everybody in an office: only what leads nowhere counts. Linking is no different."""
    with signet(THROTTLE_RATES={"sign_in_ip": "1/10m"}):
        for number in range(3):
            identity = said("x@y.org", provider="hub", subject=str(number))
            state = start(signed_in, "hub", link=True)
            assert end_of(come_back(signed_in, "hub", state=state, code=providers.code_for(identity))) == "linked"


def test_a_start_that_fails_by_an_outage_does_not_count(
    api: Client, providers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody learned anything by it, and nothing was written."""

    def away(provider_id: str, redirect_uri: str) -> Beginning:
        raise ProviderUnavailableError

    with signet(THROTTLE_RATES={"sign_in_ip": "1/10m"}):
        with monkeypatch.context() as patch:
            patch.setattr(redirects, "begin", away)
            assert [start_at(api).status_code for _ in range(3)] == [503] * 3
        assert [start_at(api).status_code for _ in range(2)] == [200, 429]


def start_at(browser: Client) -> Any:
    """The answer to a start."""
    return browser.post("/api/browser/identities/google/start/", {}, format="json", **OWN_PAGE)
