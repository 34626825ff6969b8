"""Errors of signing in with an account at another site, and of linking one."""

from __future__ import annotations

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class StateLostError(SignetError):
    """
    The browser came back from a provider with a ``state`` that it wasn't sent there with, or that was used or expired.

    Or a page elsewhere sent it here, so that somebody would be signed in as somebody else (RFC 6749 section 10.12).
    """

    code = "state_lost"
    default_message = _("This sign-in took too long, or it was started in another browser. Start again.")


class IdentityUsedBeforeError(SignetError):
    """An id_token was presented a second time. Each signs somebody in once."""

    code = "identity_used_before"
    default_message = _("This proof of identity was already used. Start the sign-in again.")


class AddressMissingError(SignetError):
    """The provider names no e-mail address that can be used, and a new account needs one."""

    code = "address_missing"
    default_message = _("Your account there shares no e-mail address with this site. Allow that, or sign up here.")


class AddressNotVerifiedError(SignetError):
    """The provider doesn't say that the address is verified, and somebody here has it."""

    code = "address_not_verified"
    default_message = _(
        "You already have an account here, and the other site hasn't confirmed your e-mail address. Sign in as before, "
        "then link the other account."
    )


class AccountExistsError(SignetError):
    """There is an account with the address, and the provider isn't entitled to speak for it."""

    code = "account_exists"
    default_message = _("You already have an account here. Sign in as before, then link the other one.")


class IdentityTakenError(SignetError):
    """The identity is linked to another user."""

    code = "identity_taken"
    default_message = _("That account is already linked to another user.")


class LastWayInError(SignetError):
    """Without the identity, its user could not sign in any more."""

    code = "last_way_in"
    default_message = _("This is your only way to sign in. Set a password or link another account first.")


class SignUpClosedError(SignetError):
    """An unknown identity, where PROVIDER_SIGN_UP is False."""

    code = "sign_up_closed"
    default_message = _("There is no account for you here yet, and this site doesn't create one this way.")
