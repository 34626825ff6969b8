"""What is told about sessions: one signal and one log line each, and nothing that could be used."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.errors import TokenReusedError
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.refresh_decision import Verdict
from drf_signet.sessions.signals import refresh_decided, session_opened
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions.hearing import SIGNALS, Heard, hearing

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)

Lines = list[tuple[str, str]]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def lines(log: pytest.LogCaptureFixture) -> Lines:
    """What the logger of the library was told since the last look."""
    told = [(one.levelname, one.getMessage()) for one in log.records if one.name == "drf_signet"]
    log.clear()
    return told


def names(heard: Heard) -> list[str]:
    """The signals since the last look, each of the one session there is."""
    key = Session.objects.get().pk
    assert all(session.pk == key for _, session in heard)
    told = [name for name, _ in heard]
    heard.clear()
    return told


def test_each_event_is_one_line_and_one_signal(user: User, log: pytest.LogCaptureFixture) -> None:
    """A whole life: opened, refreshed, refreshed, reused; at the last, two things happen."""
    with hearing() as heard, signing_in_from(Device("curl/8", "192.0.2.7")):
        first = RefreshToken.for_user(user, now=NOW)
        who = f"session {first.session.pk} of user {user.pk}"
        assert (names(heard), lines(log)) == (["session_opened"], [("INFO", f"{who} opened from 192.0.2.7")])
        second = refresh(str(first), RefreshToken, now=NOW + HOUR)
        assert (names(heard), lines(log)) == (["session_rotated"], [("INFO", f"{who} refreshed, generation 1")])
        refresh(str(second), RefreshToken, now=NOW + 2 * HOUR)
        assert (names(heard), lines(log)) == (["session_rotated"], [("INFO", f"{who} refreshed, generation 2")])
        with pytest.raises(TokenReusedError):
            refresh(str(first), RefreshToken, now=NOW + 3 * HOUR)
        assert names(heard) == ["session_ended", "token_reused"]
        assert lines(log) == [
            ("INFO", f"{who} ended: reuse"),
            ("WARNING", f"{who}: a client sent the refresh token of generation 0 again, at generation 2"),
        ]


def test_the_same_answer_again_is_no_event(user: User, log: pytest.LogCaptureFixture) -> None:
    """A parallel request that is given the token of the other one changes nothing."""
    first = RefreshToken.for_user(user, now=NOW)
    refresh(str(first), RefreshToken, now=NOW)
    lines(log)
    with hearing() as heard:
        refresh(str(first), RefreshToken, now=NOW)
        assert (names(heard), lines(log)) == ([], [])


def test_signing_out_is_told_once(user: User, log: pytest.LogCaptureFixture) -> None:
    """With its reason."""
    token = RefreshToken.for_user(user, now=NOW)
    lines(log)
    with hearing() as heard:
        token.blacklist()
        token.blacklist()
        assert names(heard) == ["session_ended"]
    assert lines(log) == [("INFO", f"session {token.session.pk} of user {user.pk} ended: logout")]


def test_a_database_that_forgot_is_told(user: User, log: pytest.LogCaptureFixture) -> None:
    """A genuine token of a later generation than the row has: a failover, and no theft."""
    first = RefreshToken.for_user(user, now=NOW)
    second = refresh(str(first), RefreshToken, now=NOW)
    third = refresh(str(second), RefreshToken, now=NOW)
    Session.objects.update(generation=0, previous_generation=None)
    lines(log)
    with hearing() as heard:
        assert refresh(str(third), RefreshToken, now=NOW)["gen"] == 3
        assert names(heard) == ["session_rotated"]
    assert [level for level, _ in lines(log)] == ["INFO", "WARNING"]


@pytest.mark.parametrize("name", SIGNALS)
def test_a_receiver_that_fails_stops_nobody(user: User, log: pytest.LogCaptureFixture, name: str) -> None:
    """Neither the act nor the other receivers; and it is logged."""

    def fail(**kwargs: object) -> None:
        raise RuntimeError("a receiver of the project's own")

    SIGNALS[name].connect(fail)
    try:
        with hearing() as heard:
            first = RefreshToken.for_user(user, now=NOW)
            refresh(str(first), RefreshToken, now=NOW)
            with pytest.raises(TokenReusedError):
                refresh(str(first), RefreshToken, now=NOW + HOUR)
            assert names(heard) == ["session_opened", "session_rotated", "session_ended", "token_reused"]
    finally:
        SIGNALS[name].disconnect(fail)
    failures = [one for one in log.records if one.exc_info and "a receiver of" in str(one.exc_info[1])]
    assert len(failures) == 1
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_receiver_gets_the_session_and_its_class(user: User) -> None:
    """As the documentation of signals has it."""
    got: list[object] = []

    def receive(sender: object, session: Session, **kwargs: object) -> None:
        got.extend((sender, session.user_id, session.revoke_reason))

    session_opened.connect(receive)
    try:
        RefreshToken.for_user(user)
    finally:
        session_opened.disconnect(receive)
    assert got == [Session, user.pk, ""]


def test_nothing_that_is_logged_can_be_used(user: User, log: pytest.LogCaptureFixture) -> None:
    """No part of a token, no secret, no fingerprint, at any level, by any logger."""
    with override_settings(DEBUG=False):
        first = RefreshToken.for_user(user, now=NOW)
        second = refresh(str(first), RefreshToken, now=NOW + HOUR)
        with pytest.raises(TokenReusedError):
            refresh(str(first), RefreshToken, now=NOW + 2 * HOUR)
    session = Session.objects.get()
    secrets = {bytes(session.secret).hex(), session.auth_hash, user.password, repr(bytes(session.secret))}
    for token in (first, second, first.access_token, second.access_token):
        secrets |= set(str(token).split(".")[1:])
        secrets.add(str(token["jti"]))
    told = "\n".join(record.getMessage() for record in log.records if record.name.startswith("drf_signet"))
    assert told.count("\n") == 3
    assert not any(secret in told for secret in secrets)


def test_each_decision_about_a_refresh_is_told(user: User) -> None:
    """Once, with what was decided, also where nothing changes."""
    told: list[str] = []

    def receive(verdict: Verdict, session: Session, **kwargs: object) -> None:
        told.append(verdict.name)

    refresh_decided.connect(receive)
    try:
        first = RefreshToken.for_user(user, now=NOW)
        second = refresh(str(first), RefreshToken, now=NOW)
        refresh(str(first), RefreshToken, now=NOW)
        refresh(str(second), RefreshToken, now=NOW + 2 * HOUR)
        lost = refresh(str(second), RefreshToken, now=NOW + 2 * HOUR + timedelta(minutes=1))
        Session.objects.update(generation=0, previous_generation=None)
        third = refresh(str(lost), RefreshToken, now=NOW + 3 * HOUR)
        refresh(str(third), RefreshToken, now=NOW + 4 * HOUR)
        with pytest.raises(TokenReusedError):
            refresh(str(second), RefreshToken, now=NOW + 5 * HOUR)
    finally:
        refresh_decided.disconnect(receive)
    assert told == ["ROTATE", "REPEAT", "ROTATE", "REPLACE", "FAST_FORWARD", "ROTATE", "REUSE"]
