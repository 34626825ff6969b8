"""``manage.py adoption_status``: when the tables of Simple JWT can be dropped."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import refresh
from compat.tests.simplejwt.adoption.conftest import tables
from drf_signet_compat.simplejwt.adoption.management.commands import adoption_status
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken

DAY = timedelta(days=1)


def status() -> tuple[int, str]:
    """The exit status, and the output."""
    output = StringIO()
    try:
        call_command("adoption_status", stdout=output, no_color=True)
    except SystemExit as exit_:
        return int(str(exit_.code)), output.getvalue()
    return 0, output.getvalue()


def counts(text: str) -> list[int]:
    """The numbers of the four heaps."""
    return [int(line.split()[0].replace(",", "")) for line in text.splitlines()[1:5]]


def test_without_tokens_the_tables_can_go(db: None) -> None:
    """Nothing is in them."""
    code, text = status()
    assert (code, counts(text)) == (0, [0, 0, 0, 0])
    assert "You can drop the tables" in text


def test_what_has_expired_keeps_nothing(user: User) -> None:
    """Nobody can use an expired token."""
    simple_jwt.sign_in(user, timezone.now() - 2 * DAY)
    code, text = status()
    assert (code, counts(text)) == (0, [1, 0, 0, 0])


def test_the_blacklist_is_needed_until_what_is_on_it_expires(user: User) -> None:
    """Otherwise a revoked token would be accepted again."""
    simple_jwt.blacklist(simple_jwt.sign_in(user))
    code, text = status()
    assert (code, counts(text)) == (1, [0, 1, 0, 0])
    reason = "Keep the tables until"
    assert f"{reason} {timezone.now() + DAY:%Y-%m-%d}" in text


def test_adoption_is_needed_until_nobody_can_come(api: APIClient, user: User) -> None:
    """If tokens rotate, those that became sessions aren't counted."""
    simple_jwt.sign_in(user)
    old = simple_jwt.sign_in(user)
    refresh(api, old)
    code, text = status()
    assert (code, counts(text)) == (1, [0, 0, 1, 1])
    assert "Keep the views of adoption" in text
    assert "Keep the tables" not in text


def test_where_tokens_dont_rotate_the_client_keeps_coming_with_its_own(api: APIClient, user: User) -> None:
    """It does so although it has a session."""
    with override_settings(SIMPLE_JWT={}):
        refresh(api, simple_jwt.sign_in(user))
        assert status()[0] == 1
    assert status()[0] == 0


def test_a_percentage_keeps_the_tables(db: None) -> None:
    """Tokens of the others are written down there."""
    with override_settings(SIMPLE_JWT={"ADOPTION_PERCENTAGE": 99}):
        code, text = status()
    assert code == 1
    assert "ADOPTION_PERCENTAGE is below 100" in text


@pytest.mark.parametrize("number", [1_203])
def test_many_tokens_are_counted_in_batches_and_nothing_is_written(user: User, number: int) -> None:
    """Two queries for each five hundred."""
    for _ in range(number):
        simple_jwt.sign_in(user)
    before = tables()
    assert counts(status()[1]) == [0, 0, 0, number]
    assert tables() == before


def test_without_the_app_there_is_nothing_to_count(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command doesn't fail."""
    monkeypatch.setattr(adoption_status, "current", lambda: None)
    code, text = status()
    assert code == 0
    assert "isn't installed" in text
    assert "Keep the views of adoption for one REFRESH_TOKEN_LIFETIME" in text


def test_without_the_tables_there_is_nothing_to_count_either(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says that only the app is left to remove."""
    monkeypatch.setattr(OutstandingToken._meta, "db_table", "dropped")
    code, text = status()
    assert code == 0
    assert "The tables are gone" in text
