"""
Every error this package raises below the web framework, and its stable code.

    SignetError
    ├── KeyLoadError              invalid_key
    ├── NoSigningKeyError         no_signing_key
    ├── KeyChangeRefusedError     key_change_refused
    ├── UnavailableError          unavailable
    │   ├── KeysUnavailableError      keys_unavailable
    │   ├── SignerUnavailableError    signer_unavailable
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
    │   ├── ProviderUnavailableError  provider_unavailable
    │   ├── ProviderMisconfiguredError provider_misconfigured
    │   ├── SignUpFailedError         sign_up_failed
    │   ├── SessionBusyError          session_busy
    │   └── RevocationsUnknownError   revocations_unknown
    ├── CredentialsError          no_active_account
    │   ├── EmailNotVerifiedError email_not_verified
    │   └── SignInForbiddenError  no_active_account
    ├── RequestRefusedError       not_authenticated, or that of the refusal
    ├── OriginRefusedError        origin_refused
    ├── InsufficientScopeError    insufficient_scope
    ├── BodyError                 body_refused
    │   ├── BodyTooLargeError         body_too_large
    │   ├── TooManyFieldsError        too_many_fields
    │   ├── BodyUnreadableError       body_unreadable
    │   └── CharactersRefusedError    characters_refused
    ├── ThrottledError            throttled
    ├── LinkError                 link_invalid
    │   └── LinkExpiredError      link_expired
    ├── AddressTakenError         address_taken
    ├── NameTakenError            name_taken
    ├── WrongPasswordError        wrong_password
    │   └── PasswordElsewhereError    password_elsewhere
    ├── PasswordRefusedError      password_refused
    ├── AccountInUseError         account_in_use
    ├── UserRefusedError          user_refused
    ├── StateLostError            state_lost
    ├── IdentityUsedBeforeError   identity_used_before
    ├── AddressMissingError       address_missing
    ├── AddressNotVerifiedError   address_not_verified
    ├── AccountExistsError        account_exists
    ├── IdentityTakenError        identity_taken
    ├── LastWayInError            last_way_in
    ├── SignUpClosedError         sign_up_closed
    ├── SignInTooOldError         insufficient_user_authentication
    ├── ProviderUnknownError      provider_unknown
    ├── ProviderRefusedError      provider_refused
    │   ├── RedirectUriMismatchError  redirect_uri_mismatch
    │   ├── CodeRefusedError          code_refused
    │   │   └── CodeUrlEncodedError       code_url_encoded
    │   └── WrongClientError          wrong_client
    ├── ProviderMixedUpError      provider_mixed_up
    ├── IdTokenRefusedError       id_token_refused
    │   ├── NonceMismatchError        nonce_mismatch
    │   └── ProviderClockError        provider_clock
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

from drf_signet.errors.accounts import (
    AccountInUseError,
    AddressTakenError,
    LinkError,
    LinkExpiredError,
    NameTakenError,
    PasswordElsewhereError,
    PasswordRefusedError,
    UserRefusedError,
    WrongPasswordError,
)
from drf_signet.errors.identities import (
    AccountExistsError,
    AddressMissingError,
    AddressNotVerifiedError,
    IdentityTakenError,
    IdentityUsedBeforeError,
    LastWayInError,
    SignUpClosedError,
    StateLostError,
)
from drf_signet.errors.providers import (
    CodeRefusedError,
    CodeUrlEncodedError,
    IdTokenRefusedError,
    NonceMismatchError,
    ProviderClockError,
    ProviderMisconfiguredError,
    ProviderMixedUpError,
    ProviderRefusedError,
    ProviderUnavailableError,
    ProviderUnknownError,
    RedirectUriMismatchError,
    WrongClientError,
)
from drf_signet.errors.requests import (
    BodyError,
    BodyTooLargeError,
    BodyUnreadableError,
    CharactersRefusedError,
    InsufficientScopeError,
    OriginRefusedError,
    RequestRefusedError,
    TooManyFieldsError,
)
from drf_signet.errors.sessions import (
    RefreshSupersededError,
    SessionError,
    SessionExpiredError,
    SessionMismatchError,
    SessionNotFoundError,
    SessionRevokedError,
    SessionUserMismatchError,
    SignInTooOldError,
    TokenReusedError,
)
from drf_signet.errors.sign_in import CredentialsError, EmailNotVerifiedError, SignInForbiddenError, ThrottledError
from drf_signet.errors.unavailable import (
    BackendUnavailableError,
    CountsUnavailableError,
    DatabaseFullError,
    DatabaseNotMigratedError,
    DatabaseReadOnlyError,
    DatabaseUnavailableError,
    MailBusyError,
    PageUnavailableError,
    PasswordsBusyError,
    SessionBusyError,
    SignUpFailedError,
    TenantUnknownError,
)
from signet_tokens.errors import (
    ExpiredTokenError,
    KeyChangeRefusedError,
    KeyLoadError,
    KeysUnavailableError,
    MissingClaimError,
    NoSigningKeyError,
    PasswordChangedError,
    RevocationsUnknownError,
    SignerUnavailableError,
    SignetError,
    TokenError,
    TokenNotYetValidError,
    TokenTooLargeError,
    TokenUserError,
    UnavailableError,
    UserInactiveError,
    UserNotFoundError,
    WrongTenantError,
    WrongTokenTypeError,
)

__all__ = [
    "AccountExistsError",
    "AccountInUseError",
    "AddressMissingError",
    "AddressNotVerifiedError",
    "AddressTakenError",
    "BackendUnavailableError",
    "BodyError",
    "BodyTooLargeError",
    "BodyUnreadableError",
    "CharactersRefusedError",
    "CodeRefusedError",
    "CodeUrlEncodedError",
    "CountsUnavailableError",
    "CredentialsError",
    "DatabaseFullError",
    "DatabaseNotMigratedError",
    "DatabaseReadOnlyError",
    "DatabaseUnavailableError",
    "EmailNotVerifiedError",
    "ExpiredTokenError",
    "IdTokenRefusedError",
    "IdentityTakenError",
    "IdentityUsedBeforeError",
    "InsufficientScopeError",
    "KeyChangeRefusedError",
    "KeyLoadError",
    "KeysUnavailableError",
    "LastWayInError",
    "LinkError",
    "LinkExpiredError",
    "MailBusyError",
    "MissingClaimError",
    "NameTakenError",
    "NoSigningKeyError",
    "NonceMismatchError",
    "OriginRefusedError",
    "PageUnavailableError",
    "PasswordChangedError",
    "PasswordElsewhereError",
    "PasswordRefusedError",
    "PasswordsBusyError",
    "ProviderClockError",
    "ProviderMisconfiguredError",
    "ProviderMixedUpError",
    "ProviderRefusedError",
    "ProviderUnavailableError",
    "ProviderUnknownError",
    "RedirectUriMismatchError",
    "RefreshSupersededError",
    "RequestRefusedError",
    "RevocationsUnknownError",
    "SessionBusyError",
    "SessionError",
    "SessionExpiredError",
    "SessionMismatchError",
    "SessionNotFoundError",
    "SessionRevokedError",
    "SessionUserMismatchError",
    "SignInForbiddenError",
    "SignInTooOldError",
    "SignUpClosedError",
    "SignUpFailedError",
    "SignerUnavailableError",
    "SignetError",
    "StateLostError",
    "TenantUnknownError",
    "ThrottledError",
    "TokenError",
    "TokenNotYetValidError",
    "TokenReusedError",
    "TokenTooLargeError",
    "TokenUserError",
    "TooManyFieldsError",
    "UnavailableError",
    "UserInactiveError",
    "UserNotFoundError",
    "UserRefusedError",
    "WrongClientError",
    "WrongPasswordError",
    "WrongTenantError",
    "WrongTokenTypeError",
]
