"""What REST framework answers when authentication fails. The bodies are the field's: ``{"detail", "code"}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ClassVar, ParamSpec, TypeVar

from rest_framework import exceptions, status

from drf_signet.database_errors import lacks_characters, outage
from drf_signet.error_body import Answer
from drf_signet.errors import ExpiredTokenError as ExpiredTokenError
from drf_signet.errors import ThrottledError, TokenUserError, UnavailableError
from drf_signet.errors import TokenError as TokenError
from drf_signet.outage_log import OUTAGES
from drf_signet.refusal_log import REFUSALS
from drf_signet.texts import gettext_noop as _

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class AuthenticationFailed(Answer, exceptions.AuthenticationFailed):
    """
    401 for a token that was presented, with a stable ``code`` in the body.

    *detail* is the text, or a mapping of everything that the body should say beside the defaults.
    """

    challenge_error: ClassVar[str] = "invalid_token"
    """The ``error`` of the ``WWW-Authenticate`` header (RFC 6750 section 3.1)."""

    _challenge: str = ""

    def __init__(self, detail: str | Mapping[str, object] | None = None, code: str | None = None) -> None:
        given = detail if isinstance(detail, Mapping) else {"detail": detail or self.default_detail}
        body = {"detail": self.default_detail, "code": code or self.default_code, **given}
        super().__init__(body, code or self.default_code)

    @property
    def auth_header(self) -> str:
        """The ``WWW-Authenticate`` header. REST framework sets the challenge; what went wrong is added here."""
        return f'{self._challenge}, error="{self.challenge_error}"'

    @auth_header.setter
    def auth_header(self, challenge: str) -> None:
        self._challenge = challenge


class InvalidToken(AuthenticationFailed):
    """401 for a token that is no good itself, whoever its user is."""

    default_detail = _("Token is invalid or expired")
    default_code = "token_not_valid"


class InvalidHeader(AuthenticationFailed):
    """401 for a header of our scheme that doesn't hold one token."""

    challenge_error = "invalid_request"
    default_detail = _("Authorization header must contain two space-delimited values")
    default_code = "bad_authorization_header"


class CodedException(Answer):
    """An answer with its stable ``code`` in the body, beside the text."""

    def __init__(self) -> None:
        super().__init__({"detail": self.default_detail, "code": self.default_code}, self.default_code)


class SignInRefused(Answer, exceptions.AuthenticationFailed):
    """401 for credentials, by *message* and *code*: they are wrong, or something is in the way of whoever has them."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__({"detail": message, "code": code}, code)


class UserRefused(Answer, exceptions.AuthenticationFailed):
    """401 for the user of a token that should be exchanged. ``reason`` is the code of *error*."""

    def __init__(self, error: TokenUserError, message: str, code: str) -> None:
        super().__init__({"detail": message, "code": code, "reason": error.code}, code)


class TooManyRequests(Answer):
    """429, with ``Retry-After`` (RFC 6585 section 4)."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, error: ThrottledError) -> None:
        super().__init__({"detail": error.message, "code": error.code}, error.code)
        self.wait = error.wait


class Unavailable(Answer):
    """503, with ``Retry-After``: nothing is wrong with the request, or with the token, which the client should keep."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE

    def __init__(self, error: UnavailableError) -> None:
        super().__init__({"detail": error.message, "code": error.code}, error.code)
        self.error = error
        self.wait = error.retry_after


class BadBody(Answer):
    """400, or 413 for one that is too large: the body can't be read, or is more than the project takes."""

    def __init__(self, detail: str, code: str, status_code: int = status.HTTP_400_BAD_REQUEST) -> None:
        super().__init__({"detail": detail, "code": code}, code)
        self.status_code = status_code


class OriginRefused(CodedException):
    """403: the page that sent the request may not, whoever is signed in."""

    status_code = status.HTTP_403_FORBIDDEN
    default_detail = _("Requests from this origin are refused.")
    default_code = "origin_refused"


class CannotSign(CodedException):
    """501: only verifying keys are configured here, so no token can be issued (RFC 9110 section 15.6.2)."""

    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_detail = _("This service verifies tokens and can't issue any.")
    default_code = "no_signing_key"


def answer_to_outage(error: Exception) -> Exception:
    """
    The 503 for *error* where something is away, which goes to the log in one line; otherwise *error* itself.

    A 400 where the tables of MySQL, in an older character set, can't hold what was sent.
    """
    if isinstance(error, UnavailableError):
        if isinstance(error, TokenError):
            REFUSALS.tell(error)
        return Unavailable(error)
    if lacks_characters(error):
        return BadBody(_("A text has characters that can't be stored here."), "characters_refused")
    found = outage(error)
    if found is None:
        return error
    OUTAGES.tell(found.code, error)
    return Unavailable(found)


def answering_outages(act: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """*act*, which may be part of anybody's view, with a 503 for what is away."""

    @wraps(act)
    def acting(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return act(*args, **kwargs)
        except Exception as error:
            answer = answer_to_outage(error)
            if answer is error:
                raise
            raise answer from None

    return acting
