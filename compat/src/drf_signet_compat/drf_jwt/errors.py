"""
What can be wrong with a token that the old packages tell apart from a bad signature.

Custom decode handlers may raise these, those of `drf_signet.errors`, or PyJWT's own where they use PyJWT. If PyJWT is
loaded, the errors that our handlers raise are also PyJWT's, because callers were written to catch those.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar, Final

from drf_signet.errors import ExpiredTokenError, TokenError
from signet_tokens.translatable_text import gettext_noop as _

PYJWT: Final = "jwt.exceptions"
EXPIRED: Final = "ExpiredSignatureError"
UNREADABLE: Final = "DecodeError"


class NotAcceptedError(TokenError):
    """
    The token may be genuine, but not for us: its algorithm, key name, audience, issuer or time.

    *known_as* is the name of the class in ``jwt.exceptions``.
    """

    code = "token_not_accepted"
    default_message = _("Token is not accepted")

    def __init__(self, message: str | None = None, *, known_as: str = "InvalidTokenError") -> None:
        super().__init__(message)
        self.known_as = known_as


class ForgedTokenError(TokenError):
    """No key that we have signed the token."""

    known_as: ClassVar[str] = "InvalidSignatureError"


@contextmanager
def understood() -> Iterator[None]:
    """Raise PyJWT's errors, which handlers written for the old packages may raise, as those of this package."""
    try:
        yield
    except TokenError:
        raise
    except Exception as error:
        pyjwt = _pyjwt()
        if pyjwt is None or not isinstance(error, pyjwt.PyJWTError):
            raise
        if isinstance(error, pyjwt.ExpiredSignatureError):
            raise ExpiredTokenError from error
        if isinstance(error, pyjwt.DecodeError):
            raise TokenError from error
        raise NotAcceptedError from error


@contextmanager
def also_pyjwts() -> Iterator[None]:
    """Raise errors of ours as errors of PyJWT, too, where it is loaded: nobody can catch them where it isn't."""
    try:
        yield
    except TokenError as error:
        theirs = getattr(_pyjwt(), _known_as(error), None)
        if theirs is None or isinstance(error, theirs):
            raise
        ours: Any = type(error)
        raise _both(ours, theirs)(error.message) from error


def expired_signature() -> type[Exception]:
    """What to catch for a token that has expired: PyJWT's class, where that is installed."""
    try:
        theirs: type[Exception] = getattr(import_module(PYJWT), EXPIRED)
    except ModuleNotFoundError:
        return ExpiredTokenError
    return theirs


def _pyjwt() -> ModuleType | None:
    # Looked up, not imported: only code that uses PyJWT raises its errors, or catches them.
    return sys.modules.get(PYJWT)


def _known_as(error: TokenError) -> str:
    return getattr(error, "known_as", EXPIRED if isinstance(error, ExpiredTokenError) else UNREADABLE)


@lru_cache(maxsize=64)
def _both(ours: Any, theirs: Any) -> Any:
    return type(ours.__name__, (ours, theirs), {"__module__": ours.__module__, "__doc__": ours.__doc__})
