"""
Bodies that say one thing in several keys, ``{"detail", "code", …}``, and are one error for whoever counts them.

REST framework's own handler renders a dict as it is. A handler that a project puts in its place may walk through the
dict, as through the fields of a form, and make an error of each text: of ``code``, and of each of ``messages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from rest_framework import exceptions
from rest_framework.exceptions import ErrorDetail
from rest_framework.response import Response
from rest_framework.settings import DEFAULTS, api_settings

from drf_signet.errors import SignetError
from drf_signet.translation import translated

if TYPE_CHECKING:
    from _collections_abc import dict_items

TEXT: Final = "detail"
"""The one key that is the error. The others say more about it."""

CODE: Final = "code"

MESSAGES: Final = "messages"
"""The key of a list that says of each kind of token why it is none."""

MESSAGE: Final = "message"

HANDLER: Final = "EXCEPTION_HANDLER"


def in_language(body: Mapping[str, object]) -> dict[str, object]:
    """*body* with its texts in the active language. Codes, and names of classes, are for programs."""
    said = {**body, TEXT: translated(body[TEXT])}
    messages = body.get(MESSAGES)
    return {**said, MESSAGES: list(map(_message_in_language, messages))} if isinstance(messages, list) else said


def with_code(response: Response, answer: Exception, code: str | None) -> Response:
    """
    *response* to *answer*, with a ``code`` beside its ``detail``, or *code* beside the errors of fields.

    What REST framework's handler says is added to, and nothing else. Where a field is called ``code``, its errors stay.
    """
    said = response.data
    if not isinstance(said, dict):
        return response
    if said.keys() == {TEXT} and isinstance(said[TEXT], ErrorDetail):
        response.data = {**said, CODE: said[TEXT].code}
    elif code is not None and CODE not in said and said == getattr(answer, "detail", None):
        # A copy keeps its class, with the serializer that REST framework's pages need to show the form again.
        response.data = said.copy()
        response.data[CODE] = code
    return response


class Answer(exceptions.APIException):
    """An exception whose body has more keys than ``detail``, and which is one error with one code all the same."""

    error: SignetError | None = None
    """The flow's error that it answers, if any."""

    wait: int | None = None
    """The seconds of ``Retry-After``."""

    def __init__(self, body: Mapping[str, object], code: str) -> None:
        super().__init__(in_language(body), code)  # type: ignore[arg-type]  # any such dict is rendered
        self.detail: dict[str, Any]
        if api_settings.user_settings.get(HANDLER, DEFAULTS[HANDLER]) != DEFAULTS[HANDLER]:
            self.detail = ErrorBody(self.detail)

    def __str__(self) -> str:
        """The text, for logs."""
        return str(self.detail[TEXT])

    def get_codes(self) -> dict[str, str]:  # type: ignore[override]  # one of the shapes it may have
        """The code of the one error."""
        return {TEXT: self.detail[TEXT].code}

    def get_full_details(self) -> dict[str, Any]:
        """Text and code of the one error."""
        text: ErrorDetail = self.detail[TEXT]
        return {TEXT: {"message": text, "code": text.code}}


class ErrorBody(dict[str, Any]):
    """
    A dict in which only ``detail`` counts as an error for a handler that goes through the items, or takes the first.

    By its key, as in ``body["code"]``, each text is what it always was.
    """

    def items(self) -> dict_items[str, Any]:
        """The pairs. Rendered, they are the body; what is false is no error to those who look for errors."""
        return {key: value if key == TEXT else _aside(value) for key, value in dict(self).items()}.items()

    def __missing__(self, key: object) -> Any:
        """The error, for a handler that takes any detail but a text for a list."""
        if key == 0:
            return self[TEXT]
        raise KeyError(key)

    def __reduce__(self) -> tuple[type[ErrorBody], tuple[dict[str, Any]]]:
        """Copied with its own texts, not with those that count as none."""
        return type(self), (dict(self),)


class _Aside(ErrorDetail):
    def __bool__(self) -> bool:
        return False


def _message_in_language(one: Any) -> Any:
    return {**one, MESSAGE: translated(one[MESSAGE])} if isinstance(one, Mapping) and MESSAGE in one else one


def _aside(value: Any) -> Any:
    if isinstance(value, list):
        return [_aside(one) for one in value]
    if isinstance(value, dict):
        return {key: _aside(one) for key, one in value.items()}
    return _Aside(value, value.code) if isinstance(value, ErrorDetail) else value
