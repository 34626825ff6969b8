"""What is needed, and is away or busy: nothing is wrong with the request, which may be sent again."""

from __future__ import annotations

from drf_signet.errors.signet_error import SignetError
from drf_signet.translatable_text import gettext_noop as _


class UnavailableError(SignetError):
    """Something that is needed is away or busy. The request may be sent again after ``retry_after`` seconds."""

    code = "unavailable"
    default_message = _("This isn't possible right now. Try again later.")
    retry_after: int = 5


class KeysUnavailableError(UnavailableError):
    """The issuer's keys were never fetched, and can't be fetched now: try again later."""

    code = "keys_unavailable"
    default_message = _("The token issuer's keys can't be fetched right now. Try again later.")
    retry_after = 30


class CountsUnavailableError(UnavailableError):
    """The cache can't be reached, so nobody knows how often this was tried already."""

    code = "counts_unavailable"
    default_message = _("This isn't possible right now. Try again later.")


class TenantUnknownError(UnavailableError):
    """TENANT raises, or returns what is no name, so nobody knows whose users and tokens these are."""

    code = "tenant_unknown"
    default_message = _("This isn't possible here right now. Try again later.")
    retry_after = 30


class DatabaseUnavailableError(UnavailableError):
    """The database is away, or doesn't answer, or takes no more connections."""

    code = "database_unavailable"
    default_message = _("The database can't be reached. Try again later.")


class DatabaseReadOnlyError(DatabaseUnavailableError):
    """The database can be read, and takes no changes: a standby, or one under maintenance."""

    code = "database_read_only"
    default_message = _("Nothing can be changed right now. Try again later.")
    retry_after = 10


class DatabaseFullError(DatabaseUnavailableError):
    """The disk of the database is full."""

    code = "database_full"
    default_message = _("There is no space left to store this. Try again later.")
    retry_after = 30


class DatabaseNotMigratedError(DatabaseUnavailableError):
    """The database lacks a table or a column, as one does before ``migrate`` was run."""

    code = "database_not_migrated"
    default_message = _("The service isn't ready yet: its database has to be migrated. Try again later.")
    retry_after = 10


class BackendUnavailableError(UnavailableError):
    """What an authentication backend of the project asks, such as a directory, is away. The log says more."""

    code = "backend_unavailable"
    default_message = _("You can't sign in right now. Try again later.")
    retry_after = 10


class SignUpFailedError(UnavailableError):
    """The project's own code fails when a sign-up has it make a user. The log says how."""

    code = "sign_up_failed"
    default_message = _("Your account can't be created right now. Try again later.")
    retry_after = 60


class MailBusyError(UnavailableError):
    """So many mails are waiting for the mail server that no more can be taken: try again later."""

    code = "mail_busy"
    default_message = _("E-mail can't be sent right now. Try again later.")
    retry_after = 60


class PageUnavailableError(UnavailableError):
    """A function of the project's named no page to which a link could lead, so none can be mailed."""

    code = "page_unavailable"
    default_message = _("The link can't be sent right now. Try again later.")
    retry_after = 60


class PasswordsBusyError(UnavailableError):
    """So many passwords are being hashed at once that memory or processors would not do for one more."""

    code = "passwords_busy"
    default_message = _("Too many people are signing in right now. Try again in a moment.")
    retry_after = 2


class SessionBusyError(UnavailableError):
    """So many requests change one session, or the database, at once that this one could not: try again."""

    code = "session_busy"
    default_message = _("Too many requests are using this session at once. Try again.")
    retry_after = 1


class RevocationsUnknownError(UnavailableError):
    """The database was out of reach for so long that nobody here knows which sessions were ended meanwhile."""

    code = "revocations_unknown"
    default_message = _("The service can't check right now whether this session has ended. Try again later.")
    retry_after = 30
