"""Revocation: a token ends its session, and everything else is answered as if it had."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.tokens import AccessToken
from tests.sessions_wire import user_changes
from tests.sessions_wire.services import HASHED, REVOKE, SIGNET, URLS, ask, basic
from tests.sessions_wire.signed import ago, resigned
from tests.stand_ins.outages import OUTAGES, database_raising

BILLING = "https://billing.example.com"

pytestmark = [pytest.mark.urls(URLS), pytest.mark.usefixtures("_signet")]


@pytest.fixture
def _signet() -> Any:
    with override_settings(SIGNET=SIGNET):
        yield


def assert_revoked(answer: Any) -> None:
    """200, and an empty body in JSON that no cache keeps."""
    assert (answer.status_code, answer.content) == (200, b"{}")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["refresh", "access", "sliding"])
@pytest.mark.parametrize("hint", [None, "access_token", "refresh_token", "nonsense"])
def test_a_token_ends_its_session(api: APIClient, user: User, kind: str, hint: str | None) -> None:
    """And no other, also the second time, whatever the hint says."""
    token = SlidingToken.for_user(user) if kind == "sliding" else RefreshToken.for_user(user)
    RefreshToken.for_user(user)
    raw = str(token.access_token) if kind == "access" else str(token)  # type: ignore[union-attr]
    for _ in range(2):
        assert_revoked(ask(api, REVOKE, raw, **({} if hint is None else {"token_type_hint": hint})))
    ended = Session.objects.get(revoked_at__isnull=False)
    assert (str(ended.pk), ended.revoke_reason) == (token["sid"], Reason.LOGOUT)


def test_a_service_with_an_audience_ends_no_other_session(api: APIClient, user: User) -> None:
    """It is answered as for what is no token."""
    for audience, is_over in ((None, False), ("https://orders.example.com", False), (BILLING, True)):
        with override_settings(SIGNET={**SIGNET, "AUDIENCE": audience}):
            token = RefreshToken.for_user(user)
            for raw in (str(token.access_token), str(token)):
                assert_revoked(ask(api, REVOKE, raw, basic("billing", HASHED)))
        assert (Session.objects.get(pk=token["sid"]).revoked_at is not None) == is_over


def test_it_costs_two_statements(api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """One to look, one to end."""
    token = str(RefreshToken.for_user(user).access_token)
    with django_assert_num_queries(2):
        assert_revoked(ask(api, REVOKE, token))


def test_a_replaced_refresh_token_ends_its_session_too(api: APIClient, user: User) -> None:
    """As when its user signs out: there is nothing that a thief could gain by it."""
    first = str(RefreshToken.for_user(user, now=ago(timedelta(hours=1))))
    refresh(first, RefreshToken, now=ago(timedelta(minutes=59)))
    assert_revoked(ask(api, REVOKE, first))
    assert Session.objects.get().revoke_reason == Reason.LOGOUT


def test_for_what_is_no_token_the_answer_is_the_same(api: APIClient, user: User) -> None:
    """Rubbish, expired, forged, of somebody else's session; and nothing ends."""
    token = RefreshToken.for_user(user)
    access = token.access_token
    other = User.objects.create_user("other", password="x")
    for one in (
        *("x", "\0", "x" * 20_000, str(access)[:-2], resigned(token, jti="0" * 32), resigned(access, sid="nonsense")),
        *(AccessToken(now=timezone.now() - timedelta(days=1)), resigned(access, user_id=str(other.pk))),
        resigned(access, token_type="activation"),
    ):
        assert_revoked(ask(api, REVOKE, one))
    assert not Session.objects.filter(revoked_at__isnull=False).exists()


@pytest.mark.parametrize("change", [user_changes.delete_by_sql, user_changes.disable_by_sql])
def test_what_became_of_the_user_doesn_t_matter(api: APIClient, user: User, change: Any) -> None:
    """200 in any case."""
    token = str(RefreshToken.for_user(user))
    change(user)
    assert_revoked(ask(api, REVOKE, token))


def test_a_genuine_token_without_a_session_is_of_an_unsupported_type(api: APIClient, user: User) -> None:
    """A 200 would be a lie: it is valid until it expires."""
    answer = ask(api, REVOKE, AccessToken.for_user(user))
    assert answer.status_code == 400
    assert (answer.json()["error"], answer.json()["code"]) == ("unsupported_token_type",) * 2


def test_a_token_that_is_ahead_of_the_clock_is_to_be_sent_again(api: APIClient, user: User) -> None:
    """It will be valid: its session hasn't ended."""
    access = RefreshToken.for_user(user).access_token
    answer = ask(api, REVOKE, resigned(access, iat=int(timezone.now().timestamp()) + 600))
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
def test_without_a_database_nothing_is_revoked(api: APIClient, user: User, outage: Any) -> None:
    """And the service learns that it has to ask again (RFC 7009 section 2.2.1)."""
    token = str(RefreshToken.for_user(user).access_token)
    with database_raising(outage.error):
        answer = ask(api, REVOKE, token)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, outage.retry_after)


def test_it_is_outside_of_the_transaction_of_the_request(api: APIClient, user: User) -> None:
    """As every endpoint of ours (``ATOMIC_REQUESTS``)."""
    from django.urls import resolve

    for path in ("introspect", "revoke", "events"):
        view = resolve(f"/sessions/api/{path}/").func
        assert set(connections) <= set(vars(view)["_non_atomic_requests"])
