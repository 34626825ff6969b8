"""The whole way of a browser and of an app with a certified provider: first sign-in, second one, and a link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.identities.browser.views import ProviderStartView
from drf_signet.identities.models import Identity
from drf_signet.identities.providers.redirect import Beginning, begin
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, sign_in
from tests.identities.doors import OWN_PAGE, come_back, end_of
from tests.providers.real_provider import CALLBACK, RealProvider, real_provider

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def acme() -> Iterator[RealProvider]:
    """One for all tests."""
    with real_provider() as started:
        yield started


@pytest.fixture(autouse=True)
def providers(acme: RealProvider, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real one, in place of those that stand in for it. It knows one address to send browsers back to."""
    monkeypatch.setattr(ProviderStartView, "redirect_uri", lambda view: CALLBACK)
    with signet(PROVIDERS={"acme": acme.entry("rs256", verifies="acme.example", name="Acme")}):
        yield


def go(api: Client, acme: RealProvider, login: str = "ada", **body: object) -> Any:
    """Go there, sign in there, and come back."""
    answer = api.post("/api/browser/identities/acme/start/", body, format="json", **OWN_PAGE)
    assert answer.status_code == 200, answer.content
    return come_back(api, "acme", **acme.sign_in(Beginning(answer.json()["url"], "", "", ""), login))


def test_a_browser(api: Client, acme: RealProvider) -> None:
    """It makes an account, and comes back to it."""
    assert api.get("/api/identities/providers/").json() == [{"id": "acme", "name": "Acme"}]
    for _ in range(2):
        assert end_of(go(api, acme)) == "signed_in"
    user = get_user_model()._default_manager.get(email="ada@acme.example")
    assert is_verified(user)
    identity = Identity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (user, acme.issuer, "ada")
    assert Session.objects.filter(user=user, revoked_at=None).count() == 1
    refreshed = api.post("/api/browser/token/refresh/", **OWN_PAGE).json()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {refreshed['access']}")
    assert [one["name"] for one in api.get("/api/identities/").json()] == ["Acme"]


def test_an_app(api: Client, acme: RealProvider) -> None:
    """It has its own code and verifier. A second exchange of the code is refused."""
    beginning = begin("acme", CALLBACK)
    said = acme.sign_in(beginning)
    body = {
        "code": said["code"],
        "redirect_uri": CALLBACK,
        "code_verifier": beginning.code_verifier,
        "iss": said["iss"],
    }
    answer = api.post("/api/identities/acme/token/", body, format="json")
    assert answer.status_code == 200, answer.content
    again = api.post("/api/identities/acme/token/", body, format="json")
    assert (again.status_code, again.json()["code"]) == (400, "code_refused")
    assert Session.objects.count() == 1


def test_a_link(person: Person, acme: RealProvider) -> None:
    """Of a user with another address."""
    client = sign_in(person)
    assert end_of(go(client, acme, "grace", link=True)) == "linked"
    assert Identity.objects.get().user == person
    assert end_of(go(Client(), acme, "grace")) == "signed_in"
    assert {one.user_id for one in Session.objects.all()} == {person.pk}
