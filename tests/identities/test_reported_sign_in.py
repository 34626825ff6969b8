"""A user reports a sign-in: whoever it was has no way back by an account elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from drf_signet.accounts import ways_in
from drf_signet.accounts.links import make_notice_token
from drf_signet.identities.known_identities import write
from drf_signet.identities.models import Identity
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, make_person, sign_in
from tests.identities.doors import by_code
from tests.identities.stand_in import StandIn, said

pytestmark = pytest.mark.django_db

LINKED: Final = said("mallory@elsewhere.org", provider="hub", subject="mallory")


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    with signet(SIGN_IN_NOTICE_URL="https://app.example.com/not-me#{token}"):
        yield


def report(person: Person, at: datetime) -> None:
    """Follow the link in the mail about the sign-in *at* that time."""
    token = make_notice_token(str(person.pk), person.email, at, timezone.now())
    answer = Client().post("/api/users/sign_in_notice/", {"token": token}, format="json")
    assert answer.status_code == 200, answer.content


def enter(providers: StandIn) -> Any:
    """The answer to a sign-in with the identity that the thief linked."""
    return by_code(Client(raise_request_exception=False), providers.code_for(LINKED), "hub")


def test_what_was_linked_since_opens_nothing(person: Person, providers: StandIn) -> None:
    """A thief with the password links an account of their own, which a new password wouldn't lock out."""
    now = timezone.now()
    write(said(), person, now - timedelta(days=1), used_at=None)
    thief = sign_in(person)
    assert by_code(thief, providers.code_for(LINKED), "hub", "link").status_code == 201
    assert enter(providers).status_code == 200
    for _ in range(2):
        report(person, now)
    assert enter(providers).status_code != 200
    assert [one.provider for one in Identity.objects.filter(user=person)] == ["google"]


def test_others_keep_theirs(person: Person) -> None:
    """The report is about one user."""
    now = timezone.now()
    write(LINKED, make_person("grace"), now, used_at=None)
    report(person, now)
    assert Identity.objects.count() == 1


def test_a_way_of_the_project_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """It deletes what it has."""
    told: list[tuple[AbstractBaseUser, datetime]] = []
    for name in ("_ways", "_forgetting"):
        monkeypatch.setattr(ways_in, name, {**getattr(ways_in, name)})
    ways_in.register_way_in("badge", lambda user: False, lambda user, since: told.append((user, since)))
    now = timezone.now()
    report(person, now)
    ((user, since),) = told
    assert user == person
    assert timedelta() <= now - since < timedelta(minutes=1)
    ways_in.register_way_in("badge", lambda user: False)
    report(person, now)
    assert len(told) == 1
