"""Who has an account? It is not told to a stranger who types an address at a careless provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache

from drf_signet.accounts.mail_threads import end_mail_threads
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, has_username, sign_up_body
from tests.identities.doors import arrive
from tests.identities.stand_in import StandIn

pytestmark = pytest.mark.django_db

TAKEN, FREE = "ada@example.com", "nobody@example.com"
MALLORY: Final = "mallory@example.org"

Look = Callable[[str, StandIn], object]
"""What a stranger sees. At the Hub, anybody may type any address."""


def at_hub(providers: StandIn, email: str, **said_too: Any) -> tuple[int, str]:
    """The answer to mallory, whom the Hub gives *email*."""
    answer = arrive(Client(REMOTE_ADDR="192.0.2.9"), providers, email, provider="hub", is_verified=False, **said_too)
    return answer.status_code, answer.json().get("code", "")


def again_and_again(email: str, providers: StandIn) -> object:
    """The same four times, where a place has two sign-ups in an hour."""
    with signet(THROTTLE_RATES={"sign_up_ip": "2/h"}):
        seen = [at_hub(providers, email) for _ in range(4)]
    cache.clear()
    return seen


def mails_to_another_address(email: str, providers: StandIn) -> object:
    """First with *email*, and then with an address of mallory's own, whose mailbox she reads."""
    seen = [at_hub(providers, email), at_hub(providers, MALLORY)]
    end_mail_threads()
    return seen, [one.to for one in mail.outbox if MALLORY in one.to]


def name_that_was_free(email: str, providers: StandIn) -> object:
    """Mallory names herself at the Hub as nobody is called here, and then signs up under that name."""
    if not has_username():
        pytest.skip("There are no names.")
    seen = at_hub(providers, email, preferred_username="qwertz42")
    body = sign_up_body("mallory", username="qwertz42")
    answer = Client(REMOTE_ADDR="192.0.2.10").post("/api/users/", body, format="json")
    return seen, answer.status_code, sorted(answer.json())


@pytest.mark.parametrize("look", [again_and_again, mails_to_another_address, name_that_was_free])
def test_an_address_that_nobody_proved_tells_nothing_of_accounts_later(
    person: Person, providers: StandIn, look: Look
) -> None:
    """Neither in the first answer, nor in what can be seen afterwards."""
    with signet(EMAIL_VERIFICATION="mandatory"):
        free = look(FREE, providers)
        providers.known.clear()
        mail.outbox.clear()
        cache.clear()
    get_user_model()._default_manager.exclude(pk=person.pk).delete()
    with signet(EMAIL_VERIFICATION="mandatory"):
        assert look(TAKEN, providers) == free


@pytest.mark.parametrize("verification", ["mandatory", "optional", "none"])
def test_where_sign_up_is_closed_everybody_learns_the_same(
    person: Person, providers: StandIn, verification: str
) -> None:
    """No account is opened, so nothing has to tell the two apart."""
    with signet(EMAIL_VERIFICATION=verification, PROVIDER_SIGN_UP=False):
        assert at_hub(providers, TAKEN) == at_hub(providers, FREE)
