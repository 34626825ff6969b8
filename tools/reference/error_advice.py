"""What a client should do about each code, and what a developer who meets it should look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WAIT: Final = "Keep the tokens. Wait for the seconds of `Retry-After`, and send the request again."
AGAIN: Final = "Forget the tokens, and let the user sign in again."
SHOW: Final = "Show the text under its field, and let the user try again. Don't repeat the request as it is."
MEND: Final = "Don't repeat the request: it fails each time. Mend the client."
ANEW: Final = "Show the text, and let the user start the sign-in with the provider again."
NEVER: Final = "No client meets it: it is raised at the start or in your own code."
NEW_LINK: Final = "Say that the link is of no use any more, and offer to send another one."

CLIENT: Final[Mapping[str, str]] = {
    "account_exists": "Say that there is an account with this address. Let the user sign in to it, then link the "
    "other one.",
    "account_in_use": "Show the text. Somebody has to delete what depends on the account first.",
    "address_missing": "Show the text. The user has to share an address with the site, or to sign up in another way.",
    "address_not_verified": "Show the text, and let the user sign in as before.",
    "address_taken": SHOW,
    "address_too_long": MEND,
    "ambiguous_cookie": "Ask the user to delete the cookies of the site, and to sign in again.",
    "answer_timeout": f"{WAIT} For a change, ask first whether it was made.",
    "backend_unavailable": WAIT,
    "bad_authorization_header": "Send `Authorization: Bearer ACCESS_TOKEN`: one word, one space, one token.",
    "bad_request": MEND,
    "body_refused": MEND,
    "body_too_large": MEND,
    "body_unreadable": "Send the request again: the connection ended before the body had arrived.",
    "characters_refused": "Show the text. The user has to leave out the characters, such as emoji.",
    "claim_missing": AGAIN,
    "code_expired": "Say that the code is of no use any more, and offer to send another one.",
    "code_invalid": "Say that the code is wrong, and let the user try again.",
    "confirmation_needed": "Show from where the link was asked for. Once the user says that it was them, send the "
    "token again with `confirmed`.",
    "code_refused": ANEW,
    "code_url_encoded": MEND,
    "cookie_missing": "Nobody is signed in in this browser. Show the page to sign in.",
    "cookie_too_large": "Nothing: only the server can put it right.",
    "counts_unavailable": WAIT,
    "csrf_failed": "Load the page again, and send the form from there.",
    "database_full": WAIT,
    "database_not_migrated": WAIT,
    "database_read_only": WAIT,
    "database_unavailable": WAIT,
    "email_not_verified": "Ask the user to follow the link in the mail, and offer to send it again.",
    "error": "Say that it failed. Trying again once may help.",
    "forbidden": "Say that this is not allowed.",
    "headers_too_large": MEND,
    "host_refused": "Use a host name that the service answers for.",
    "id_token_refused": ANEW,
    "identity_taken": "Show the text. The user has to sign in with that account, and remove it there first.",
    "identity_used_before": "Get a new id_token from the provider. Send each one once.",
    "insufficient_scope": "Keep the tokens. Say that this is not allowed. Don't repeat the request: a refresh brings "
    "the scope only after somebody has granted it.",
    "insufficient_user_authentication": "Keep the tokens. Ask for the password, sign in anew, and send the request "
    "again with the new access token.",
    "internal_error": "Say that it failed. Trying again once may help.",
    "invalid": SHOW,
    "invalid_client": "Look at the id and the secret of your service. Trying again changes nothing.",
    "invalid_key": NEVER,
    "invalid_request": "Send `token` once, in a form, and authenticate either in the header or in the body.",
    "key_change_refused": NEVER,
    "keys_unavailable": WAIT,
    "last_way_in": "Show the text, and offer to set a password.",
    "link_expired": NEW_LINK,
    "link_invalid": NEW_LINK,
    "mail_busy": WAIT,
    "malformed_request": MEND,
    "method_not_allowed": MEND,
    "misconfigured": WAIT,
    "name_taken": SHOW,
    "no_active_account": "At a sign-in, say that name or password is wrong. At a refresh, or with an access token, "
    "forget the tokens: the user may not go on.",
    "no_signing_key": "Sign in at the service that issues the tokens, not here.",
    "nonce_mismatch": "Send the nonce of the ID token. On iOS, it may be the hash of the nonce that you made.",
    "not_acceptable": "Send `Accept: application/json`, or no such header.",
    "not_authenticated": "Send an access token. If there is none, let the user sign in.",
    "not_found": "Load the list again: what was there is gone, or never was.",
    "origin_refused": "Send the request from a page of the service's own origin, or of one that it trusts.",
    "page_unavailable": WAIT,
    "parse_error": MEND,
    "password_changed": AGAIN,
    "password_elsewhere": "Say where the password is kept. It can't be changed here.",
    "password_refused": SHOW,
    "passwords_busy": WAIT,
    "permission_denied": "Say that this is not allowed. New tokens change nothing.",
    "provider_clock": ANEW,
    "provider_misconfigured": WAIT,
    "provider_mixed_up": "Send the `iss` that came with the code. Then start the sign-in again.",
    "provider_refused": ANEW,
    "provider_unavailable": WAIT,
    "provider_unknown": MEND,
    "redirect_uri_mismatch": MEND,
    "refresh_superseded": "Keep the session. Use the token that the other request got, or wait a second and refresh "
    "with the newest one.",
    "request_timeout": "Send the request again, all at once.",
    "revocations_unknown": WAIT,
    "server_busy": WAIT,
    "session_busy": WAIT,
    "session_expired": AGAIN,
    "session_invalid": AGAIN,
    "session_mismatch": AGAIN,
    "session_not_found": AGAIN,
    "session_revoked": AGAIN,
    "session_user_mismatch": AGAIN,
    "sign_up_closed": "Show the text.",
    "sign_up_failed": WAIT,
    "signer_unavailable": WAIT,
    "state_lost": "Show the text, with the buttons of the providers: the user starts again.",
    "tenant_unknown": WAIT,
    "throttled": "Say how long to wait. Don't send the request before `Retry-After` has passed: attempts in the "
    "meantime are refused as well.",
    "token_expired": "For an access token: refresh, and send the request again with the new one. For a refresh token: "
    "let the user sign in again.",
    "token_invalid": AGAIN,
    "token_not_valid": "Look at `reason`. For an access token: refresh once, and send the request again. For a refresh "
    "token: forget both tokens, and let the user sign in again.",
    "token_not_yet_valid": f"{WAIT} Don't sign the user out.",
    "token_reused": "Forget the tokens, and let the user sign in again. Refresh in one place only, and store the new "
    "token before using it.",
    "token_too_large": AGAIN,
    "too_many_fields": MEND,
    "unavailable": WAIT,
    "unsupported_media_type": "Send `Content-Type: application/json`.",
    "unsupported_token_type": "Nothing can revoke this token. Forget it: it is valid until it expires.",
    "user_inactive": "Forget the tokens. Signing in again is refused as long as the account is disabled.",
    "user_not_found": "Forget the tokens. The account is gone.",
    "user_refused": SHOW,
    "wrong_client": "Don't repeat the request. Somebody has to mend the service.",
    "wrong_password": SHOW,
    "wrong_tenant": AGAIN,
    "wrong_token_type": "Send the access token in the header, and the refresh token to `token/refresh/`.",
}
"""By code."""

DEVELOPER: Final[Mapping[str, str]] = {
    "ambiguous_cookie": "Another host of the domain sets a cookie of the same name, or the domain of the cookie has "
    "changed. The prefix `__Host-` keeps others out: see [the guide](../how-to/browsers.md).",
    "backend_unavailable": "The log has the error of the backend in `AUTHENTICATION_BACKENDS`.",
    "bad_authorization_header": "The client sends `Bearer` without a token, or the word `undefined` and more. A proxy "
    "may join two headers.",
    "claim_missing": "Tokens of before [sessions](../how-to/sessions.md) have no `sid`. Where `AUDIENCE` or `ISSUER` "
    "was set later, older tokens lack it.",
    "code_refused": "Is the callback requested twice, by a page that loads again? React's strict mode runs an effect "
    "twice.",
    "code_url_encoded": "Take the code out of the URL with `URLSearchParams`, which decodes it. Don't encode it again.",
    "cookie_missing": 'Is the request sent with `credentials: "include"`? Is the page on https, and on a site that '
    "[`REFRESH_COOKIE_SAMESITE`](settings.md#refresh_cookie_samesite) allows?",
    "cookie_too_large": "Move claims from `get_token` to [`GET_CLAIMS`](settings.md#get_claims), which puts them into "
    "access tokens alone.",
    "counts_unavailable": 'Can the process reach the cache in `CACHES["default"]`? The log has its error.',
    "database_full": "Free space on the disk of the database.",
    "database_not_migrated": "Run `manage.py migrate`.",
    "database_read_only": "Is the database a standby, or the file of SQLite, or its folder, write-protected?",
    "database_unavailable": "The log has the error of the database. Compare its limit of connections with the number "
    "of processes and threads.",
    "email_not_verified": "`manage.py accounts verify ADDRESS` verifies without a mail; see "
    "[`EMAIL_VERIFICATION`](settings.md#email_verification).",
    "id_token_refused": "The log says which claim, and what was expected. Ids of your apps belong in `client_ids`.",
    "invalid_key": "The check [`signet.E004`](checks.md#signete004) says what is wrong with the key.",
    "key_change_refused": "The text says what would fail, and from when on it won't.",
    "keys_unavailable": "Can the process reach the issuer in [`ISSUERS`](settings.md#issuers) or "
    "[`JWK_URL`](settings.md#jwk_url), and does it answer with keys? Can it read "
    "what [`SIGNING_KEYS`](settings.md#signing_keys) names? The log has the error.",
    "mail_busy": "`manage.py accounts mails` says how many mails wait, and why.",
    "misconfigured": "`manage.py check` says the same as the log.",
    "no_active_account": "Is the user active? Which backends are there in `AUTHENTICATION_BACKENDS`, and do they "
    "accept what the sign-in sends? `manage.py check` complains of those that can't (W030).",
    "no_signing_key": "Set [`SIGNING_KEY`](settings.md#signing_key) to a private key. A public one verifies only.",
    "not_authenticated": "Does the request carry the header? Apache drops `Authorization` without "
    "`WSGIPassAuthorization On`; a redirect to another host drops it, too.",
    "origin_refused": "For a page of another origin of yours, add it to `CSRF_TRUSTED_ORIGINS`: "
    "[browsers](../how-to/browsers.md). Behind a proxy, does Django know that the request came by https?",
    "password_changed": "A new password ends sessions, and with "
    "[`CHECK_REVOKE_TOKEN`](settings.md#check_revoke_token) tokens, too.",
    "permission_denied": "A class in `permission_classes` of the view refuses the request.",
    "provider_clock": "Does this machine set its clock by NTP? Half a minute is allowed for.",
    "provider_misconfigured": "The log has the sentence. `manage.py check` says it, too, if the entry alone shows it.",
    "provider_mixed_up": "Some providers, such as Keycloak, send `iss` with each code (RFC 9207). Your page has to "
    "pass it on.",
    "provider_refused": "The log has what the provider said.",
    "provider_unavailable": "Can the process reach the provider? The log has the error.",
    "redirect_uri_mismatch": "Compare, character by character: the URL of the redirect, the URL that you post, and "
    "those in the provider's console.",
    "refresh_superseded": "Two places refresh with one token. [Refreshing](../explanation/refreshing.md) says how "
    "clients agree.",
    "session_mismatch": "Was the database restored from a backup? Were `SIGNING_KEY` and database of two "
    "installations mixed?",
    "session_not_found": "The session is over and its row is deleted, or the token is of another database.",
    "session_revoked": "`manage.py token explain TOKEN` says when and why the session ended.",
    "sign_up_failed": "The log has the error of your manager, of a receiver, or of the database.",
    "signer_unavailable": "Does the service that holds the private key answer this process? The log has its error.",
    "tenant_unknown": "The log says what the function of [`TENANT`](settings.md#tenant) raised or returned.",
    "throttled": "[Throttles](throttles.md) lists what is counted. Behind a proxy, set "
    "[`NUM_PROXIES`](settings.md#num_proxies), or all clients count as one.",
    "token_expired": "Compare the clock of the server with that of the issuer. "
    "[`LEEWAY`](settings.md#leeway) allows for a difference.",
    "token_invalid": "`manage.py token explain TOKEN` says why: mostly the signing key was changed, or the token is of "
    "another installation, audience or issuer. Several processes need the same key.",
    "token_not_valid": "`manage.py token explain TOKEN` says in words why a token is refused: the key, a claim, a "
    "clock, or the session.",
    "token_not_yet_valid": "A clock is wrong: that of this server is behind, or that of the issuer ahead. Synchronise "
    "them by NTP.",
    "token_reused": "Often no thief, but a client that refreshes twice, or doesn't store the new token: "
    "[refreshing](../explanation/refreshing.md).",
    "token_too_large": "Put fewer claims into tokens.",
    "user_not_found": "Is [`USER_ID_FIELD`](settings.md#user_id_field) a field that never changes? Is the token of "
    "another database?",
    "wrong_client": "Was the secret renewed in the provider's console? Is the code one of another `client_id`?",
    "wrong_tenant": "The token was issued for another tenant than the one that "
    "[`TENANT`](settings.md#tenant) names for this request.",
    "wrong_token_type": "The token is valid, but not of a type that [`AUTH_TOKEN_CLASSES`]"
    "(settings.md#auth_token_classes) or the endpoint accepts.",
}
"""By code, for those that developers meet."""
