"""What other code may listen to at a sign-in."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

signing_in: Final = Signal()
"""
Sent with ``user`` and ``request`` (or None) after a right password, before there are tokens.

A receiver that raises an `errors.CredentialsError` refuses the sign-in with its text and code.
"""
