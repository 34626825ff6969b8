"""
Every error this package raises below the web framework, and its stable code.

    SignetError
    ├── KeyLoadError              invalid_key
    ├── NoSigningKeyError         no_signing_key
    ├── UnavailableError          unavailable
    │   ├── KeysUnavailableError      keys_unavailable
    │   ├── CountsUnavailableError    counts_unavailable
    │   ├── TenantUnknownError        tenant_unknown
    │   ├── DatabaseUnavailableError  database_unavailable
    │   │   ├── DatabaseReadOnlyError     database_read_only
    │   │   ├── DatabaseFullError         database_full
    │   │   └── DatabaseNotMigratedError  database_not_migrated
    │   ├── MailBusyError             mail_busy
    │   ├── PageUnavailableError      page_unavailable
    │   ├── PasswordsBusyError        passwords_busy
    │   ├── BackendUnavailableError   backend_unavailable
    │   ├── SignUpFailedError         sign_up_failed
    │   ├── SessionBusyError          session_busy
    │   └── RevocationsUnknownError   revocations_unknown
    ├── CredentialsError          no_active_account
    │   └── EmailNotVerifiedError email_not_verified
    ├── RequestRefusedError       not_authenticated, or that of the refusal
    ├── ThrottledError            throttled
    ├── LinkError                 link_invalid
    │   └── LinkExpiredError      link_expired
    ├── AddressTakenError         address_taken
    ├── NameTakenError            name_taken
    ├── WrongPasswordError        wrong_password
    │   ├── NoPasswordError           no_password
    │   └── PasswordElsewhereError    password_elsewhere
    ├── AccountInUseError         account_in_use
    ├── UserRefusedError          user_refused
    └── TokenError                token_invalid
        ├── TokenTooLargeError    token_too_large
        ├── ExpiredTokenError     token_expired
        ├── TokenNotYetValidError token_not_yet_valid   (an UnavailableError as well)
        ├── MissingClaimError     claim_missing
        ├── WrongTokenTypeError   wrong_token_type
        ├── WrongTenantError      wrong_tenant
        ├── TokenUserError        no_active_account
        │   ├── UserNotFoundError     user_not_found
        │   ├── UserInactiveError     user_inactive
        │   └── PasswordChangedError  password_changed
        └── SessionError          session_invalid
            ├── SessionNotFoundError       session_not_found
            ├── SessionMismatchError       session_mismatch
            ├── SessionUserMismatchError   session_user_mismatch
            ├── SessionExpiredError        session_expired
            ├── SessionRevokedError        session_revoked
            ├── TokenReusedError           token_reused
            └── RefreshSupersededError     refresh_superseded

Texts may change between versions; codes may not. No error carries a token, a key or a part of one. Texts are English
here, and translated where they become an answer: see `translation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import ClassVar

from drf_signet.reasons import Reason
from drf_signet.texts import Text, ngettext
from drf_signet.texts import gettext_noop as _


class SignetError(Exception):
    """
    Base of the tree. ``code`` is stable, ``message`` is for people: *parts* stand in the braces of the *message* given.
    """

    code: ClassVar[str]
    default_message: ClassVar[str]

    def __init__(self, message: str | None = None, *parts: object) -> None:
        given = message or self.default_message
        self.message: str = given if isinstance(given, Text) else Text(given, *parts)
        super().__init__(self.message)


class KeyLoadError(SignetError):
    """Configured key material can't be used with the configured algorithm."""

    code = "invalid_key"
    default_message = _("The key can't be used.")


class NoSigningKeyError(SignetError):
    """A token should be signed, but only verifying keys are configured."""

    code = "no_signing_key"
    default_message = _("No private key is configured, so tokens can be verified but not signed.")


class UnavailableError(SignetError):
    """Something that is needed is away or busy. The request may be sent again after ``retry_after`` seconds."""

    code = "unavailable"
    default_message = _("That can't be done now. Try again later.")
    retry_after: int = 5


class KeysUnavailableError(UnavailableError):
    """The issuer's keys were never fetched, and can't be fetched now: try again later."""

    code = "keys_unavailable"
    default_message = _("The keys of the token issuer can't be fetched. Try again later.")
    retry_after = 30


class CredentialsError(SignetError):
    """Wrong credentials, or an account that may not sign in. The two can't be told apart."""

    code = "no_active_account"
    default_message = _("No active account found with the given credentials")


class EmailNotVerifiedError(CredentialsError):
    """The credentials are right, and nobody has followed the link in the mail yet."""

    code = "email_not_verified"
    default_message = _("Follow the link in the mail that we sent you, and sign in again.")


