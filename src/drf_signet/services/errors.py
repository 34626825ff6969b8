"""What can be wrong with a question of another service (RFC 6749 section 5.2, RFC 7009 section 2.2.1)."""

from __future__ import annotations

from drf_signet.answers import ANSWERS, Row
from drf_signet.errors import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class InvalidRequestError(SignetError):
    """The request lacks a parameter, has one twice, or authenticates in two ways."""

    code = "invalid_request"
    default_message = _("Send one token, in the parameter token, and authenticate in one way.")


class InvalidClientError(SignetError):
    """No service has that id and secret."""

    code = "invalid_client"
    default_message = _("Authenticate with the id and the secret of your service.")


class UnsupportedTokenTypeError(SignetError):
    """The token is genuine, and belongs to no session that could end."""

    code = "unsupported_token_type"
    default_message = _("This token belongs to no session, so nothing can revoke it.")


ANSWERS.add({InvalidRequestError: Row(400), InvalidClientError: Row(401), UnsupportedTokenTypeError: Row(400)})
