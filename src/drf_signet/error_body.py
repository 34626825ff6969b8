"""
Bodies that say one thing in several keys, ``{"detail", "code", …}``, and are one error for whoever counts them.

REST framework's own handler renders a dict as it is. Handlers that projects put in its place walk through the dict, as
through the fields of a form, and make an error of each text: ``code`` and each of ``messages`` would be one.
"""

from __future__ import annotations

from collections.abc import ItemsView, Mapping
from typing import Any, Final

from rest_framework.exceptions import APIException, ErrorDetail

TEXT: Final = "detail"
"""The one key that is the error. The others say more about it."""


class _Aside(ErrorDetail):
    """A text that is rendered as any other, and counts as none: handlers leave out what is false."""

    def __bool__(self) -> bool:
        return False


class ErrorBody(dict[str, Any]):
    """A dict in which only ``detail`` counts as an error for a handler that goes through the items."""

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]  # as for any mapping
        """The pairs. By its key, as in ``body["code"]``, each text is true as texts are."""
        return {key: value if key == TEXT else _aside(value) for key, value in dict(self).items()}.items()

    def __reduce__(self) -> tuple[type[ErrorBody], tuple[dict[str, Any]]]:
        """Copied with its own texts, not with those that count as none."""
        return type(self), (dict(self),)


class OneError(APIException):
    """An answer with more keys than ``detail``, which is one error with one code all the same."""

    def __init__(self, body: Mapping[str, object], code: str) -> None:
        super().__init__(body, code)  # type: ignore[arg-type]  # any such dict is rendered
        self.detail: ErrorBody = ErrorBody(self.detail)  # type: ignore[assignment, arg-type]  # it is that dict

    def __str__(self) -> str:
        """The text, for logs."""
        return str(self.detail[TEXT])

    def get_codes(self) -> dict[str, str]:  # type: ignore[override]  # one of the shapes it may have
        """The code of the one error."""
        return {TEXT: self.detail[TEXT].code}

    def get_full_details(self) -> dict[str, Any]:  # type: ignore[override]  # one of the shapes it may have
        """Text and code of the one error."""
        text: ErrorDetail = self.detail[TEXT]
        return {TEXT: {"message": text, "code": text.code}}


def _aside(value: Any) -> Any:
    if isinstance(value, list):
        return [_aside(one) for one in value]
    if isinstance(value, dict):
        return {key: _aside(one) for key, one in value.items()}
    return _Aside(value, value.code) if isinstance(value, ErrorDetail) else value
