"""Errors of a sign-in."""

from __future__ import annotations

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _
from signet_tokens.translatable_text import ngettext


class CredentialsError(SignetError):
    """Wrong credentials, or an account that may not sign in. The answer doesn't reveal which."""

    code = "no_active_account"
    default_message = _("No active account found with the given credentials")


class SignInForbiddenError(CredentialsError):
    """An authenticated user may not sign in: USER_AUTHENTICATION_RULE refuses them, or no token can name them."""


class EmailNotVerifiedError(CredentialsError):
    """The credentials are right, but the e-mail address isn't verified."""

    code = "email_not_verified"
    default_message = _(
        "Confirm your e-mail address before you sign in. If you don't have a link for that, ask for one."
    )


class ThrottledError(SignetError):
    """Too many attempts. The answer is the same whether the user exists. ``wait`` is the number of seconds to wait."""

    code = "throttled"
    default_message = _("Too many requests. Try again later.")

    def __init__(self, wait: int) -> None:
        told = ngettext(
            "Too many requests. Try again in {} second.", "Too many requests. Try again in {} seconds.", wait
        )
        super().__init__(told)
        self.wait = wait
