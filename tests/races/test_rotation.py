"""Each branch of the decision, end to end on the database: what the client gets, and the row afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import override_settings

from drf_signet.errors import RefreshSupersededError, SessionRevokedError, TokenReusedError
from drf_signet.sessions import rotation
from drf_signet.sessions.models import Session
from drf_signet.sessions.new_password import keeping
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.refresh_decision import Verdict, decide
from drf_signet.sessions.tokens import RefreshToken

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)
GRACE: Final = timedelta(seconds=10)
RETRY: Final = timedelta(minutes=5)
TICK: Final = timedelta(microseconds=1)
MINUTE: Final = timedelta(minutes=1)


class Row(NamedTuple):
    """The columns that a refresh may change."""

    generation: int
    previous_generation: int | None
    rotated_at: datetime
    revoked_at: datetime | None = None
    revoke_reason: str = ""


def row() -> Row:
    """The one row there is."""
    return Row(*Session.objects.values_list(*Row._fields).get())


def refreshed(raw: str, now: datetime) -> str:
    """The token that *raw* gets at *now*."""
    return str(refresh(raw, RefreshToken, now=now))


def generation_of(raw: str) -> object:
    """The generation that a token claims."""
    return RefreshToken(raw, now=NOW + MINUTE)["gen"]


@pytest.fixture
def first(user: User) -> str:
    """The refresh token of a sign-in at NOW."""
    return str(RefreshToken.for_user(user, now=NOW))


def change_password_before_the_next_decision(user: User, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what a refresh reads and what it writes, *user* chooses a new password in *session*."""

    def decide_late(*arguments: Any) -> Verdict:
        monkeypatch.undo()
        with transaction.atomic(), keeping(session.pk):
            user.set_password("another long password")
            user.save()
        return decide(*arguments)

    monkeypatch.setattr(rotation, "decide", decide_late)


@pytest.fixture
def strict() -> Iterator[None]:
    """Without windows."""
    with override_settings(SIGNET={"REFRESH_GRACE_PERIOD": timedelta(), "REFRESH_RETRY_PERIOD": timedelta()}):
        yield


def test_a_sign_in_is_a_row_of_generation_zero(first: str) -> None:
    """It has no previous token."""
    assert row() == Row(0, None, NOW)


def test_the_current_token_gets_the_next_one(first: str) -> None:
    """Twice in a row."""
    second = refreshed(first, NOW + MINUTE)
    assert (generation_of(second), row()) == (1, Row(1, 0, NOW + MINUTE))
    third = refreshed(second, NOW + 2 * MINUTE)
    assert (RefreshToken(third, now=NOW + 2 * MINUTE)["gen"], row()) == (2, Row(2, 1, NOW + 2 * MINUTE))


@pytest.mark.parametrize("age", [timedelta(), GRACE - TICK, GRACE])
def test_the_previous_token_gets_the_same_answer_within_the_grace(first: str, age: timedelta) -> None:
    """The very same token, and nothing is written."""
    second = refreshed(first, NOW)
    assert refreshed(first, NOW + age) == second
    assert row() == Row(1, 0, NOW)


def test_a_machine_whose_clock_is_behind_gives_the_same_answer(first: str) -> None:
    """For it, the refresh lies in the future."""
    second = refreshed(first, NOW + MINUTE)
    assert refreshed(first, NOW + MINUTE - GRACE) == second
    assert row() == Row(1, 0, NOW + MINUTE)


@pytest.mark.parametrize("age", [GRACE + TICK, RETRY])
def test_a_lost_answer_is_replaced_within_the_retry_period(first: str, age: timedelta) -> None:
    """By a token of another generation; the previous one stays, so that this answer may be lost as well."""
    refreshed(first, NOW)
    replacement = refresh(first, RefreshToken, now=NOW + age)
    assert replacement["gen"] == 2
    assert row() == Row(2, 0, NOW + age)
    again = refresh(first, RefreshToken, now=NOW + age + RETRY)
    assert again["gen"] == 3
    assert row() == Row(3, 0, NOW + age + RETRY)


def test_the_replacement_rotates_as_any_token(first: str) -> None:
    """Then the token of the sign-in is no longer the previous one."""
    refreshed(first, NOW)
    replacement = refreshed(first, NOW + MINUTE)
    assert refresh(replacement, RefreshToken, now=NOW + 2 * MINUTE)["gen"] == 3
    assert row() == Row(3, 2, NOW + 2 * MINUTE)


