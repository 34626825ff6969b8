"""The signals of a sign-in, and of a refused one."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

__all__ = ["sign_in_refused", "signing_in"]

signing_in: Final = Signal()
"""
Sent with ``user``, ``request`` (or None) and ``methods`` before there are tokens: after a right password, or a sign-up
that goes on to sign in.

``methods`` say how the user was authenticated: ``("pwd",)`` is by password (RFC 8176 section 2). With sessions, the row
and the claim ``amr`` of the tokens have them.
A receiver that raises an `errors.CredentialsError` refuses the sign-in with its text and code.
"""

sign_in_refused: Final = Signal()
"""
Sent with ``credentials`` and ``request`` (or None) after wrong credentials, before that is answered.

``credentials`` hold the USERNAME_FIELD, or what the serializer asks for instead, and ``password``, as they were sent. A
receiver that raises an `errors.CredentialsError` has its text and code answered instead: they were right for something
that is no user yet. It has to take as long whether or not there is such a thing.
"""
