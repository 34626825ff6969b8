"""The errors of keys and tokens: `drf_signet.errors` has the whole tree."""

from __future__ import annotations

from signet_tokens.errors.keys import KeyChangeRefusedError, KeyLoadError, NoSigningKeyError
from signet_tokens.errors.signet_error import SignetError
from signet_tokens.errors.tokens import (
    ExpiredTokenError,
    MissingClaimError,
    PasswordChangedError,
    TokenError,
    TokenNotYetValidError,
    TokenTooLargeError,
    TokenUserError,
    UserInactiveError,
    UserNotFoundError,
    WrongTenantError,
    WrongTokenTypeError,
)
from signet_tokens.errors.unavailable import (
    KeysUnavailableError,
    RevocationsUnknownError,
    SignerUnavailableError,
    UnavailableError,
)

__all__ = [
    "ExpiredTokenError",
    "KeyChangeRefusedError",
    "KeyLoadError",
    "KeysUnavailableError",
    "MissingClaimError",
    "NoSigningKeyError",
    "PasswordChangedError",
    "RevocationsUnknownError",
    "SignerUnavailableError",
    "SignetError",
    "TokenError",
    "TokenNotYetValidError",
    "TokenTooLargeError",
    "TokenUserError",
    "UnavailableError",
    "UserInactiveError",
    "UserNotFoundError",
    "WrongTenantError",
    "WrongTokenTypeError",
]
