"""
What can be wrong with a token that the old packages tell apart from a bad signature.

Custom decode handlers may raise these, those of `drf_signet.errors`, or PyJWT's own where they use PyJWT.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from drf_signet.errors import ExpiredTokenError, TokenError


class NotAcceptedError(TokenError):
    """The token may be genuine, but not for us: its algorithm, key name, audience, issuer or time."""

    code = "token_not_accepted"
    default_message = "Token is not accepted"


@contextmanager
def understood() -> Iterator[None]:
    """Raise PyJWT's errors, which handlers written for the old packages may raise, as those of this package."""
    try:
        yield
    except Exception as error:
        # Looked up, not imported: only a handler that uses PyJWT can have raised them.
        pyjwt = sys.modules.get("jwt.exceptions")
        if pyjwt is None or not isinstance(error, pyjwt.PyJWTError):
            raise
        if isinstance(error, pyjwt.ExpiredSignatureError):
            raise ExpiredTokenError from error
        if isinstance(error, pyjwt.DecodeError):
            raise TokenError from error
        raise NotAcceptedError from error
