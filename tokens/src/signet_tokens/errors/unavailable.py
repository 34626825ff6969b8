"""Errors of something that is away or busy. The request is all right, and may be sent again."""

from __future__ import annotations

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class UnavailableError(SignetError):
    """Something is away or busy. The client may send the request again after ``retry_after`` seconds."""

    code = "unavailable"
    default_message = _("This isn't possible right now. Try again later.")
    retry_after: int = 5


class KeysUnavailableError(UnavailableError):
    """The issuer's keys were never fetched, and can't be fetched now."""

    code = "keys_unavailable"
    default_message = _("The token issuer's keys can't be fetched right now. Try again later.")
    retry_after = 30


class SignerUnavailableError(UnavailableError):
    """The service that holds the private key is away, or doesn't sign. The log says more."""

    code = "signer_unavailable"
    default_message = _("No token can be signed right now. Try again later.")


class RevocationsUnknownError(UnavailableError):
    """Nobody could say for so long which sessions have ended that their tokens can't be accepted."""

    code = "revocations_unknown"
    default_message = _("The service can't check right now whether this session has ended. Try again later.")
    retry_after = 30
