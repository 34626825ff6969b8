"""From what a token claims to the session that bears it out, and its user: one query, a JOIN."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare

from drf_signet.errors import (
    PasswordChangedError,
    SessionExpiredError,
    SessionMismatchError,
    SessionNotFoundError,
    SessionRevokedError,
    SessionUserMismatchError,
    TokenNotYetValidError,
    TokenReusedError,
    UserNotFoundError,
)
from drf_signet.password_fingerprint import check_fingerprint, fingerprint
from drf_signet.sessions.claims import Presented, session_id_of, user_id_of
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh_decision import Standing, Verdict, Windows, decide
from drf_signet.sessions.rehash import is_rehashed
from drf_signet.sessions.statements import select_with_user
from drf_signet.tokens import Token
from drf_signet.user_identifier import identifier_field
from drf_signet.user_rule import check_rule

Select = Callable[[UUID], Session | None]


def find_session(presented: Presented, select: Select = select_with_user) -> Session:
    """
    The session that issued a refresh token or sliding token, in whatever state it is, as *select* reads it.

    Raises `SessionNotFoundError`, `SessionMismatchError`, `SessionUserMismatchError` or `UserNotFoundError`.
    """
    session = load_session(presented.session_id, select)
    # Before anything else is said about a session: only who holds a token of its own may learn of its state.
    if not constant_time_compare(session.token_id(presented.generation), presented.token_id):
        raise SessionMismatchError
    check_owner(session, presented.user_id)
    return session


def live_session(token: Token, now: datetime) -> Session:
    """
    The session of a token that authenticates, if it and its user may go on at *now*. One query.

    Raises `MissingClaimError`, `SessionNotFoundError`, `SessionUserMismatchError`, `UserNotFoundError`, and what
    `check_live` raises.
    """
    session = load_session(session_id_of(token.payload))
    check_owner(session, user_id_of(token.payload))
    check_live(session, now)
    return session


def load_session(session_id: UUID, select: Select = select_with_user) -> Session:
    """The session with its user. Raises `SessionNotFoundError`, or `UserNotFoundError` where it outlived its user."""
    session = select(session_id)
    if session is None:
        raise UserNotFoundError if Session.objects.filter(pk=session_id).exists() else SessionNotFoundError
    return session


def check_owner(session: Session, user_id: str) -> None:
    """Raise `SessionUserMismatchError` unless the session is that of the user whom a token names as *user_id*."""
    if str(getattr(session.user, identifier_field())) != user_id:
        raise SessionUserMismatchError


def check_live(session: Session, now: datetime) -> None:
    """
    Raise unless the session and its user may go on at *now*.

    `SessionRevokedError`, `SessionExpiredError`, `UserInactiveError`, `PasswordChangedError`, or `TokenUserError` where
    the project's rule refuses an active user.
    """
    if session.revoked_at is not None:
        raise SessionRevokedError
    if session.expires_at <= now:
        raise SessionExpiredError
    check_rule(session.user)
    check_password(session)


def standing_of(session: Session, now: datetime) -> Standing:
    """Where *session* stands at *now*."""
    return Standing(
        session.generation, session.previous_generation, now - session.rotated_at, session.racing_from_generation
    )


def judge(session: Session, presented: Presented, windows: Windows, now: datetime) -> Verdict:
    """
    What to do about the token that was *presented*.

    Raises `TokenNotYetValidError`, where it was replaced by a clock that was ahead: how long ago can't be told now.
    """
    standing = standing_of(session, now)
    verdict = decide(presented.generation, standing, windows)
    if verdict is Verdict.WAIT:
        raise not_yet(standing)
    return verdict


def not_yet(standing: Standing) -> TokenNotYetValidError:
    """The error for a token that has to wait until the last refresh is no longer in the future."""
    return TokenNotYetValidError(-standing.age.total_seconds())


def check_current(session: Session, presented: Presented, windows: Windows, now: datetime) -> None:
    """
    Raise `TokenReusedError` for a token that was replaced, and that a refresh would not replace again.

    Raises what `judge` raises, too.
    """
    verdict = judge(session, presented, windows, now)
    if verdict in {Verdict.SUPERSEDED, Verdict.REUSE}:
        raise TokenReusedError


def check_password(session: Session) -> None:
    """
    Raise `PasswordChangedError` unless the session was opened with the password that its user has now.

    One under an older SECRET_KEY or another hash is replaced by the present fingerprint, which the
    caller saves with the session.
    """
    present = fingerprint(session.user)
    if constant_time_compare(session.auth_hash, present):
        return
    try:
        check_fingerprint(session.auth_hash, session.user)
    except PasswordChangedError:
        if not is_rehashed(session.auth_hash, session.user):
            raise
    session.auth_hash = present
