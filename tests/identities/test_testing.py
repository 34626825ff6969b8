"""What a project's own tests can have a provider say."""

from __future__ import annotations

import pytest

from drf_signet.identities.models import Identity
from drf_signet.identities.testing import provider_says
from tests.accounts.person import Client, Person
from tests.identities.doors import by_code, by_token

pytestmark = pytest.mark.django_db


def test_a_provider_says_it(person: Person, api: Client) -> None:
    """To any code, and to any id_token, which works once all the same."""
    with provider_says("google", subject="1", email=person.email) as said:
        assert by_code(api, "any").status_code == 200
        assert by_code(api, "any").status_code == 200
        assert by_token(api, "a.b.c").status_code == 200
        assert by_token(api, "a.b.c").status_code == 400
    assert Identity.objects.get().issuer == said.issuer
    assert by_code(api, "any").status_code == 400


def test_a_provider_that_may_not_speak_for_an_address(person: Person, api: Client) -> None:
    """As with most of them."""
    with provider_says("hub", subject="1", email=person.email, is_entitled=False):
        assert by_code(api, "any", "hub").json()["code"] == "account_exists"
