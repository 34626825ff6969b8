"""A provider hangs, and as many wait for it as may: what everybody else gets, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest

from drf_signet.identities.providers import waiting_room
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, credentials
from tests.identities.doors import OWN_PAGE, by_code, come_back, end_of
from tests.providers.stand_in import Handler, StandIn, stand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate() -> Iterator[Event]:
    """When it is open, the provider goes on."""
    event = Event()
    yield event
    event.set()


@pytest.fixture(autouse=True)
def providers(gate: Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The protocol itself, with a provider that answers to no code."""

    def hang(handler: Handler) -> None:
        gate.wait(60)

    monkeypatch.setattr(waiting_room, "SEATS", 0)
    monkeypatch.setattr(waiting_room, "PATIENCE", 60)
    with stand_in() as acme:
        acme.answers["/token"] = hang
        entry = {"issuer": acme.issuer, "client_id": "shop", "client_secret": "x"}
        rates = {"sign_in_ip": "2/h"}
        with signet(PROVIDERS={"acme": entry}, KEY_SET_CACHE=None, THROTTLE_RATES=rates):
            yield acme


def test_everybody_else_is_told_at_once(person: Person, api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or led to the page, with the same code. It counts as nobody's attempt, and passwords sign in as ever."""
    url = api.post("/api/browser/identities/acme/start/", {}, format="json", **OWN_PAGE).json()["url"]
    state = parse_qs(urlsplit(url).query)["state"][0]
    monkeypatch.setattr(waiting_room, "PATIENCE", 0)
    for _ in range(4):
        away = by_code(api, "a-code", "acme")
        assert (away.status_code, away.json()["code"]) == (503, "provider_unavailable")
        assert int(away["Retry-After"]) > 0
    assert end_of(come_back(api, "acme", state=state, code="a-code")) == "error=provider_unavailable"
    assert api.post("/api/token/", credentials(person), format="json").status_code == 200
