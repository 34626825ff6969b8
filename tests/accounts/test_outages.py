"""The database is away: a 503 that says so, at every endpoint of accounts."""

from __future__ import annotations

import pytest

from tests.accounts.endpoints import ENDPOINTS, Endpoint, client_for, send
from tests.accounts.person import make_person
from tests.stand_ins.outages import OUTAGES, Outage, database_raising

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
@pytest.mark.parametrize("endpoint", [one for name, one in ENDPOINTS.items() if name not in ("resend", "reset")])
def test_an_endpoint_answers_that_it_is_away(endpoint: Endpoint, outage: Outage) -> None:
    """Nothing is wrong with what was sent."""
    person = make_person()
    client = client_for(endpoint, person)
    with database_raising(outage.error):
        answer = send(endpoint, person, client)
    assert answer.status_code == 503
    assert answer["Retry-After"] == outage.retry_after
    assert answer.json()["code"] == outage.code
