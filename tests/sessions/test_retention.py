"""How long ended sessions are remembered, and which tokens would outlive that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.sessions.retention import outlives_retention, retention
from drf_signet.tokens import AccessToken

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("leeway", [timedelta(), 10 * MINUTE])
@pytest.mark.parametrize(("lifetime", "outlives"), [(5 * MINUTE, False), (6 * MINUTE, True), (15 * MINUTE, True)])
def test_a_token_that_is_accepted_for_longer_is_known(
    user: User, leeway: timedelta, lifetime: timedelta, *, outlives: bool
) -> None:
    """Whatever the leeway is, which prolongs both."""
    token = AccessToken.for_user(user, now=NOW)
    token.set_exp(lifetime=lifetime)
    with override_settings(SIGNET={"LEEWAY": leeway}):
        assert outlives_retention(token) is outlives
        assert outlives or lifetime + leeway < retention()
