"""Attacks that count on two things happening at once: what is used once is used once, and one way in stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from drf_signet.accounts.email_addresses import holders_of, is_verified
from drf_signet.identities import owner
from drf_signet.identities.models import Identity, PresentedToken, ProviderRequest
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.each_database import database, databases, on_mariadb  # noqa: F401  # fixtures
from tests.accounts.person import credentials, find_person, make_person, sign_up_body
from tests.conftest import PASSWORD
from tests.identities.attacks import (
    NONCE,
    Providers,
    both_providers,  # noqa: F401  # a fixture
    present,
    send,
    url_of_start,
)
from tests.identities.doors import come_back
from tests.stand_ins.crowd import together
from tests.stand_ins.id_tokens import signed


@pytest.fixture(autouse=True)
def _empty(database: str) -> Iterator[None]:  # noqa: F811  # the fixture
    yield
    for model in (Identity, PresentedToken, ProviderRequest, Session):
        model.objects.all().delete()


def client(tokens: dict[str, Any] | None = None) -> Any:
    """A client of nobody, or of whoever has *tokens*."""
    found = APIClient(raise_request_exception=False)
    if tokens is not None:
        found.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    return found


def outcome(answer: Any) -> str:
    """What came of it, in a word."""
    if answer.status_code == 303:
        return str(answer["Location"]).partition("#")[2].removeprefix("error=")
    body = answer.json() if answer.content else {}
    return str(body.get("code", answer.status_code)) if answer.status_code >= 400 else "done"


def is_signed_in(answers: Counter[str]) -> int:
    """How many got in."""
    return answers["signed_in"] + answers["done"]


def test_sixteen_callbacks_with_one_state_open_one_session(providers: Providers) -> None:
    """Whichever code they bring: each of theirs would be redeemed."""
    make_person()
    api = client()
    url = url_of_start(api)
    answers = [providers.acme.agree(url) for _ in range(16)]

    def back(which: int) -> str:
        browser = client()
        browser.cookies = api.cookies
        return outcome(come_back(browser, "acme", **answers[which]))

    found = Counter(together(16, back))
    assert found == {"signed_in": 1, "state_lost": 15}
    assert Session.objects.count() == 1


def test_one_id_token_sixteen_times_opens_one_session(providers: Providers) -> None:
    """At both doors: to sign in, and to link."""
    make_person()
    token = signed(providers.acme.claims(nonce=NONCE))
    body = {"id_token": token, "nonce": NONCE}
    grace = client(client().post("/api/token/", credentials(make_person("grace"))).json())

    def attempt(which: int) -> str:
        if which % 4:
            return outcome(present(client(), token))
        own = client()
        own._credentials = grace._credentials
        return outcome(send(own, "/api/identities/acme/link/", body))

    found = Counter(together(16, attempt))
    assert found == {"done": 1, "identity_used_before": 15}
    assert Identity.objects.count() == 1
    assert Session.objects.count() <= 2


def test_an_identity_is_linked_by_one_of_two_browsers(providers: Providers) -> None:
    """The other one is told so on its page."""
    browsers = []
    for name in ("ada", "grace", "joan", "mary"):
        own = client(client().post("/api/token/", credentials(make_person(name))).json())
        browsers.append((own, providers.hub.agree(url_of_start(own, "hub", link=True), "x@y.org", sub="one")))

    def back(which: int) -> str:
        own, answer = browsers[which]
        browser = client()
        browser.cookies = own.cookies
        return outcome(come_back(browser, "hub", **answer))

    found = Counter(together(4, back))
    assert found == {"linked": 1, "identity_taken": 3}
    assert Identity.objects.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_of_the_last_two_ways_in_one_stays(providers: Providers, round_: int) -> None:
    """Of four removals at once, of which three would leave nothing."""
    api = client(present(client(), signed(providers.acme.claims(nonce=NONCE))).json())
    other = {"id_token": signed(providers.hub.claims("x@y.org", nonce=NONCE)), "nonce": NONCE}
    assert send(api, "/api/identities/hub/link/", other).status_code == 201
    paths = [f"/api/identities/{one.pk}/" for one in Identity.objects.all()] * 2
    found = Counter(together(4, lambda which: outcome(api.delete(paths[which]))))
    assert found["done"] == 1
    assert set(found) <= {"done", "last_way_in", "not_found"}
    assert Identity.objects.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_what_a_stranger_links_while_the_owner_comes_does_not_stay(providers: Providers, round_: int) -> None:
    """A pre-hijacked account: whatever comes first, only the owner has a way in afterwards."""
    stranger = make_person(is_verified=False)
    with signet(EMAIL_VERIFICATION="optional"):
        tokens = client().post("/api/token/", credentials(stranger)).json()
    links = [
        {"id_token": signed(providers.hub.claims("x@y.org", nonce=NONCE, sub=f"evil-{which}")), "nonce": NONCE}
        for which in range(4)
    ]
    genuine = signed(providers.acme.claims(nonce=NONCE))

    def act(which: int) -> str:
        if which == 0:
            return outcome(present(client(), genuine))
        return outcome(send(client(tokens), "/api/identities/hub/link/", links[which - 1]))

    found = together(5, act)
    assert found[0] == "done"
    assert [one.issuer for one in Identity.objects.all()] == [providers.acme.issuer]
    user = find_person()
    assert is_verified(user)
    assert not user.check_password(PASSWORD)
    assert Session.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_a_sign_up_at_the_same_moment_leaves_no_password_of_a_stranger(providers: Providers, round_: int) -> None:
    """The stranger signs up with the owner's address while the owner comes with a provider."""
    genuine = signed(providers.acme.claims(nonce=NONCE))

    def act(which: int) -> str:
        if which == 0:
            return outcome(present(client(), genuine))
        return outcome(client().post("/api/users/", sign_up_body("ada")))

    found = together(3, act)
    assert found[0] == "done", found
    assert get_user_model()._default_manager.count() == 1
    assert not find_person().has_usable_password()
    assert is_verified(find_person())


def test_whoever_signs_up_twice_at_once_is_told_the_same(providers: Providers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request finds the account of the first one between its two looks at the tables."""
    with signet(EMAIL_VERIFICATION="optional"):
        told = signed_up_twice(providers, monkeypatch)
    assert told == ("done", "done")
    assert Identity.objects.count() == 1


def signed_up_twice(providers: Providers, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The answer to a request that came in the middle of another one, and the answer to that."""
    look = holders_of
    first: list[str] = []

    def after_the_other_one(email: str) -> Any:
        if not first:
            first.append("begun")
            first.append(outcome(present(client(), signed(providers.hub.claims(nonce=NONCE)), "hub")))
        return look(email)

    monkeypatch.setattr(owner, "holders_of", after_the_other_one)
    second = outcome(present(client(), signed(providers.hub.claims(nonce=NONCE, jti="2")), "hub"))
    return first[1], second
