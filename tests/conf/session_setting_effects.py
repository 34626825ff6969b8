"""The visible effects of the settings of sessions: one `Effect` each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import OperationalError

from drf_signet.errors import SignetError
from drf_signet.sessions import tokens as sessions
from drf_signet.sessions.device import device_of
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.revocation_list import RevocationSnapshot
from tests.conf.effect import NOW, Effect
from tests.stand_ins.clock import Clock


def claims_about(user: AbstractBaseUser) -> dict[str, object]:
    """Claims that the project adds."""
    return {"name": user.get_username()}


def session_refresh(user: User, after: timedelta) -> object:
    """What happens if the first refresh token of a session is sent again *after* it was replaced."""
    first = str(sessions.RefreshToken.for_user(user, now=NOW))
    second = refresh(first, sessions.RefreshToken, now=NOW)
    try:
        third = refresh(first, sessions.RefreshToken, now=NOW + after)
    except SignetError as error:
        return error.code
    return "the same" if third["gen"] == second["gen"] else "another"


def see_number_of_sessions(user: User) -> object:
    """How many of three sign-ins last."""
    Session.objects.all().delete()
    for _ in range(3):
        sessions.RefreshToken.for_user(user)
    return Session.objects.filter(revoked_at=None).count()


def see_poll(user: User) -> object:
    """How often a snapshot is read in ten seconds with a check each second."""
    clock = Clock()
    reads: list[float] = []

    def read() -> frozenset[uuid.UUID]:
        reads.append(clock())
        return frozenset()

    snapshot = RevocationSnapshot(read, clock)
    for _ in range(10):
        snapshot.check(uuid.UUID(int=1))
        clock.move(1)
    return len(reads)


def see_fallback(user: User) -> object:
    """The verdict on a session if the database has never answered."""

    def read() -> frozenset[uuid.UUID]:
        raise OperationalError

    try:
        RevocationSnapshot(read, Clock()).check(uuid.UUID(int=1))
    except SignetError as error:
        return error.code
    return "accepted"


SESSION_EFFECTS: Final[Mapping[str, Effect]] = {
    "SESSION_LIFETIME": Effect(
        lambda user: (sessions.RefreshToken.for_user(user, now=NOW).session.expires_at - NOW).days,
        {"SESSION_LIFETIME": timedelta(days=7)},
        before=30,
        after=7,
    ),
    "SESSIONS_PER_USER": Effect(see_number_of_sessions, {"SESSIONS_PER_USER": 2}, before=3, after=2),
    "REFRESH_GRACE_PERIOD": Effect(
        lambda user: session_refresh(user, timedelta(seconds=9)),
        {"REFRESH_GRACE_PERIOD": timedelta(seconds=8)},
        before="the same",
        after="another",
    ),
    "REFRESH_RETRY_PERIOD": Effect(
        lambda user: session_refresh(user, timedelta(minutes=4)),
        {"REFRESH_RETRY_PERIOD": timedelta(minutes=3)},
        before="another",
        after="token_reused",
    ),
    "GET_CLAIMS": Effect(
        lambda user: sessions.RefreshToken.for_user(user).access_token.get("name"),
        {"GET_CLAIMS": "tests.conf.session_setting_effects.claims_about"},
        before=None,
        after="ada",
    ),
    "REVOCATION_POLL_INTERVAL": Effect(see_poll, {"REVOCATION_POLL_INTERVAL": timedelta(seconds=5)}, before=4, after=2),
    "REVOCATION_FALLBACK": Effect(
        see_fallback, {"REVOCATION_FALLBACK": "accept"}, before="revocations_unknown", after="accepted"
    ),
    "NUM_PROXIES": Effect(
        lambda user: device_of({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}).ip,
        {"NUM_PROXIES": 1},
        before="10.0.0.1",
        after="192.0.2.7",
    ),
}
"""An effect for every setting of sessions."""
