"""Errors of requests, whatever they ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class RequestRefusedError(SignetError):
    """
    A request outside of REST framework is not authenticated, or is refused something that its view needs.

    ``status``, ``headers`` and ``body`` are what a view of REST framework would have answered. ``code`` is that of the
    body, or *code* where the body has none.
    """

    code = "not_authenticated"
    default_message = _("The request was refused.")

    def __init__(self, status: int, body: object, headers: Mapping[str, str], code: str | None = None) -> None:
        said = body if isinstance(body, Mapping) else {}
        super().__init__(str(said.get("detail") or self.default_message))
        self.status, self.body, self.headers = status, body, headers
        self.code = str(said.get("code") or code or self.code)  # type: ignore[misc]  # here, each has its own


class InsufficientScopeError(SignetError):
    """The token lacks *scopes*, which the request needs (RFC 6750 section 3.1)."""

    code = "insufficient_scope"
    default_message = _("The access token doesn't have the scope that this needs.")

    def __init__(self, scopes: Collection[str]) -> None:
        super().__init__()
        self.scope = " ".join(scopes)


class OriginRefusedError(SignetError):
    """The page may not send this request, whoever is signed in."""

    code = "origin_refused"
    default_message = _("Requests from this origin aren't allowed.")


class BodyError(SignetError):
    """The body can't be read."""

    code = "body_refused"
    default_message = _("The request body can't be read.")


class BodyTooLargeError(BodyError):
    """The body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    code = "body_too_large"
    default_message = _("The request body is too large.")


class TooManyFieldsError(BodyError):
    """The body is a form of more fields than DATA_UPLOAD_MAX_NUMBER_FIELDS."""

    code = "too_many_fields"
    default_message = _("The request body has too many fields.")


class BodyUnreadableError(BodyError):
    """The connection ended before the body did."""

    code = "body_unreadable"
    default_message = _("The request body didn't arrive in full. Send it again.")


class CharactersRefusedError(BodyError):
    """A text has characters that a MySQL table with an older character set can't hold."""

    code = "characters_refused"
    default_message = _("The text contains characters that can't be stored here, such as emoji. Remove them.")