class RequestRefusedError(SignetError):
    """
    A request outside of REST framework is not authenticated, or something that its view needs was refused.

    ``status``, ``headers`` and ``body`` are what a view of REST framework would have answered. ``code`` is that of the
    body, or *code* where the body has none.
    """

    code = "not_authenticated"
    default_message = _("The request is refused.")

    def __init__(self, status: int, body: object, headers: Mapping[str, str], code: str | None = None) -> None:
        said = body if isinstance(body, Mapping) else {}
        super().__init__(str(said.get("detail") or self.default_message))
        self.status, self.body, self.headers = status, body, headers
        self.code = str(said.get("code") or code or self.code)  # type: ignore[misc]  # here, each has its own


class ThrottledError(SignetError):
    """Too often: the same for whoever exists and whoever doesn't. ``wait`` says for how many seconds."""

    code = "throttled"
    default_message = _("Too many requests. Try again later.")

    def __init__(self, wait: int) -> None:
        told = ngettext(
            "Too many requests. Try again in {} second.", "Too many requests. Try again in {} seconds.", wait
        )
        super().__init__(told)
        self.wait = wait


class CountsUnavailableError(UnavailableError):
    """The cache can't be reached, so nobody knows how often this was tried already."""

    code = "counts_unavailable"
    default_message = _("That can't be done now. Try again later.")


class TenantUnknownError(UnavailableError):
    """TENANT raises, or returns what is no name, so nobody knows whose users and tokens these are."""

    code = "tenant_unknown"
    default_message = _("That can't be done here now. Try again later.")
    retry_after = 30


class DatabaseUnavailableError(UnavailableError):
    """The database is away, or doesn't answer, or takes no more connections."""

    code = "database_unavailable"
    default_message = _("The database can't be reached. Try again later.")


class DatabaseReadOnlyError(DatabaseUnavailableError):
    """The database can be read, and takes no changes: a standby, or one under maintenance."""

    code = "database_read_only"
    default_message = _("Nothing can be changed now. Try again later.")
    retry_after = 10


class DatabaseFullError(DatabaseUnavailableError):
    """The disk of the database is full."""

    code = "database_full"
    default_message = _("Nothing more can be stored now. Try again later.")
    retry_after = 30


class DatabaseNotMigratedError(DatabaseUnavailableError):
    """The database lacks a table or a column, as one does before ``migrate`` was run."""

    code = "database_not_migrated"
    default_message = _("The service isn't ready: its database waits for a migration. Try again later.")
    retry_after = 10


class LinkError(SignetError):
    """The token of a link is forged, used up, for another purpose, or of a user who may not use it (any more)."""

    code = "link_invalid"
    default_message = _("The link is not valid, or was used already.")


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
    default_message = _("You have no password yet. Ask for a link to set one.")


class PasswordElsewhereError(WrongPasswordError):
    """The password of the user is kept elsewhere, as in a directory, so it isn't ours to change."""

    code = "password_elsewhere"
    default_message = _("Your password is kept elsewhere. Change it there.")


class AccountInUseError(SignetError):
    """Something that has to stay belongs to the user, who therefore can't be deleted."""

    code = "account_in_use"
    default_message = _("The account can't be deleted while something else depends on it.")


class UserRefusedError(SignetError):
    """The project's own code refuses to save the user: ``messages`` are its words for people."""

    code = "user_refused"
    default_message = _("This can't be saved.")

    def __init__(self, messages: Sequence[str] = ()) -> None:
        super().__init__(" ".join(messages) or None)
        self.messages = list(messages) or [self.message]


class BackendUnavailableError(UnavailableError):
    """What an authentication backend of the project asks, such as a directory, is away. The log says more."""

    code = "backend_unavailable"
    default_message = _("You can't sign in now. Try again later.")
    retry_after = 10


class SignUpFailedError(UnavailableError):
    """The project's own code fails when a sign-up has it make a user. The log says how."""

    code = "sign_up_failed"
    default_message = _("An account can't be opened now. Try again later.")
    retry_after = 60


class MailBusyError(UnavailableError):
    """So many mails are waiting for the mail server that no more can be taken: try again later."""

    code = "mail_busy"
    default_message = _("Mail can't be sent now. Try again later.")
    retry_after = 60


class PageUnavailableError(UnavailableError):
    """A function of the project's named no page to which a link could lead, so none can be mailed."""

    code = "page_unavailable"
    default_message = _("No link can be mailed now. Try again later.")
    retry_after = 60


