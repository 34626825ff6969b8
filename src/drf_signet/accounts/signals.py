"""What other code may listen to. Each is sent with ``user``; but for the last, after the change is in the database."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

__all__ = ["account_taken_over", "email_verified", "signed_up"]

signed_up: Final = Signal()
"""Somebody has a new account. Where EMAIL_VERIFICATION is "mandatory", `email_verified` follows."""

email_verified: Final = Signal()
"""The user proved their present address, for the first time: by a link that was sent there, or an account elsewhere."""

account_taken_over: Final = Signal()
"""
Somebody is the first to prove the address of an account, which another one may have made with it: by a reset of the
password, or by an account elsewhere.

It is sent in the transaction that replaces the password and ends the sessions. Receivers delete every other way into
the account that its maker may have left behind. An error undoes the whole of it.
"""
