"""
One request, one session: inside of a block, whoever asks for tokens of a user again gets those of the same session.

    with joining(request.META):
        first, second = RefreshToken.for_user(user), RefreshToken.for_user(user)        # one row

The views and serializers of sign-in and refresh have such a block around them, so what a project adds to an answer
opens no second session, and every session knows from where it was opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Final
from uuid import UUID

from drf_signet.sessions.device import signing_in_by
from drf_signet.sessions.models import Session
from drf_signet.tenant import current_tenant

_at_hand: Final[ContextVar[dict[tuple[str | None, object], Session] | None]] = ContextVar(
    "drf_signet_sessions_at_hand", default=None
)
"""By tenant and user: a job for every tenant may be one block."""


@contextmanager
def joining(meta: Mapping[str, object] | None) -> Iterator[None]:
    """The block, for a request with the ``META`` of Django, or for none. One inside of another is a part of it."""
    outer = _at_hand.get()
    token = _at_hand.set({} if outer is None else outer)
    try:
        with nullcontext() if meta is None else signing_in_by(meta):
            yield
    finally:
        _at_hand.reset(token)


def keep_at_hand(session: Session) -> None:
    """Let *session* be that of its user until the end of the block, if there is one."""
    sessions = _at_hand.get()
    if sessions is not None:
        sessions[current_tenant(), session.user_id] = session


def session_at_hand(user_id: object) -> Session | None:
    """The session that this block has of the user already."""
    sessions = _at_hand.get()
    return sessions.get((current_tenant(), user_id)) if sessions else None


def let_go(session_id: UUID) -> None:
    """Join the session no more: it was ended."""
    sessions = _at_hand.get() or {}
    for key in [key for key, one in sessions.items() if one.pk == session_id]:
        del sessions[key]
