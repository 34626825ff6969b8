"""What the signals of sessions were sent with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from django.dispatch import Signal

from drf_signet.sessions.models import Session
from drf_signet.sessions.signals import session_ended, session_opened, session_rotated, token_reused

SIGNALS: Final[Mapping[str, Signal]] = {
    "session_opened": session_opened,
    "session_rotated": session_rotated,
    "session_ended": session_ended,
    "token_reused": token_reused,
}

Heard = list[tuple[str, Session]]


@contextmanager
def hearing() -> Iterator[Heard]:
    """Each signal that is sent until the end of the block: its name, and its session."""
    heard: Heard = []

    def listen(name: str) -> None:
        def receive(*, session: Session, **kwargs: object) -> None:
            heard.append((name, session))

        receivers[name] = receive
        SIGNALS[name].connect(receive)

    receivers: dict[str, Callable[..., None]] = {}
    for name in SIGNALS:
        listen(name)
    try:
        yield heard
    finally:
        for name, signal in SIGNALS.items():
            signal.disconnect(receivers[name])


def ended(heard: Heard) -> list[tuple[str, str]]:
    """The sessions that were said to have ended, and why, in an order of their own."""
    return sorted((str(session.pk), session.revoke_reason) for name, session in heard if name == "session_ended")
