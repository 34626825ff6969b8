"""Errors of something that is away or busy. The request is all right, and may be sent again."""

from __future__ import annotations

from signet_tokens.errors import UnavailableError
from signet_tokens.translatable_text import gettext_noop as _


class CountsUnavailableError(UnavailableError):
    """The cache can't be reached, so nobody knows how often this was tried."""

    code = "counts_unavailable"
    default_message = _("This isn't possible right now. Try again later.")


class TenantUnknownError(UnavailableError):
    """TENANT raises, or doesn't return a name, so the tenant is unknown."""

    code = "tenant_unknown"
    default_message = _("This isn't possible here right now. Try again later.")
    retry_after = 30


class DatabaseUnavailableError(UnavailableError):
    """The database is away, doesn't answer, or accepts no more connections."""

    code = "database_unavailable"
    default_message = _("The database can't be reached. Try again later.")


class DatabaseReadOnlyError(DatabaseUnavailableError):
    """The database accepts no changes: it is a standby, or under maintenance."""

    code = "database_read_only"
    default_message = _("Nothing can be changed right now. Try again later.")
    retry_after = 10


class DatabaseFullError(DatabaseUnavailableError):
    """The disk of the database is full."""

    code = "database_full"
    default_message = _("There is no space left to store this. Try again later.")
    retry_after = 30


class DatabaseNotMigratedError(DatabaseUnavailableError):
    """The database lacks a table or a column, as before ``migrate``."""

    code = "database_not_migrated"
    default_message = _("The service isn't ready yet: its database has to be migrated. Try again later.")
    retry_after = 10


class BackendUnavailableError(UnavailableError):
    """
    A service that one of the project's authentication backends needs, such as a directory, is away.

    The log says more.
    """

    code = "backend_unavailable"
    default_message = _("You can't sign in right now. Try again later.")
    retry_after = 10


class SignUpFailedError(UnavailableError):
    """The project's own code failed to create a user for a sign-up. The log says how."""

    code = "sign_up_failed"
    default_message = _("Your account can't be created right now. Try again later.")
    retry_after = 60


class MailBusyError(UnavailableError):
    """Too many mails are waiting for the mail server already."""

    code = "mail_busy"
    default_message = _("E-mail can't be sent right now. Try again later.")
    retry_after = 60


class PageUnavailableError(UnavailableError):
    """The project named no page to which a link, or a browser that comes back, could lead."""

    code = "page_unavailable"
    default_message = _("This isn't possible right now. Try again later.")
    retry_after = 60


class PasswordsBusyError(UnavailableError):
    """So many passwords are being hashed that memory or processors don't suffice for one more."""

    code = "passwords_busy"
    default_message = _("Too many people are signing in right now. Try again in a moment.")
    retry_after = 2


class SessionBusyError(UnavailableError):
    """Too many requests change one session, or the database, at once."""

    code = "session_busy"
    default_message = _("Too many requests are using this session at once. Try again.")
    retry_after = 1
