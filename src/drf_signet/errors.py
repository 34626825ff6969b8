"""
Every error this package raises below the web framework, and its stable code.

    SignetError
    ├── KeyLoadError              invalid_key
    ├── NoSigningKeyError         no_signing_key
    ├── KeysUnavailableError      keys_unavailable
    ├── CredentialsError          no_active_account
    └── TokenError                token_invalid
        ├── TokenTooLargeError    token_too_large
        ├── ExpiredTokenError     token_expired
        ├── MissingClaimError     claim_missing
        ├── WrongTokenTypeError   wrong_token_type
        └── TokenUserError        no_active_account
            ├── UserNotFoundError     user_not_found
            ├── UserInactiveError     user_inactive
            └── PasswordChangedError  password_changed

Texts may change between versions; codes may not. No error carries a token, a key or a part of one.
"""

from __future__ import annotations

from typing import ClassVar


class SignetError(Exception):
    """Base of the tree. ``code`` is stable, ``message`` is for people."""

    code: ClassVar[str]
    default_message: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.default_message
        super().__init__(self.message)


class KeyLoadError(SignetError):
    """Configured key material can't be used with the configured algorithm."""

    code = "invalid_key"
    default_message = "The key can't be used."


class NoSigningKeyError(SignetError):
    """A token should be signed, but only verifying keys are configured."""

    code = "no_signing_key"
    default_message = "No private key is configured, so tokens can be verified but not signed."


class KeysUnavailableError(SignetError):
    """The issuer's keys were never fetched, and can't be fetched now: try again later."""

    code = "keys_unavailable"
    default_message = "The keys of the token issuer can't be fetched."


class CredentialsError(SignetError):
    """Wrong credentials, or an account that may not sign in. The two can't be told apart."""

    code = "no_active_account"
    default_message = "No active account found with the given credentials"


class TokenError(SignetError):
    """The token is not valid: malformed, forged, for somebody else, or not yet valid."""

    code = "token_invalid"
    default_message = "Token is invalid"


class TokenTooLargeError(TokenError):
    """The token is longer than this package reads, so it is not written either."""

    code = "token_too_large"
    default_message = "Token is too large"


class ExpiredTokenError(TokenError):
    """The time in ``exp`` has come (RFC 7519 section 4.1.4)."""

    code = "token_expired"
    default_message = "Token is expired"


class MissingClaimError(TokenError):
    """A claim that the configuration requires is not there."""

    code = "claim_missing"
    default_message = "Token has no required claim"


class WrongTokenTypeError(TokenError):
    """A token of one type was presented where another is asked for."""

    code = "wrong_token_type"
    default_message = "Token has wrong type"


class TokenUserError(TokenError):
    """The token is genuine, but its user may not use it."""

    code = "no_active_account"
    default_message = "No active account found for the given token."


class UserNotFoundError(TokenUserError):
    """No such user: deleted, or the claim can't be the identifier of any user."""

    code = "user_not_found"
    default_message = "User not found"


class UserInactiveError(TokenUserError):
    """The user exists and is disabled."""

    code = "user_inactive"
    default_message = "User is inactive"


class PasswordChangedError(TokenUserError):
    """The token was issued before the user's password changed."""

    code = "password_changed"
    default_message = "The user's password has been changed."