class PasswordsBusyError(UnavailableError):
    """So many passwords are being hashed at once that memory or processors would not do for one more."""

    code = "passwords_busy"
    default_message = _("Too many people are signing in at once. Try again.")
    retry_after = 2


class SessionBusyError(UnavailableError):
    """So many requests change one session, or the database, at once that this one could not: try again."""

    code = "session_busy"
    default_message = _("The session is in use by too many requests at once. Try again.")
    retry_after = 1


class RevocationsUnknownError(UnavailableError):
    """The database was out of reach for so long that nobody here knows which sessions were ended meanwhile."""

    code = "revocations_unknown"
    default_message = _("Whether the session has ended can't be told now. Try again later.")
    retry_after = 30


class TokenError(SignetError):
    """The token is not valid: malformed, forged, for somebody else, or of a far future."""

    code = "token_invalid"
    default_message = _("Token is invalid")
    reason: Reason | None = None
    """For those who run the service: no client is told."""

    def __init__(self, message: str | None = None, *parts: object, reason: Reason | None = None) -> None:
        super().__init__(message, *parts)
        self.reason = reason


class TokenTooLargeError(TokenError):
    """The token is longer than this package reads, so it is not written either."""

    code = "token_too_large"
    default_message = _("Token is too large")


class ExpiredTokenError(TokenError):
    """The time in ``exp`` has come (RFC 7519 section 4.1.4)."""

    code = "token_expired"
    default_message = _("Token is expired")


class TokenNotYetValidError(UnavailableError, TokenError):
    """
    The token is genuine and for us, and begins *ahead* seconds later (RFC 7519 section 4.1.5): a clock is wrong.

    The token should be kept and presented again. Whoever catches `TokenError` refuses it.
    """

    code = "token_not_yet_valid"
    default_message = _("The token is not valid yet. Try again later.")
    longest_wait: ClassVar[int] = 60
    """Seconds: a clock that is wrong may be put right at any moment."""

    def __init__(self, ahead: float, reason: Reason | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.retry_after = min(max(ceil(ahead), 1), self.longest_wait)


class MissingClaimError(TokenError):
    """A claim that the configuration requires is not there."""

    code = "claim_missing"
    default_message = _("Token has no required claim")


class WrongTokenTypeError(TokenError):
    """A token of one type was presented where another is asked for."""

    code = "wrong_token_type"
    default_message = _("Token has wrong type")


class WrongTenantError(TokenError):
    """The token is genuine, and another tenant's than the one that is being served; or it doesn't say whose."""

    code = "wrong_tenant"
    default_message = _("Token is invalid")


class TokenUserError(TokenError):
    """The token is genuine, but its user may not use it."""

    code = "no_active_account"
    default_message = _("No active account found for the given token.")


class UserNotFoundError(TokenUserError):
    """No such user: deleted, or the claim can't be the identifier of any user."""

    code = "user_not_found"
    default_message = _("User not found")


class UserInactiveError(TokenUserError):
    """The user exists and is disabled."""

    code = "user_inactive"
    default_message = _("User is inactive")


class PasswordChangedError(TokenUserError):
    """The token was issued before the user's password changed."""

    code = "password_changed"
    default_message = _("The user's password has been changed.")


class SessionError(TokenError):
    """The token is genuine, but the session it belongs to doesn't bear it out."""

    code = "session_invalid"
    default_message = _("Token is invalid")


class SessionNotFoundError(SessionError):
    """The token names no session, or one that doesn't exist (any more)."""

    code = "session_not_found"
    default_message = _("Token is invalid")


class SessionMismatchError(SessionError):
    """The session never issued this token: its ``gen`` or ``jti`` is not the session's."""

    code = "session_mismatch"
    default_message = _("Token is invalid")


class SessionUserMismatchError(SessionError):
    """The session is another user's than the token's."""

    code = "session_user_mismatch"
    default_message = _("Token is invalid")


class SessionExpiredError(SessionError):
    """The session has reached SESSION_LIFETIME."""

    code = "session_expired"
    default_message = _("Token is expired")


class SessionRevokedError(SessionError):
    """The session was ended: by a logout, a change of password, an administrator, or the reuse of a token."""

    code = "session_revoked"
    default_message = _("Token is blacklisted")


class TokenReusedError(SessionError):
    """A replaced refresh token was presented. To refresh with it ends the session (RFC 9700 section 4.14.2)."""

    code = "token_reused"
    default_message = _("Token is blacklisted")


class RefreshSupersededError(SessionError):
    """The refresh token was replaced a moment ago. Nothing was ended: try again with the newest one."""

    code = "refresh_superseded"
    default_message = _("Token was replaced a moment ago")
