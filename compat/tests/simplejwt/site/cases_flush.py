"""``flushexpiredtokens`` forgets what nothing accepts any more, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from compat.tests.simplejwt.site.asking import post, simple_jwt
from drf_signet_compat.simplejwt.token_blacklist.flush import flush_expired_tokens
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from drf_signet_compat.simplejwt.tokens import RefreshToken, SlidingToken

THEN = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MINUTES = timedelta(minutes=5)


@pytest.mark.parametrize(("leeway", "end"), [(0, THEN + DAY), (60, THEN + DAY + timedelta(minutes=1))])
def test_a_refresh_token_is_kept_as_long_as_it_is_accepted(user: User, leeway: int, end: datetime) -> None:
    """Until ``exp`` plus LEEWAY. Otherwise a revoked token would be accepted again."""
    with simple_jwt(LEEWAY=leeway):
        RefreshToken.for_user(user, now=THEN).blacklist()
        assert flush_expired_tokens(end - SECOND) == 0
        assert flush_expired_tokens(end) == 1
    assert not OutstandingToken.objects.exists()
    assert not BlacklistedToken.objects.exists()


def test_a_sliding_token_is_kept_as_long_as_it_can_be_refreshed(user: User) -> None:
    """Its identifier is valid beyond its first ``exp``, and after a last refresh beyond ``refresh_exp``."""
    SlidingToken.for_user(user, now=THEN).blacklist()
    assert flush_expired_tokens(THEN + MINUTES) == 0
    assert flush_expired_tokens(THEN + DAY + MINUTES - SECOND) == 0
    assert flush_expired_tokens(THEN + DAY + MINUTES) == 1


def test_the_cron_job_brings_no_sliding_token_back(user: User) -> None:
    """A revoked token stays refused, with its later ``exp`` too."""
    start = datetime.now(UTC) - 2 * MINUTES
    first = SlidingToken.for_user(user, now=start)
    later = SlidingToken(str(first), now=start + SECOND)
    later.set_exp(lifetime=DAY / 2)
    later.blacklist()
    call_command("flushexpiredtokens")
    assert post("sliding/refresh", token=str(later)).data["detail"] == "Token is blacklisted"


def test_little_by_little(user: User) -> None:
    """Rows that stay don't block the others."""
    kept = [SlidingToken.for_user(user, now=THEN).get("jti") for _ in range(3)]
    for _ in range(5):
        RefreshToken.for_user(user, now=THEN)
    kept.append(RefreshToken.for_user(user, now=THEN + DAY).get("jti"))
    assert flush_expired_tokens(THEN + DAY, batch=2) == 5
    assert sorted(OutstandingToken.objects.values_list("jti", flat=True)) == sorted(map(str, kept))


def test_a_row_that_holds_no_token(user: User) -> None:
    """A text that can't be read is no sliding token."""
    OutstandingToken.objects.create(jti="a", token="nonsense", expires_at=THEN)
    assert flush_expired_tokens(THEN) == 1


def test_the_command(user: User) -> None:
    """It says how many, if asked."""
    RefreshToken.for_user(user, now=THEN)
    output = StringIO()
    call_command("flushexpiredtokens", verbosity=2, stdout=output)
    assert output.getvalue() == "1 deleted.\n"
