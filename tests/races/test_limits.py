"""
The limits of what the windows can promise: when honest clients are logged out, or a thief isn't detected.

`test_state_machine` shows that it doesn't happen within these limits. Each test here is one step beyond.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from django.contrib.auth.models import User

from drf_signet.errors import RefreshSupersededError, TokenReusedError
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)
GRACE: Final = timedelta(seconds=10)
RETRY: Final = timedelta(minutes=5)
TICK: Final = timedelta(microseconds=1)
MINUTE: Final = timedelta(minutes=1)


def refreshed(raw: str, now: datetime) -> str:
    """The token that *raw* gets at *now*."""
    return str(refresh(raw, RefreshToken, now=now))


@pytest.fixture
def first(user: User) -> str:
    """The refresh token of a sign-in at NOW."""
    return str(RefreshToken.for_user(user, now=NOW))


def test_a_client_that_comes_back_for_a_lost_answer_after_the_retry_period_is_logged_out(first: str) -> None:
    """A laptop that is closed while it refreshes, for longer than an access token lives."""
    refreshed(first, NOW)
    with pytest.raises(TokenReusedError):
        refreshed(first, NOW + RETRY + TICK)


def test_a_request_that_the_network_holds_back_past_the_grace_makes_the_newer_token_void(first: str) -> None:
    """The client got its answer and keeps the token; a duplicate of its request comes later than the grace."""
    held = refreshed(first, NOW)
    refreshed(first, NOW + GRACE + TICK)
    with pytest.raises(TokenReusedError):
        refreshed(held, NOW + MINUTE)


def test_a_request_that_the_network_holds_back_over_two_refreshes_ends_the_session(first: str) -> None:
    """After the grace, it looks like a thief with an old token."""
    refreshed(refreshed(first, NOW), NOW + MINUTE)
    with pytest.raises(TokenReusedError):
        refreshed(first, NOW + MINUTE + GRACE + TICK)


def test_two_tabs_that_retry_on_both_sides_of_the_end_of_the_grace_get_two_tokens(first: str) -> None:
    """
    Both lost the answer. The tab that is served before the end gets it again, and the other gets a replacement.

    So the token of the first tab is void a moment later: 409 while the grace lasts, and then the session ends. A tab
    that keeps the token with the later ``iat`` is safe.
    """
    refreshed(first, NOW)
    one, other = refreshed(first, NOW + GRACE), refreshed(first, NOW + GRACE + TICK)
    assert one != other
    with pytest.raises(RefreshSupersededError):
        refreshed(one, NOW + 2 * GRACE)
    assert not Session.objects.filter(revoked_at__isnull=False).exists()
    with pytest.raises(TokenReusedError):
        refreshed(one, NOW + 2 * GRACE + 2 * TICK)


def test_a_thief_who_refreshes_within_the_grace_of_the_victim_shares_its_tokens(first: str) -> None:
    """Again and again; the first time that the thief is late, the session ends for both."""
    stolen = held = first
    now = NOW
    for _ in range(5):
        now += MINUTE
        held, stolen = refreshed(held, now), refreshed(stolen, now + GRACE)
        assert held == stolen
    held = refreshed(held, now + MINUTE)
    stolen = refreshed(stolen, now + MINUTE + GRACE + TICK)
    with pytest.raises(TokenReusedError):
        refreshed(held, now + 2 * MINUTE)
