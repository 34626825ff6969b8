"""What the page of HTTP says beside the OpenAPI description: of groups of operations, and of fields by their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TAGS: Final = ("token", "logout", "sessions", "browser", "users")
"""The groups, in the order of the page."""

MOUNTS: Final[Mapping[str, str]] = {
    "token": "`drf_signet.sessions.urls`",
    "logout": "`drf_signet.sessions.urls`",
    "sessions": "`drf_signet.sessions.urls`",
    "browser": "`drf_signet.sessions.browser.urls`",
    "users": "`drf_signet.accounts.urls`",
}

HEAD: Final = """# HTTP
{note}

Every operation of the API: who may call it, what you send, and every answer. The examples are real: `make reference`
sends the requests to a service and writes down its answers. Tokens are cut to `eyJhbGciOi…`, and times, ids and
seconds of waiting are always the same ones.

The paths below start where you mount them. The service mounts them at `/api/v1/`; in your own project it is the
`path("api/", include(…))` of your `urls.py`. Bodies are JSON or forms; answers are JSON.

A refusal has a sentence in `detail` and a stable `code`. Decide by `code`, and where there is one, by `reason`: each
links to [what it means and what a client should do](errors.md). Errors of fields stand under the name of the field.
A [service that runs](../how-to/service.md) has the same as an OpenAPI document, at `/api/schema/`, and as a page, at
`/api/docs/`. [OpenAPI](../how-to/openapi.md) says how your project gets one.
"""

OF_BROWSERS: Final = """\
The same for pages in browsers: the refresh token is in a cookie that no script can read. The name of the cookie depends
on [the settings](settings.md#refresh_cookie_name). The service refuses requests of pages of other origins;
[the guide](../how-to/browsers.md) says how it finds them."""

OF_USERS: Final = """\
Sign-up, the user's own account, and what the links in mails lead to. A `token` here is the token of such a link. The
fields of a user are those of your user model; here, those of the service."""

INTRODUCTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "token": ("Tokens", "Sign in, refresh, and ask whether a token is good. Each sign-in opens a session."),
    "logout": ("Signing out", "Both take the refresh token, and no access token: an expired one keeps nobody in."),
    "sessions": ("Sessions", "Where a user is signed in."),
    "browser": ("Browsers", OF_BROWSERS),
    "users": ("Accounts", OF_USERS),
    "health": ("", "## Health of the service\n\nOf the service alone, not below `/api/v1/`.\n"),
    "everywhere": (
        "",
        "## Answers of every operation\n\nThese come from every operation that reads a body, or asks the database.\n",
    ),
}

WITHOUT_SESSIONS: Final = """## Tokens without sessions

Of `drf_signet.urls`, for projects without the app `drf_signet.sessions`. The two for sliding tokens are in no `urls`
module: mount `token_obtain_sliding` and `token_refresh_sliding` of `drf_signet.views` where you like.
"""

FIELDS: Final[Mapping[str, str]] = {
    "username": "The name that the user signs in with. The service takes the e-mail address as well.",
    "password": "The password.",
    "current_password": "The password that is in force.",
    "new_password": "The password that replaces it. `AUTH_PASSWORD_VALIDATORS` judge it.",
    "refresh": "The refresh token. Where they rotate, each is good for one refresh.",
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
    "detail": "A sentence for people. It may change.",
}
"""What a field means, where the OpenAPI description doesn't say."""
