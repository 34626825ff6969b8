"""What can be wrong with what the users of accounts ask for."""

from __future__ import annotations

from collections.abc import Sequence

from drf_signet.errors.signet_error import SignetError
from drf_signet.translatable_text import gettext_noop as _


class LinkError(SignetError):
    """The token of a link is forged, used up, for another purpose, or of a user who may not use it (any more)."""

    code = "link_invalid"
    default_message = _("This link isn't valid, or it was already used. Ask for a new one.")


class LinkExpiredError(LinkError):
    """The link was good once, and its time is over."""

    code = "link_expired"
    default_message = _("The link has expired.")


class AddressTakenError(SignetError):
    """The e-mail address is another user's."""

    code = "address_taken"
    default_message = _("A user with that e-mail address already exists.")


class NameTakenError(SignetError):
    """What identifies the new user, such as the username, is another user's. ``field`` says what, where it is known."""

    code = "name_taken"
    default_message = _("A user with that name already exists.")

    def __init__(self, field: str | None = None) -> None:
        super().__init__()
        self.field = field


class WrongPasswordError(SignetError):
    """A signed-in user was asked for the password, and gave another one."""

    code = "wrong_password"
    default_message = _("The password is wrong.")


class NoPasswordError(WrongPasswordError):
    """A signed-in user was asked for the password, and never had one."""

    code = "no_password"
    default_message = _("You don't have a password yet. Ask for a link to set one.")


class PasswordElsewhereError(WrongPasswordError):
    """The password of the user is kept elsewhere, as in a directory, so it isn't ours to change."""

    code = "password_elsewhere"
    default_message = _("Another service manages your password. Change it there.")


class AccountInUseError(SignetError):
    """Something that has to stay belongs to the user, who therefore can't be deleted."""

    code = "account_in_use"
    default_message = _("This account can't be deleted while other data depends on it.")


class PasswordRefusedError(SignetError):
    """One of AUTH_PASSWORD_VALIDATORS refuses a new password: ``messages`` are their words for people."""

    code = "password_refused"
    default_message = _("This password isn't accepted. Choose another one.")

    def __init__(self, messages: Sequence[str] = ()) -> None:
        super().__init__(" ".join(messages) or None)
        self.messages = list(messages) or [self.message]


class UserRefusedError(SignetError):
    """The project's own code refuses to save the user: ``messages`` are its words for people."""

    code = "user_refused"
    default_message = _("This can't be saved.")

    def __init__(self, messages: Sequence[str] = ()) -> None:
        super().__init__(" ".join(messages) or None)
        self.messages = list(messages) or [self.message]
