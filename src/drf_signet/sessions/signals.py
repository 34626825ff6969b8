"""
What other code may listen to. Receivers get ``session``; an error in one is logged, and stops nobody.

    session_opened      a user signed in
    session_rotated     a refresh token was replaced
    session_ended       a session was ended before its time; ``session.revoke_reason`` says why
    token_reused        a replaced refresh token was presented again: its session has been ended, too
"""

from __future__ import annotations

from django.dispatch import Signal

session_opened = Signal()
session_rotated = Signal()
session_ended = Signal()
token_reused = Signal()
