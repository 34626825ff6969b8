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
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from drf_signet.sessions.device import device_of, signing_in_by
from drf_signet.sessions.models import Session
from drf_signet.tenant import current_tenant

__all__ = ["joining"]


class _Block(NamedTuple):
    """The request that it is for, and its sessions, by tenant and user: a job for every tenant may be one block."""

    meta: Mapping[str, object] | None
    sessions: dict[tuple[str | None, object], Session]


_present: Final[ContextVar[_Block | None]] = ContextVar("drf_signet_joined_session", default=None)


@contextmanager
def joining(meta: Mapping[str, object] | None) -> Iterator[None]:
    """The block, for a request with the ``META`` of Django, or for none. One inside of another is a part of it."""
    outer = _present.get()
    if outer is not None and (meta is None or meta is outer.meta):
        yield
        return
    token = _present.set(_Block(meta, {} if outer is None else outer.sessions))
    try:
        with nullcontext() if meta is None else signing_in_by(partial(device_of, meta)):
            yield
    finally:
        _present.reset(token)


def keep_at_hand(session: Session) -> None:
    """Let *session* be that of its user until the end of the block, if there is one."""
    block = _present.get()
    if block is not None:
        block.sessions[current_tenant(), session.user_id] = session


def session_at_hand(user_id: object) -> Session | None:
    """The session that this block has of the user already."""
    block = _present.get()
    return block.sessions.get((current_tenant(), user_id)) if block and block.sessions else None


def let_go(session_id: UUID) -> None:
    """Join the session no more: it was ended."""
    block = _present.get()
    if block is not None:
        for key in [key for key, one in block.sessions.items() if one.pk == session_id]:
            del block.sessions[key]
