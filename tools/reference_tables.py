"""What the reference pages say that no source does: which answers there are, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SESSION_REFUSALS: Final = (
    (401, "token_not_valid", "token_invalid", "the token is malformed, forged, or not meant for this service"),
    (401, "token_not_valid", "token_expired", "the token has expired"),
    (401, "token_not_valid", "wrong_token_type", "an access token where a refresh token is asked for, or the reverse"),
    (401, "token_not_valid", "claim_missing", "the token was issued without a session, or lacks another claim"),
    (401, "token_not_valid", "session_not_found", "`sid` names no session, or one that was over and has been purged"),
    (401, "token_not_valid", "session_mismatch", "`gen` or `jti` is not what the session issued: wrong, huge, odd"),
    (401, "token_not_valid", "session_user_mismatch", "the session is another user's"),
    (401, "token_not_valid", "session_expired", "the session has reached `SESSION_LIFETIME`"),
    (401, "token_not_valid", "session_revoked", "the session was ended: `Token is blacklisted`"),
    (401, "token_not_valid", "token_reused", "a replaced refresh token; a refresh with it ends the session"),
    (401, "no_active_account", "user_not_found", "on refresh: the user was deleted"),
    (401, "no_active_account", "user_inactive", "on refresh: the user was disabled; the session ends"),
    (401, "no_active_account", "password_changed", "on refresh: the password changed; the session ends"),
    (401, "no_active_account", "no_active_account", "on refresh: the project's own rule refuses the user"),
    (401, "insufficient_user_authentication", "", "`RecentSignIn`: the sign-in is older than `max_age` seconds"),
    (409, "refresh_superseded", "", "another request has just refreshed: use the token it got"),
    (503, "session_busy", "", "too many changes at once, of one session or of the database; `Retry-After`"),
    (503, "revocations_unknown", "", "the database has been away for an access lifetime; `Retry-After`"),
)
BROWSER_REFUSALS: Final = (
    (400, "ambiguous_cookie", "two cookies of the refresh token's name: one of them was planted"),
    (401, "cookie_missing", "a refresh without the cookie: nobody is signed in here"),
    (
        403,
        "origin_refused",
        "a page of another origin sent the request, or something that is no browser did, with the cookie",
    ),
    (501, "cookie_too_large", "the refresh token doesn't fit into a cookie: move claims to `GET_CLAIMS`"),
)
ACCOUNT_REFUSALS: Final = (
    (401, "email_not_verified", "signing in with the right password, before the link in the mail was followed"),
    (409, "account_in_use", "the account can't be deleted, as something that has to stay depends on it"),
    (503, "page_unavailable", "a function that should name the page of a link names none; the log says which"),
    (503, "sign_up_failed", "code of the project fails when it has to make the user, as the log says; `Retry-After`"),
    (503, "mail_busy", "so many mails are waiting for the mail server that no more are taken; `Retry-After`"),
)
COUNTED: Final[Mapping[str, str]] = {
    "sign_in_ip": "failed attempts to sign in from one IP address",
    "sign_in_account": "failed attempts to sign in to one account, from anywhere",
    "sign_in_account_ip": "failed attempts to sign in to one account from one IP address",
    "sign_in_no_address": "failed attempts to sign in to one account, where nobody knows the address; "
    "these count for nothing else",
    "password_user": "wrong current passwords of a user who is signed in",
    "refresh_ip": "refreshes from one IP address; forged tokens are refused before",
    "refresh_session": "refreshes of one session",
    "sign_up_ip": "sign-ups from one IP address",
    "mail_ip": "mails that are asked for from one IP address, for each purpose: sign-up, resend, reset, new address",
    "mail_address": "mails of one kind about one user to one e-mail address; no more are sent, and no answer tells",
}
