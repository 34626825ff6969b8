"""
What REST framework answers, by the rows of `answers`. The bodies are the field's: ``{"detail", "code", …}``.

`AuthenticationFailed` and `InvalidToken` are what the code of projects catches, by Simple JWT's names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, Final, ParamSpec, TypeVar

from rest_framework import exceptions, status
from rest_framework.exceptions import ErrorDetail

from drf_signet.answers import ANSWERS, BAD_TOKEN, TOKEN_NOT_VALID, TOKEN_REFUSED, Answers, Row
from drf_signet.challenges import parameter
from drf_signet.database_errors import lacks_characters, outage
from drf_signet.error_body import Answer
from drf_signet.errors import CharactersRefusedError, ExpiredTokenError, SignetError, TokenError
from drf_signet.outage_log import OUTAGES
from drf_signet.refusal_log import REFUSALS
from drf_signet.translation import translated
from drf_signet.user_query import closed_manager_behind
from signet_tokens.translatable_text import gettext_noop as _

__all__ = [
    "AuthenticationFailed",
    "Challenging",
    "ExpiredTokenError",
    "FieldRefused",
    "InvalidHeader",
    "InvalidToken",
    "SignInRefused",
    "TokenError",
    "TokenForbidden",
    "answer_to",
    "answering",
    "error_behind",
]

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Words = Mapping[str, Any]
Fields = Mapping[type[SignetError], str]

NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


class Challenging(Answer):
    """An answer whose ``WWW-Authenticate`` says what is wrong."""

    challenge_error: str = TOKEN_REFUSED
    """The ``error`` of the ``WWW-Authenticate`` header (RFC 6750 section 3.1)."""

    parameters: tuple[str, ...] = ()
    """What the header says beside it, of what is in the body."""

    _challenge: str = ""

    @property
    def auth_header(self) -> str:
        """The ``WWW-Authenticate`` header. REST framework sets the challenge; what went wrong is added here."""
        told = "".join(parameter(name, self.detail[name]) for name in self.parameters)
        return f"{self._challenge}{parameter('error', self.challenge_error)}{told}"

    @auth_header.setter
    def auth_header(self, challenge: str) -> None:
        self._challenge = challenge


class AuthenticationFailed(Challenging, exceptions.AuthenticationFailed):
    """
    401 for a token that was presented, with a stable ``code`` in the body.

    *detail* is the text, or a mapping of everything that the body should say beside the defaults.
    """

    def __init__(self, detail: str | Mapping[str, object] | None = None, code: str | None = None) -> None:
        given = detail if isinstance(detail, Mapping) else {"detail": detail or self.default_detail}
        body = {"detail": self.default_detail, "code": code or self.default_code, **given}
        super().__init__(body, code or self.default_code)


class InvalidToken(AuthenticationFailed):
    """401 for a token that is no good itself, whoever its user is."""

    default_detail = BAD_TOKEN
    default_code = TOKEN_NOT_VALID


class InvalidHeader(AuthenticationFailed):
    """401 for a header of our scheme that doesn't hold one token."""

    challenge_error = "invalid_request"
    default_detail = _("Authorization header must contain two space-delimited values")
    default_code = "bad_authorization_header"


class TokenForbidden(Challenging, exceptions.PermissionDenied):
    """403 for a valid token that isn't enough."""


class SignInRefused(Answer, exceptions.AuthenticationFailed):
    """401 for credentials, or where there are none: no token was presented in the header."""


class FieldRefused(exceptions.ValidationError):
    """400 for what stands in one *field* of the request, with the code of *error* for each of *texts*."""

    def __init__(self, field: str, texts: Iterable[object], error: SignetError) -> None:
        super().__init__({field: [ErrorDetail(str(translated(one)), error.code) for one in texts]})
        self.error = error


def answer_to(
    error: Exception, answers: Answers = ANSWERS, *, words: Words = NONE, fields: Fields | None = NONE
) -> Exception:
    """
    The exception of REST framework that answers *error*, by its row in *answers*.

    *words* are texts that replace the usual ones, by their codes. *fields* give the field of an error, if it isn't the
    usual one; None: there are no fields. Outages are one line in the log. Returns *error* itself if it has no row.
    """
    found = _understood(error)
    row = None if found is None else answers.row_of(type(found))
    if found is None or row is None:
        return error
    if isinstance(found, TokenError):
        REFUSALS.tell(found)
    in_field = row.field is not None and fields is not None
    answer = _in_field(found, row, words, fields or NONE) if in_field else _made(found, row, words)
    answer.__cause__ = found
    return answer


def error_behind(exception: BaseException | None) -> SignetError | None:
    """The error to which *exception* is the answer, or that it is."""
    if isinstance(exception, SignetError):
        return exception
    return getattr(exception, "error", None)


def answering(act: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """*act*, which may be part of anybody's view, with the answers to the errors of flows in place of these."""

    @wraps(act)
    def acting(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return act(*args, **kwargs)
        except Exception as error:
            answer = answer_to(error)
            if answer is error:
                raise
            raise answer from error

    return acting


def _understood(error: Exception) -> SignetError | None:
    if isinstance(error, SignetError):
        return error
    if lacks_characters(error):
        return CharactersRefusedError()
    found = outage(error)
    if found is None:
        return closed_manager_behind(error)
    OUTAGES.tell(found.code, error)
    return found


def _made(error: SignetError, row: Row, words: Words) -> Answer:
    code = row.code or error.code
    more = {key: said(error) for key, said in row.more.items()}
    answer = _kind_of(row, code)({"detail": _text_of(error, row, words), "code": code, **more}, code)
    answer.status_code, answer.error = row.status, error
    if row.wait is not None:
        answer.wait = row.wait(error)
    if isinstance(answer, Challenging):
        answer.challenge_error, answer.parameters = row.challenge or answer.challenge_error, row.parameters
    return answer


def _kind_of(row: Row, code: str) -> type[Answer]:
    if row.status != status.HTTP_401_UNAUTHORIZED:
        return Answer if row.challenge is None else TokenForbidden
    if row.challenge is None:
        return SignInRefused
    return InvalidToken if code == TOKEN_NOT_VALID else AuthenticationFailed


def _text_of(error: SignetError, row: Row, words: Words) -> object:
    if row.text is not None:
        return words.get(row.code or error.code, row.text(error))
    return words.get(error.code, error.message) if error.message == error.default_message else error.message


def _in_field(error: SignetError, row: Row, words: Words, fields: Fields) -> FieldRefused:
    named = next((fields[one] for one in type(error).__mro__ if one in fields), None)
    field = named or getattr(error, "field", None) or row.field
    texts = [_text_of(error, row, words)] if row.texts is None else row.texts(error)
    return FieldRefused(str(field), texts, error)
