"""What the page of HTTP adds to the OpenAPI description: texts for groups of operations, and for fields by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TAGS: Final = (
    *("token", "logout", "sessions", "browser"),
    *("identities", "browser/identities", "codes", "browser/codes"),
    *("introspect", "revoke", "events", "users"),
)
"""The groups, in the order of the page."""

STARTS: Final[Mapping[str, str]] = {
    "browser/identities/": "browser/identities",
    **dict.fromkeys(("token/code/", "token/link/"), "codes"),
    **dict.fromkeys(("browser/token/code/", "browser/token/link/"), "browser/codes"),
}
"""The groups of operations whose paths don't start with the name of theirs."""

MOUNTS: Final[Mapping[str, str]] = {
    "token": "`drf_signet.sessions.urls`",
    "logout": "`drf_signet.sessions.urls`",
    "sessions": "`drf_signet.sessions.urls`",
    "browser": "`drf_signet.sessions.browser.urls`",
    **dict.fromkeys(("introspect", "revoke", "events"), "`drf_signet.sessions.services.urls`"),
    "identities": "`drf_signet.identities.urls`",
    "browser/identities": "`drf_signet.identities.browser.urls`",
    "codes": "`drf_signet.mailed_codes.urls`",
    "browser/codes": "`drf_signet.mailed_codes.browser.urls`",
    "users": "`drf_signet.accounts.urls`",
}

HEAD: Final = """# HTTP
{note}

Every operation of the API: who may call it, what you send, and every answer. The examples are real: `make reference`
sends the requests to a service and writes down its answers. Tokens are cut to `eyJhbGciOi…`, and times, ids and
seconds of waiting are always the same ones.

The paths below start where you mount them. The service mounts them at `/api/v1/`; in your own project it is the
`path("api/", include(…))` of your `urls.py`. Bodies are JSON or forms; answers are JSON.

A refusal has a sentence in `detail` and a stable `code`. Decide by `code`, and by `reason` if there is one. Each links
to [its meaning and what a client should do](errors.md). Errors of fields are under the name of the field. A
[running service](../how-to/service.md) has the same as an OpenAPI document, at `/api/schema/`, and as a page, at
`/api/docs/`. [OpenAPI](../how-to/openapi.md) says how your project gets one.
"""

OF_BROWSERS: Final = """\
The same for pages in browsers: the refresh token is in a cookie that no script can read. The name of the cookie depends
on [the settings](settings.md#refresh_cookie_name). The service refuses requests from pages of other origins;
[the guide](../how-to/browsers.md) says how it recognises them."""

OF_IDENTITIES: Final = """\
Sign in [with another account](../how-to/identities.md), and link it to your own. Post what the provider gave: a `code`
with the `redirect_uri` and the `code_verifier` of its redirect, or an `id_token` with its `nonce`. `google` in the
examples is the id of an entry of [`PROVIDERS`](settings.md#providers)."""

OF_IDENTITIES_IN_BROWSERS: Final = """\
The same for pages in browsers. A page asks `start/` where to go; the provider sends the browser to `callback/`, which
leads it to [`PROVIDER_RETURN_URL`](settings.md#provider_return_url). There the fragment says what became of it."""

OF_CODES: Final = """\
Sign in [with a code by mail](../how-to/sign-in-by-mail.md), or with the link beside it. Keep the `request` on the
device that asked: the code works there alone."""

OF_CODES_IN_BROWSERS: Final = """\
The same for pages in browsers: cookies hold the `request` and the refresh token."""

OF_USERS: Final = """\
Sign-up, the user's own account, and the links in mails. A `token` here is the token of such a link. The fields of a
user are those of your user model; here, those of the service."""

OF_OTHER_SERVICES: Final = """\
## Documents for other services

Of `drf_signet.well_known.urls`, at the root of the host, not below `/api/v1/`. Anyone may fetch them, from a page of
any origin as well. [Publish your keys](../how-to/publish-keys.md) says who reads them. The examples are of a service
that signs with ES256, and whose `ISSUER` is `https://auth.example.com`.
"""

INTRODUCTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "token": ("Tokens", "Sign in, refresh, and ask whether a token is valid. Each sign-in opens a session."),
    "logout": ("Signing out", "Send the refresh token. No access token is needed, so an expired one doesn't matter."),
    "sessions": ("Sessions", "The devices on which a user is signed in."),
    "browser": ("Browsers", OF_BROWSERS),
    "identities": ("Other accounts", OF_IDENTITIES),
    "browser/identities": ("Other accounts in browsers", OF_IDENTITIES_IN_BROWSERS),
    "codes": ("Codes by mail", OF_CODES),
    "browser/codes": ("Codes by mail in browsers", OF_CODES_IN_BROWSERS),
    "introspect": ("Introspection", "Other services ask [whether a token is active](../how-to/ask-the-service.md)."),
    "revoke": ("Revocation", "Other services end the session of a token."),
    "events": (
        "Revocation feed",
        "The sessions that have just ended, signed. Services that verify tokens alone poll it. The document is a JWT.",
    ),
    "users": ("Accounts", OF_USERS),
    "documents": ("", OF_OTHER_SERVICES),
    "health": ("", "## Health of the service\n\nOf the service alone, not below `/api/v1/`.\n"),
    "everywhere": (
        "",
        "## Answers of every operation\n\nThese come from every operation that reads a body, or asks the database.\n",
    ),
}

WITHOUT_SESSIONS: Final = """## Tokens without sessions

The endpoints of `drf_signet.urls`, for projects without the app `drf_signet.sessions`. No `urls` module has the two for
sliding tokens: mount `token_obtain_sliding` and `token_refresh_sliding` of `drf_signet.views` where you like.
"""

FIELDS: Final[Mapping[str, str]] = {
    "username": "The name that the user signs in with. The service accepts the e-mail address as well.",
    "password": "The password.",
    "current_password": "The present password.",
    "new_password": "The password that replaces it. `AUTH_PASSWORD_VALIDATORS` check it.",
    "refresh": "The refresh token. If they rotate, each is valid for one refresh.",
    "access": "The access token, for `Authorization: Bearer …`.",
    "token": "The token, as it was given.",
    "email": "The e-mail address.",
    "new_email": "The address that the link goes to.",
    "first_name": "The first name.",
    "last_name": "The last name.",
    "id": "The identifier.",
    "ip": "The IP address of the last sign-in or refresh.",
    "created_at": "When the user signed in.",
    "last_used_at": "When the session was last refreshed.",
    "expires_at": "When the session ends at the latest.",
    "date_joined": "When the user signed up.",
    "last_login": "When the user last signed in.",
    "provider": "The id of the provider in [`PROVIDERS`](settings.md#providers).",
    "name": "What the provider is called.",
    "url": "Where the page goes: to the provider.",
    "code": "The code, as it was given.",
    "redirect_uri": "The one of the redirect.",
    "code_verifier": "The one of the redirect (RFC 7636).",
    "client_id": "The app to which the provider gave the code, if it has a client of its own: one of `client_ids`.",
    "state": "The one that the provider was asked with.",
    "error": "What the provider says in place of a code.",
    "error_description": "What it says beside the error.",
    "iss": "What the provider sent the browser back with beside the code, if it did (RFC 9207).",
    "id_token": "The ID token, in place of a code.",
    "nonce": "The one that the ID token was asked for with.",
    "user": 'What Apple says of a new user, once: `{"name": {"firstName": …, "lastName": …}}`. Only the names count.',
    "link": "Whether to link the identity to the user who is signed in.",
    "request": "What the answer of `token/code/` had, if this device asked.",
    "confirmed": "Whether the user says that they asked for the link on another device.",
    "detail": "A sentence for people. It may change.",
}
"""The meanings of fields that the OpenAPI description doesn't explain."""