def test_the_void_answer_shown_within_the_grace_ends_nothing(first: str) -> None:
    """It may be the answer of a parallel request, on its way at the same time."""
    void = refreshed(first, NOW)
    refreshed(first, NOW + MINUTE)
    with pytest.raises(RefreshSupersededError):
        refreshed(void, NOW + MINUTE + GRACE)
    assert row() == Row(2, 0, NOW + MINUTE)


def test_the_void_answer_shown_after_the_grace_is_reuse(first: str) -> None:
    """It did arrive, but not at the client that asked again."""
    void = refreshed(first, NOW)
    replacement = refreshed(first, NOW + MINUTE)
    late = NOW + MINUTE + GRACE + TICK
    with pytest.raises(TokenReusedError):
        refreshed(void, late)
    assert row() == Row(2, 0, NOW + MINUTE, late, "reuse")
    with pytest.raises(SessionRevokedError):
        refreshed(replacement, late)
    assert row() == Row(2, 0, NOW + MINUTE, late, "reuse")


@pytest.mark.parametrize("age", [timedelta(), GRACE])
def test_an_older_token_is_superseded_within_the_grace(first: str, age: timedelta) -> None:
    """No token, and nothing is written."""
    refreshed(refreshed(first, NOW), NOW + MINUTE)
    with pytest.raises(RefreshSupersededError):
        refreshed(first, NOW + MINUTE + age)
    assert row() == Row(2, 1, NOW + MINUTE)


def test_an_older_token_is_reuse_after_the_grace(first: str) -> None:
    """The newest token goes with its session."""
    newest = refreshed(refreshed(first, NOW), NOW + MINUTE)
    late = NOW + MINUTE + GRACE + TICK
    with pytest.raises(TokenReusedError):
        refreshed(first, late)
    assert row() == Row(2, 1, NOW + MINUTE, late, "reuse")
    with pytest.raises(SessionRevokedError):
        refreshed(newest, late)


def test_the_previous_token_is_reuse_after_the_retry_period(first: str) -> None:
    """Nobody waits for an answer that long."""
    newest = refreshed(first, NOW)
    late = NOW + RETRY + TICK
    with pytest.raises(TokenReusedError):
        refreshed(first, late)
    assert row() == Row(1, 0, NOW, late, "reuse")
    with pytest.raises(SessionRevokedError):
        refreshed(newest, late)


def test_an_ended_session_keeps_its_end(first: str) -> None:
    """A second reuse changes neither the time nor the reason."""
    refreshed(first, NOW)
    late = NOW + RETRY + TICK
    with pytest.raises(TokenReusedError):
        refreshed(first, late)
    with pytest.raises(SessionRevokedError):
        refreshed(first, late + MINUTE)
    assert row() == Row(1, 0, NOW, late, "reuse")


def test_a_database_that_lost_refreshes_goes_fast_forward(first: str) -> None:
    """After a failover to a replica that was behind, the client with the newest token goes on."""
    newest = refreshed(refreshed(refreshed(first, NOW), NOW), NOW)
    Session.objects.update(generation=1, previous_generation=0, rotated_at=NOW)
    assert refresh(newest, RefreshToken, now=NOW + MINUTE)["gen"] == 4
    assert row() == Row(4, 3, NOW + MINUTE)


def test_after_a_fast_forward_the_same_token_gets_the_same_answer(first: str) -> None:
    """It is the previous one then."""
    newest = refreshed(refreshed(first, NOW), NOW)
    Session.objects.update(generation=0, previous_generation=None, rotated_at=NOW)
    assert refreshed(newest, NOW + MINUTE) == refreshed(newest, NOW + MINUTE + GRACE)


@pytest.mark.parametrize("age", [timedelta(), GRACE, MINUTE])
@pytest.mark.parametrize("wait", [timedelta(), GRACE])
def test_after_a_fast_forward_a_tab_that_is_behind_gets_the_same_answer(
    first: str, age: timedelta, wait: timedelta
) -> None:
    """One tab holds the generation that was forgotten, another one the token before: it is no thief."""
    behind = refreshed(first, NOW)
    newest = refreshed(behind, NOW)
    Session.objects.update(generation=1, previous_generation=0, racing_from_generation=0, rotated_at=NOW)
    answer = refreshed(newest, NOW + age)
    assert refreshed(behind, NOW + age + wait) == answer
    assert refreshed(newest, NOW + age + wait) == answer
    refreshed(answer, NOW + age + wait)
    assert row().generation == 4


