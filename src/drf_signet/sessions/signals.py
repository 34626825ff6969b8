"""
What other code may listen to. Receivers get ``session``; an error in one is logged, and stops nobody.

    session_opened      a user signed in
    session_rotated     a refresh token was replaced
    session_ended       a session was ended before its time; ``session.revoke_reason`` says why
    token_reused        a replaced refresh token was presented again: its session has been ended, too
    refresh_decided     a refresh token was presented; ``verdict`` says what came of it
"""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

from drf_signet.signals import sign_in_refused, signing_in

__all__ = [
    "refresh_decided",
    "session_ended",
    "session_opened",
    "session_rotated",
    "sign_in_refused",
    "signing_in",
    "token_reused",
]

session_opened: Final = Signal()
"""Sent with ``session`` after a user signed in."""

session_rotated: Final = Signal()
"""Sent with ``session`` after a refresh token was replaced."""

session_ended: Final = Signal()
"""Sent with ``session`` after that was ended before its time; ``session.revoke_reason`` says why."""

token_reused: Final = Signal()
"""Sent with ``session`` after a replaced refresh token was presented again: the session has been ended, too."""

refresh_decided: Final = Signal()
"""
Sent with ``session`` and ``verdict`` after each decision about the refresh token of a live session, such as
``Verdict.ROTATE``. Not sent without rotation.
"""
