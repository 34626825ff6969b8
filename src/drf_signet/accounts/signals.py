"""What other code may listen to. Each is sent with ``user``, after the change is in the database."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

__all__ = ["email_verified", "signed_up"]

signed_up: Final = Signal()
"""Somebody has a new account. Where EMAIL_VERIFICATION is "mandatory", `email_verified` follows."""

email_verified: Final = Signal()
"""The user followed a link that was sent to their present address, for the first time."""