def test_after_a_fast_forward_a_race_goes_on_as_if_nothing_were_lost(first: str) -> None:
    """The refreshes that were forgotten are younger than one within the grace."""
    tokens = [first]
    for _ in range(4):
        tokens.append(refreshed(tokens[-1], NOW))
    Session.objects.update(generation=1, previous_generation=0, racing_from_generation=0, rotated_at=NOW)
    answer = refreshed(tokens[-1], NOW + GRACE)
    assert {refreshed(one, NOW + 2 * GRACE) for one in tokens} == {answer}


@pytest.mark.parametrize("wait", [GRACE + TICK, MINUTE])
def test_after_a_fast_forward_the_token_before_is_reuse_later(first: str, wait: timedelta) -> None:
    """As the token before any other one is, once the race is over."""
    behind = refreshed(first, NOW)
    newest = refreshed(behind, NOW)
    Session.objects.update(generation=1, previous_generation=0, racing_from_generation=0, rotated_at=NOW)
    refreshed(newest, NOW + MINUTE)
    with pytest.raises(TokenReusedError):
        refreshed(behind, NOW + MINUTE + wait)


def test_after_a_fast_forward_what_the_database_had_forgotten_is_reuse(first: str) -> None:
    """A generation that the failover lost, and that is older than the newest token, is an old one."""
    second = refreshed(first, NOW)
    newest = refreshed(second, NOW)
    Session.objects.update(generation=0, previous_generation=None, rotated_at=NOW)
    refreshed(newest, NOW + MINUTE)
    with pytest.raises(TokenReusedError):
        refreshed(second, NOW + 2 * MINUTE)


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("age", [timedelta(seconds=-1), timedelta(), TICK, GRACE, RETRY])
def test_without_windows_a_second_use_ends_the_session(first: str, age: timedelta) -> None:
    """At any age, even by a parallel request, or by a client that never got its answer."""
    newest = refreshed(first, NOW + MINUTE)
    again = NOW + MINUTE + age
    with pytest.raises(TokenReusedError):
        refreshed(first, again)
    assert row() == Row(1, 0, NOW + MINUTE, again, "reuse")
    with pytest.raises(SessionRevokedError):
        refreshed(newest, again + MINUTE)


@pytest.mark.usefixtures("strict")
def test_without_windows_an_older_token_ends_the_session(first: str) -> None:
    """There is no 409 without a grace."""
    refreshed(refreshed(first, NOW), NOW)
    with pytest.raises(TokenReusedError):
        refreshed(first, NOW)
    assert row() == Row(2, 1, NOW, NOW, "reuse")


@pytest.mark.usefixtures("strict")
def test_without_windows_tokens_that_are_used_once_go_on(first: str) -> None:
    """One after the other."""
    token = first
    for generation in range(1, 6):
        token = refreshed(token, NOW)
        assert row() == Row(generation, generation - 1, NOW)


@pytest.mark.usefixtures("strict")
def test_without_windows_a_failover_is_still_nobodys_fault(first: str) -> None:
    """Fast-forward knows no windows."""
    newest = refreshed(refreshed(first, NOW), NOW)
    Session.objects.update(generation=0, previous_generation=None)
    refreshed(newest, NOW)
    assert row() == Row(3, 2, NOW)


def test_a_refresh_doesnt_undo_a_change_of_password(user: User, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept session goes on, even if its refresh was under way."""
    change_password_before_the_next_decision(user, Session.objects.get(), monkeypatch)
    second = refreshed(first, NOW + MINUTE)
    refreshed(second, NOW + 2 * MINUTE)
    assert row() == Row(2, 1, NOW + 2 * MINUTE)


def test_a_refresh_of_a_session_that_a_new_password_ended_is_refused(
    user: User, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if it was under way."""
    other = RefreshToken.for_user(user, now=NOW).session
    change_password_before_the_next_decision(user, other, monkeypatch)
    with pytest.raises(SessionRevokedError):
        refreshed(first, NOW + MINUTE)


def test_a_refresh_never_shortens_the_life_of_a_session(first: str) -> None:
    """A lifetime that was shortened meanwhile only counts for tokens that outlive the old ones."""
    before = Session.objects.get().token_expires_at
    with override_settings(SIGNET={"REFRESH_TOKEN_LIFETIME": timedelta(hours=1)}):
        second = refreshed(first, NOW + MINUTE)
        assert Session.objects.get().token_expires_at == before
        refreshed(second, before - MINUTE)
        assert Session.objects.get().token_expires_at == before + timedelta(minutes=59)
