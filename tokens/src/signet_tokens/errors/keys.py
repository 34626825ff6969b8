"""Errors of the configured keys."""

from __future__ import annotations

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class KeyLoadError(SignetError):
    """Configured key material can't be used with the configured algorithm."""

    code = "invalid_key"
    default_message = _("The key can't be used.")


class NoSigningKeyError(SignetError):
    """A token should be signed, but only verifying keys are configured."""

    code = "no_signing_key"
    default_message = _("No private key is configured, so tokens can be verified but not issued.")


class KeyChangeRefusedError(SignetError):
    """What an operator wants to do to a ring of keys would make clients fail, or isn't possible."""

    code = "key_change_refused"
    default_message = _("The keys can't be changed like this.")
