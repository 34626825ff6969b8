"""Errors of the requests of accounts."""

from __future__ import annotations

from collections.abc import Sequence

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class LinkError(SignetError):
    """The token of a link is forged, used up, for another purpose, or its user may not use it (any more)."""

    code = "link_invalid"
    default_message = _("This link isn't valid, or it was already used. Ask for a new one.")


class LinkExpiredError(LinkError):
    """The link was valid, and has expired."""

    code = "link_expired"
    default_message = _("The link has expired.")


class AddressTakenError(SignetError):
    """Another user has the e-mail address."""

    code = "address_taken"
    default_message = _("A user with that e-mail address already exists.")


class NameTakenError(SignetError):
    """Another user has the name, or another unique value. ``field`` names the field, if it is known."""

    code = "name_taken"
    default_message = _("A user with that name already exists.")

    def __init__(self, field: str | None = None) -> None:
        super().__init__()
        self.field = field


class WrongPasswordError(SignetError):
    """A signed-in user gave a wrong password."""

    code = "wrong_password"
    default_message = _("The password is wrong.")


class PasswordElsewhereError(WrongPasswordError):
    """Another service, such as a directory, keeps the user's password, so it can't be changed here."""

    code = "password_elsewhere"
    default_message = _("Another service manages your password. Change it there.")


class AccountInUseError(SignetError):
    """The user can't be deleted, because other data that must stay depends on them."""

    code = "account_in_use"
    default_message = _("This account can't be deleted while other data depends on it.")


class PasswordRefusedError(SignetError):
    """AUTH_PASSWORD_VALIDATORS refuse a new password. ``messages`` are their texts for people."""

    code = "password_refused"
    default_message = _("This password isn't accepted. Choose another one.")

    def __init__(self, messages: Sequence[str] = ()) -> None:
        super().__init__(" ".join(messages) or None)
        self.messages = list(messages) or [self.message]


class UserRefusedError(SignetError):
    """The project's own code refuses to save the user. ``messages`` are its texts for people."""

    code = "user_refused"
    default_message = _("This can't be saved.")

    def __init__(self, messages: Sequence[str] = ()) -> None:
        super().__init__(" ".join(messages) or None)
        self.messages = list(messages) or [self.message]
