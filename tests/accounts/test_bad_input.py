"""Bad input of every field is a 400 with the name of the field, and changes nothing."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from drf_signet.accounts.models import EmailAddress
from drf_signet.sessions.models import Session
from tests.accounts import bad_input
from tests.accounts.bad_input import MISSING
from tests.accounts.endpoints import ENDPOINTS, Endpoint, client_for, send, send_bytes
from tests.accounts.person import Client, Person, has_username, sign_up_body

pytestmark = pytest.mark.usefixtures("unlimited")

CASES: Final = [
    pytest.param(endpoint, field, value, id=f"{name}-{field}-{what}")
    for name, endpoint in ENDPOINTS.items()
    for field, values in endpoint.bad.items()
    for what, value in values.items()
]


def stored() -> object:
    """All that a request could have changed."""
    users = get_user_model()._default_manager.order_by("pk").values()
    return list(users), list(EmailAddress.objects.values()), list(Session.objects.values()), len(mail.outbox)


@pytest.mark.parametrize(("endpoint", "field", "value"), CASES)
def test_bad_input_is_a_400_under_the_name_of_the_field(
    person: Person, endpoint: Endpoint, field: str, value: object
) -> None:
    """And under no other. Nothing is written, and nobody gets a mail."""
    client = client_for(endpoint, person)
    before = stored()
    changed: dict[str, Any] = {field: value}
    answer = send(endpoint, person, client, **changed)
    assert (answer.status_code, list(answer.json())) == (400, [field, "code"]), answer.content[:500]
    assert all(isinstance(one, str) and len(one) < 300 for one in answer.json()[field])
    assert stored() == before


@pytest.mark.skipif(has_username(), reason="the names are not required")
@pytest.mark.parametrize("value", [MISSING, "", "  ", "\u3000"])
def test_a_required_name_may_not_be_left_out(person: Person, value: object) -> None:
    """The user model says what is."""
    answer = send(ENDPOINTS["sign-up"], person, full_name=value)
    assert (answer.status_code, list(answer.json())) == (400, ["full_name", "code"])


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize("filler", ["\u3164", "\u1160", "\u115f", "\uffa0"])
@pytest.mark.django_db
def test_a_username_holds_no_letter_that_can_not_be_seen(api: Client, filler: str) -> None:
    """Otherwise one user looks like another."""
    answer = api.post("/api/users/", sign_up_body("new", username=f"ada{filler}"))
    assert (answer.status_code, list(answer.json())) == (400, ["username", "code"])


BODIES = pytest.mark.parametrize(("content", "content_type"), bad_input.BODIES.values(), ids=bad_input.BODIES)


@BODIES
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_body_that_is_none_is_a_400(
    person: Person,
    endpoint: str,
    content: bytes,
    content_type: str,
) -> None:
    """Whatever it is instead. Nothing is changed."""
    place = ENDPOINTS[endpoint]
    client = client_for(place, person)
    before = stored()
    answer = send_bytes(place, client, content, content_type)
    if place.method == "patch" and answer.status_code == 200:
        assert stored() == before, "to change nothing is no mistake"
        return
    assert answer.status_code == 400, answer.content[:500]
    assert stored() == before
