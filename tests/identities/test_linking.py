"""Linking who somebody is elsewhere, looking at it, and removing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from drf_signet.accounts import ways_in
from drf_signet.accounts.models import EmailAddress
from drf_signet.identities.models import Identity
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, make_person, sign_in
from tests.identities.conftest import WITH_CODES
from tests.identities.doors import arrive, by_code
from tests.identities.stand_in import StandIn, said

pytestmark = pytest.mark.django_db


def link(client: Client, providers: StandIn, provider: str = "hub", **said_too: Any) -> Any:
    """The answer."""
    identity = said("someone@elsewhere.org", provider=provider, **said_too)
    return by_code(client, providers.code_for(identity), provider, "link")


def by_identity(providers: StandIn) -> Client:
    """A client of a user who has no password."""
    api = Client(raise_request_exception=False)
    return api.carry(by_code(api, providers.code_for(said("grace@example.com", subject="7"))).json())


def remove(client: Client, which: Identity) -> tuple[int, Any]:
    """Status and code of the answer."""
    answer = client.delete(f"/api/identities/{which.pk}/")
    return answer.status_code, answer.json().get("code") if answer.content else None


def test_a_linked_identity_signs_in(signed_in: Client, person: Person, api: Client, providers: StandIn) -> None:
    """Whatever its address is, and from any provider."""
    answer = link(signed_in, providers)
    assert answer.status_code == 201
    (row,) = Identity.objects.all()
    shown = answer.json()
    assert shown == {
        "id": str(row.pk),
        "provider": "hub",
        "name": "The Hub",
        "email": "someone@elsewhere.org",
        "created_at": shown["created_at"],
        "last_used_at": None,
    }
    assert by_code(api, providers.code_for(said("x@y.org", provider="hub")), "hub").status_code == 200
    assert {one.user_id for one in Session.objects.all()} == {person.pk}
    listed = signed_in.get("/api/identities/")
    assert [one["id"] for one in listed.json()] == [str(row.pk)]
    assert listed.json()[0]["last_used_at"] is not None
    assert listed["Cache-Control"] == "no-store"
    assert link(signed_in, providers).status_code == 201, "the same again is the same"
    assert Identity.objects.count() == 1


def test_a_mail_tells_of_a_way_in_that_is_new(
    signed_in: Client, person: Person, api: Client, providers: StandIn
) -> None:
    """Of a link, and of an identity that joins by its address: once each, and not of a sign-up."""
    mail.outbox.clear()
    for _ in range(2):
        link(signed_in, providers)
        assert arrive(api, providers).status_code == 200
    assert arrive(api, providers, "grace@example.com", subject="2").status_code == 200
    told = {str(one.subject) for one in mail.outbox}
    assert told == {"New way to sign in to your account at app.example.com"}
    assert [one.to for one in mail.outbox] == [[person.email]] * 2
    assert ["The Hub" in str(one.body) for one in mail.outbox] == [True, False]


def test_nobody_fills_a_mailbox_by_linking_again_and_again(signed_in: Client, providers: StandIn) -> None:
    """It may be that of a stranger, whose address nobody has proved."""
    mail.outbox.clear()
    for _ in range(5):
        row = link(signed_in, providers).json()
        assert signed_in.delete(f"/api/identities/{row['id']}/").status_code == 204
    assert len(mail.outbox) == 3


def test_an_identity_is_one_users(signed_in: Client, providers: StandIn) -> None:
    """The second one is told so."""
    assert link(signed_in, providers).status_code == 201
    other = sign_in(make_person("grace"))
    refused = link(other, providers)
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_taken")
    assert remove(other, Identity.objects.get()) == (404, "not_found")
    assert other.get("/api/identities/").json() == []


@pytest.mark.parametrize("path", ["/api/identities/", "/api/identities/hub/link/"])
def test_nobody_else_links_or_looks(api: Client, path: str, db: None) -> None:
    """401."""
    answer = api.post(path, {}) if path.endswith("link/") else api.get(path)
    assert answer.status_code == 401


def test_a_link_needs_a_recent_sign_in(signed_in: Client, providers: StandIn) -> None:
    """And so does its removal: a stolen access token changes nothing."""
    link(signed_in, providers)
    Session.objects.update(created_at=timezone.now() - timedelta(hours=1))
    signed_in.carry(signed_in.refresh().json())
    assert link(signed_in, providers, subject="2").status_code == 401
    assert remove(signed_in, Identity.objects.get()) == (401, "insufficient_user_authentication")
    assert signed_in.get("/api/identities/").status_code == 200


def test_the_last_way_in_stays(providers: StandIn) -> None:
    """Of two identities, one can go."""
    client = by_identity(providers)
    first = Identity.objects.get()
    assert remove(client, first) == (409, "last_way_in")
    link(client, providers)
    second = Identity.objects.get(provider="hub")
    assert remove(client, first) == (204, None)
    assert remove(client, second) == (409, "last_way_in")
    assert remove(client, first) == (404, "not_found")
    assert [*Identity.objects.all()] == [second]


def test_an_identity_of_a_provider_that_is_gone_lets_nobody_in(providers: StandIn) -> None:
    """So the other one stays."""
    client = by_identity(providers)
    first = Identity.objects.get()
    link(client, providers)
    Identity.objects.filter(provider="hub").update(provider="gone")
    assert remove(client, first) == (409, "last_way_in")
    assert remove(client, Identity.objects.get(provider="gone")) == (204, None)


def test_with_a_password_each_identity_can_go(signed_in: Client, providers: StandIn) -> None:
    """It is a way in."""
    link(signed_in, providers)
    assert remove(signed_in, Identity.objects.get()) == (204, None)


def test_a_way_of_the_project_counts(providers: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked by a function that was registered."""
    client = by_identity(providers)
    monkeypatch.setattr(ways_in, "_ways", {**ways_in._ways})
    ways_in.register_way_in("passkeys", lambda user: user.get_username() == "nobody")
    assert remove(client, Identity.objects.get())[0] == 409
    ways_in.register_way_in("passkeys", lambda user: bool(user.pk))
    assert remove(client, Identity.objects.get())[0] == 204


def test_codes_by_mail_are_a_way_in(providers: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a user whose address is verified."""
    client = by_identity(providers)
    monkeypatch.setattr(ways_in, "_ways", WITH_CODES)
    EmailAddress.objects.update(verified_at=None)
    with signet(EMAIL_VERIFICATION="optional"):
        assert remove(client, Identity.objects.get()) == (409, "last_way_in")
        EmailAddress.objects.update(verified_at=timezone.now())
        assert remove(client, Identity.objects.get()) == (204, None)


def test_a_user_who_is_deleted_takes_the_identities_along(providers: StandIn) -> None:
    """Whoever comes back is new."""
    by_identity(providers)
    Identity.objects.get().user.delete()
    assert not Identity.objects.exists()
    by_identity(providers)
    assert Identity.objects.count() == 1
