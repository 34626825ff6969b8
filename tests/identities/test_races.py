"""Several requests at once with one state, one identity or one user: what may happen once happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from rest_framework.test import APIClient

from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.testing import token_in
from drf_signet.identities.models import Identity, PresentedToken, ProviderRequest
from drf_signet.sessions.models import Session
from tests.accounts.each_database import database, databases, on_mariadb  # noqa: F401  # fixtures
from tests.accounts.person import make_person
from tests.accounts.waiting import until
from tests.identities.doors import by_code, by_token, come_back, end_of, start
from tests.identities.stand_in import StandIn, said
from tests.stand_ins.crowd import together

ROUNDS = 3


@pytest.fixture(autouse=True)
def _empty(database: str) -> Iterator[None]:  # noqa: F811  # the fixture
    yield
    for model in (Identity, PendingSignUp, PresentedToken, ProviderRequest, Session):
        model.objects.all().delete()


def client() -> Any:
    """A client of nobody."""
    return APIClient(raise_request_exception=False)


def signed_in(providers: StandIn, name: str) -> Any:
    """A client of a user without a password."""
    api = client()
    body = by_code(api, providers.code_for(said(f"{name}@example.com", subject=name))).json()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {body['access']}")
    return api


def outcome(answer: Any) -> tuple[int, str | None]:
    """Status and code."""
    return answer.status_code, answer.json().get("code") if answer.content else None


def test_one_state_is_one_session(providers: StandIn) -> None:
    """However many requests bring it."""
    make_person()
    api = client()
    state, code = start(api), providers.code_for(said())

    def back(_: int) -> str:
        browser = client()
        browser.cookies = api.cookies
        return end_of(come_back(browser, state=state, code=code))

    assert Counter(together(16, back)) == {"signed_in": 1, "error=state_lost": 15}
    assert Session.objects.count() == 1


def test_one_id_token_is_one_session(providers: StandIn) -> None:
    """The same for an app."""
    make_person()
    token = providers.id_token_for(said())
    found = Counter(together(8, lambda _: outcome(by_token(client(), token))))
    assert found == {(200, None): 1, (400, "identity_used_before"): 7}
    assert Session.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_first_sign_ins_at_once_make_one_account(providers: StandIn, round_: int) -> None:
    """Both are in it, and there is one identity."""
    codes = [providers.code_for(said()) for _ in range(4)]
    found = Counter(together(4, lambda which: outcome(by_code(client(), codes[which]))))
    assert found == {(200, None): 4}
    assert (get_user_model()._default_manager.count(), Identity.objects.count()) == (1, 1)


def test_first_sign_ins_at_once_wait_for_one_account(providers: StandIn) -> None:
    """At a provider that doesn't speak for the address: of all their links, one opens it."""
    mail.outbox.clear()
    codes = [providers.code_for(said(provider="hub")) for _ in range(3)]
    found = Counter(together(3, lambda which: outcome(by_code(client(), codes[which], "hub"))))
    assert found == {(401, "email_not_verified"): 3}
    until(lambda: len(mail.outbox) == 3)
    bodies = [{"token": token_in(one)} for one in mail.outbox]
    opened = Counter(together(3, lambda which: client().post("/api/users/activation/", bodies[which]).status_code))
    # Some may have been one sign-up, whose link may be followed again.
    assert opened[204] >= 1
    assert opened.keys() <= {204, 400}
    assert (get_user_model()._default_manager.count(), Identity.objects.count()) == (1, 1)


def test_joins_at_once_write_one_identity(providers: StandIn) -> None:
    """An account that nobody had proved is taken over once."""
    make_person(is_verified=False)
    codes = [providers.code_for(said()) for _ in range(4)]
    found = Counter(together(4, lambda which: outcome(by_code(client(), codes[which]))))
    assert found == {(200, None): 4}
    assert (get_user_model()._default_manager.count(), Identity.objects.count()) == (1, 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_identity_is_linked_to_one_user(providers: StandIn, round_: int) -> None:
    """The others are told so."""
    clients = [signed_in(providers, name) for name in ("ada", "grace", "joan")]
    codes = [providers.code_for(said("x@y.org", provider="hub")) for _ in clients]
    found = Counter(together(3, lambda which: outcome(by_code(clients[which], codes[which], "hub", "link"))))
    assert found == {(201, None): 1, (409, "identity_taken"): 2}
    assert Identity.objects.filter(provider="hub").count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_removals_at_once_leave_a_way_in(providers: StandIn, round_: int) -> None:
    """Each alone would be fine."""
    api = signed_in(providers, "ada")
    assert by_code(api, providers.code_for(said("x@y.org", provider="hub")), "hub", "link").status_code == 201
    paths = [f"/api/identities/{one.pk}/" for one in Identity.objects.all()]
    found = Counter(together(2, lambda which: outcome(api.delete(paths[which]))))
    assert found == {(204, None): 1, (409, "last_way_in"): 1}
    assert Identity.objects.count() == 1
