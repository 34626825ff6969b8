"""What the reference pages say that no source does: when which answer is given, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drf_signet import errors
from drf_signet.errors import SignetError
from drf_signet.mailed_codes.errors import CodeError, CodeExpiredError, ConfirmationNeededError
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.services.errors import InvalidClientError, InvalidRequestError, UnsupportedTokenTypeError
from drf_signet.sessions.browser.errors import AmbiguousCookieError, CookieMissingError, CookieTooLargeError

Refusal = tuple[type[SignetError] | tuple[int, str], str]
"""What is answered, by the error whose row in `answers` says it, or by status and code; and when."""

REFUSALS: Final[tuple[Refusal, ...]] = (
    (errors.TooManyFieldsError, "a form with more fields than `DATA_UPLOAD_MAX_NUMBER_FIELDS`"),
    (errors.BodyUnreadableError, "the connection ended before the body did"),
    (errors.CharactersRefusedError, "characters that a table of MySQL can't hold, as it isn't in `utf8mb4`"),
    (errors.BodyTooLargeError, "more than `DATA_UPLOAD_MAX_MEMORY_SIZE`"),
    (errors.CredentialsError, "wrong credentials, or the account may not sign in"),
    ((401, "no_active_account"), "a refresh for a user who may not go on; `reason` says why"),
    ((401, "password_changed"), "a refresh after the password changed; `reason`"),
    (errors.TokenError, "a token that is malformed, forged, expired or of the wrong type; `reason`"),
    ((401, "bad_authorization_header"), "a header of our scheme that doesn't hold one token"),
    (errors.UserNotFoundError, "the user of an access token was deleted"),
    (errors.UserInactiveError, "the user of an access token was disabled"),
    (errors.PasswordChangedError, "the password changed since the token was issued (`CHECK_REVOKE_TOKEN`)"),
    (errors.TokenUserError, "the project's own rule refuses the user of an access token"),
    (errors.InsufficientScopeError, "`HasScope`: the access token lacks the scopes in `scope`"),
    (errors.OriginRefusedError, "a page of another origin sent a form; its JSON passes, where CORS lets it in"),
    (errors.ThrottledError, "too many attempts; `Retry-After` says when, [throttles](throttles.md) how many"),
    (errors.CountsUnavailableError, "the cache is away, which counts attempts to sign in; `Retry-After`"),
    (errors.BackendUnavailableError, "a directory that a backend asks is away; `Retry-After`"),
    (errors.TenantUnknownError, "`TENANT` doesn't say which tenant is being served; `Retry-After`"),
    (errors.NoSigningKeyError, "no private key is configured, so tokens are verified here and not issued"),
    (errors.DatabaseUnavailableError, "the database is away, full of connections, or too slow; `Retry-After`"),
    (errors.DatabaseReadOnlyError, "the database takes no changes at the moment; `Retry-After`"),
    (errors.DatabaseFullError, "the disk of the database is full; `Retry-After`"),
    (errors.DatabaseNotMigratedError, "the database lacks a table or a column; `Retry-After`"),
    (errors.PasswordsBusyError, "too many passwords are hashed at once (the service only); `Retry-After`"),
    (errors.TokenNotYetValidError, "a genuine token of a day ahead or less: a wrong clock; `Retry-After`"),
    (MisconfiguredError, "the settings can't be used, and the log says why; `Retry-After`"),
    (errors.KeysUnavailableError, "the keys of `JWK_URL`, `ISSUERS` or `SIGNING_KEYS` can't be read; `Retry-After`"),
    (errors.SignerUnavailableError, "the signer that holds the private key doesn't sign; `Retry-After`"),
)
OF_REST_FRAMEWORK: Final[tuple[Refusal, ...]] = (
    ((400, "parse_error"), "the body is no JSON, or nested too deeply"),
    ((401, "not_authenticated"), "nobody is signed in, where somebody has to be"),
    ((403, "permission_denied"), "a permission of the project's refuses the request"),
    ((404, "not_found"), "there is no such session of the user's"),
    ((405, "method_not_allowed"), "the endpoint has no such method"),
    ((406, "not_acceptable"), "the client takes nothing that can be answered"),
    ((415, "unsupported_media_type"), "the body is of a type that isn't taken here"),
)
SESSION_REFUSALS: Final[tuple[tuple[type[SignetError], str], ...]] = (
    (errors.TokenError, "the token is malformed, forged, or not meant for this service"),
    (errors.ExpiredTokenError, "the token has expired"),
    (errors.WrongTokenTypeError, "an access token where a refresh token is asked for, or the reverse"),
    (errors.MissingClaimError, "the token was issued without a session, or lacks another claim"),
    (errors.SessionNotFoundError, "`sid` names no session, or one that was over and has been purged"),
    (errors.SessionMismatchError, "`gen` or `jti` is not what the session issued: wrong, huge, odd"),
    (errors.SessionUserMismatchError, "the session is another user's"),
    (errors.SessionExpiredError, "the session has reached `SESSION_LIFETIME`"),
    (errors.SessionRevokedError, "the session was ended: `Token is blacklisted`"),
    (errors.TokenReusedError, "a replaced refresh token; a refresh with it ends the session"),
    (errors.UserNotFoundError, "on refresh: the user was deleted"),
    (errors.UserInactiveError, "on refresh: the user was disabled; the session ends"),
    (errors.PasswordChangedError, "on refresh: the password changed; the session ends"),
    (errors.TokenUserError, "on refresh: the project's own rule refuses the user"),
    (errors.SignInTooOldError, "`RecentSignIn`: the sign-in is older than `max_age` seconds"),
    (errors.RefreshSupersededError, "another request has just refreshed: use the token it got"),
    (errors.SessionBusyError, "too many changes at once, of one session or of the database; `Retry-After`"),
    (errors.RevocationsUnknownError, "the database has been away for an access lifetime; `Retry-After`"),
)
SERVICE_REFUSALS: Final[tuple[Refusal, ...]] = (
    (InvalidRequestError, "no `token`, a parameter twice, or two ways to authenticate"),
    (InvalidClientError, "no service in `SERVICES` has that id and secret"),
    (UnsupportedTokenTypeError, "a genuine token that belongs to no session, so nothing can revoke it"),
)
BROWSER_REFUSALS: Final[tuple[Refusal, ...]] = (
    (AmbiguousCookieError, "two cookies of the refresh token's name: one of them was planted"),
    (CookieMissingError, "a refresh without the cookie: nobody is signed in here"),
    (
        errors.OriginRefusedError,
        "a page of another origin sent the request, or something that is no browser did, with the cookie",
    ),
    (CookieTooLargeError, "the refresh token doesn't fit into a cookie: move claims to `GET_CLAIMS`"),
)
CODE_REFUSALS: Final[tuple[Refusal, ...]] = (
    (CodeError, "the code is wrong"),
    (CodeExpiredError, "the code has expired, was used or tried too often, or another device asked for it"),
    (ConfirmationNeededError, "another device asked for the link; `asked_from` says which, from where, and when"),
)
ACCOUNT_REFUSALS: Final[tuple[Refusal, ...]] = (
    ((400, "invalid"), "a field is missing, blank, of the wrong type, or not as the model wants it"),
    (errors.LinkError, "the link is not valid, or was used already"),
    (errors.LinkExpiredError, "the link has expired"),
    (errors.AddressTakenError, "the address is another user's, where that is no secret"),
    (errors.NameTakenError, "another sign-up took the name a moment ago"),
    (errors.PasswordRefusedError, "`AUTH_PASSWORD_VALIDATORS` refuse the new password"),
    (errors.WrongPasswordError, "the current password is wrong"),
    (errors.PasswordElsewhereError, "the password is kept elsewhere, as in a directory"),
    (errors.UserRefusedError, "the project's own code refuses to save the user"),
    (errors.EmailNotVerifiedError, "signing in with the right password, before the link in the mail was followed"),
    (errors.AccountInUseError, "the account can't be deleted, as something that has to stay depends on it"),
    (errors.PageUnavailableError, "a function that should name the page of a link names none; the log says which"),
    (
        errors.SignUpFailedError,
        "code of the project fails when it makes the user, as the log says; `Retry-After`",
    ),
    (errors.MailBusyError, "so many mails are waiting for the mail server that no more are taken; `Retry-After`"),
)
PROVIDER_REFUSALS: Final[tuple[Refusal, ...]] = (
    (errors.ProviderUnknownError, "`PROVIDERS` has no such entry"),
    (errors.ProviderRefusedError, "the provider answers with an error, such as `access_denied`: its user said no"),
    (errors.RedirectUriMismatchError, "`redirect_uri` isn't that of the redirect, or isn't registered"),
    (errors.CodeRefusedError, "the code was used, has expired, or belongs to another `code_verifier`"),
    (errors.CodeUrlEncodedError, "the code was refused, and has a `%2F` or the like"),
    (errors.WrongClientError, "the provider doesn't know our `client_id` and `client_secret`"),
    (errors.ProviderMixedUpError, "`iss` is that of another provider, or is missing where the provider promises it"),
    (errors.IdTokenRefusedError, "the ID token is forged, expired or for others; the log says why"),
    (errors.NonceMismatchError, "the ID token has another `nonce`, or none"),
    (errors.ProviderClockError, "the ID token is of the future, or a new one has expired: a wrong clock"),
    (errors.ProviderUnavailableError, "the provider is away, slow or busy; `Retry-After`"),
    (errors.ProviderMisconfiguredError, "the entry in `PROVIDERS` can't be used, as the log says; `Retry-After`"),
)
IDENTITY_REFUSALS: Final[tuple[Refusal, ...]] = (
    (errors.StateLostError, "a browser comes back without its `state`, a second time, too late, or as another browser"),
    (errors.IdentityUsedBeforeError, "an id_token is sent a second time"),
    (errors.AddressMissingError, "an unknown identity, of which the provider names no address that a user can have"),
    (errors.AddressNotVerifiedError, "the provider doesn't say that the address is verified, and somebody has it"),
    (errors.AccountExistsError, "somebody has the address, and the provider isn't entitled to speak for it"),
    (errors.IdentityTakenError, "the identity is linked to another user"),
    (errors.LastWayInError, "without the identity, the user could not sign in"),
    (errors.SignUpClosedError, "an unknown identity, and `PROVIDER_SIGN_UP` is False"),
)
COUNTED: Final[Mapping[str, str]] = {
    "sign_in_ip": "failed attempts to sign in from one IP address; counted apart: redirects to a provider from which "
    "nobody came back signed in",
    "sign_in_account": "failed attempts to sign in to one account, from anywhere",
    "sign_in_account_ip": "failed attempts to sign in to one account from one IP address",
    "sign_in_no_address": "failed attempts to sign in to one account, where nobody knows the address; "
    "these count for nothing else",
    "password_user": "wrong current passwords of a user who is signed in",
    "refresh_ip": "refreshes from one IP address; forged tokens are refused before",
    "refresh_session": "refreshes of one session",
    "client_secret_ip": "requests of services with wrong credentials, from one IP address; right ones always pass",
    "sign_up_ip": "sign-ups from one IP address",
    "mail_ip": "mails that are asked for from one IP address, for each purpose: sign-up, resend, reset, new address",
    "mail_address": "mails of one kind about one user to one e-mail address; no more are sent, and no answer says so. "
    "Of those with a code, so many for each IP address that asks, and five times as many for all",
}
