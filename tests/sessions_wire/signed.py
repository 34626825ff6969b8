"""Tokens of sessions with odd claims, signed with the key of the settings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.contrib.auth.models import User
from django.utils import timezone

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.tokens import AccessToken, Token
from tests.wire.forge import MISSING, Forge, Json

AnyToken = TypeVar("AnyToken", RefreshToken, SlidingToken)

GENERATION: Final = 7
"""No odd value is this one."""


def resigned(token: Token, **changes: object) -> str:
    """*token* with other claims; one that is MISSING is left out."""
    return _forge(token).token(payload=_changed(token, changes))


def with_json(token: Token, claim: str, text: str) -> str:
    """*token* with the JSON *text* for the value of *claim*, which need not be JSON."""
    rest = json.dumps(_changed(token, {claim: MISSING})).encode()
    return _forge(token).token(payload=rest[:-1] + f',"{claim}":{text}}}'.encode())


def refreshed_often(user: User) -> RefreshToken:
    """The refresh token of a session that is at GENERATION."""
    return _moved(RefreshToken.for_user(user))


def slid_often(user: User) -> SlidingToken:
    """The sliding token of a session that is at GENERATION."""
    return _moved(SlidingToken.for_user(user))


def access_token(user: User) -> AccessToken:
    """An access token of a new session."""
    return RefreshToken.for_user(user).access_token


def replaced(
    user: User, generations: int = 1, age: timedelta = timedelta(), apart: timedelta = timedelta(minutes=1)
) -> str:
    """A refresh token that was replaced *generations* times, *apart* from each other, the last time *age* ago."""
    now = ago(age + apart * generations)
    first = newest = str(RefreshToken.for_user(user, now=now))
    for number in range(1, generations + 1):
        newest = str(refresh(newest, RefreshToken, now=now + apart * number))
    return first


def ago(age: timedelta) -> datetime:
    """The time it was then."""
    return timezone.now() - age


def _moved(token: AnyToken) -> AnyToken:
    Session.objects.filter(pk=token.session.pk).update(generation=GENERATION, previous_generation=GENERATION - 1)
    token.session.refresh_from_db()
    token.adopt(token.session)
    return token


def _forge(token: Token) -> Forge:
    return Forge(token.token_type, "")


def _changed(token: Token, changes: Json) -> Json:
    return {name: value for name, value in {**token.payload, **changes}.items() if value is not MISSING}
