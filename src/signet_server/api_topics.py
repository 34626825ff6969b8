"""The order of the endpoints, and their headings. The ones that people need first come first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

API: Final = "/api/v1/"

TOPICS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "Sign in": ("A pair of tokens for a password, and the next pair.", ("token/", "token/refresh/", "token/verify/")),
    "Sessions": (
        "Where a user is signed in, and the way out.",
        ("sessions/", "sessions/{id}/", "logout/", "logout/all/", "token/blacklist/"),
    ),
    "Browsers": (
        "The same with the refresh token in a cookie that no script can read.",
        ("browser/token/", "browser/token/refresh/", "browser/logout/", "browser/logout/all/"),
    ),
    "Other accounts": (
        "Sign in with an account at a provider, such as Google, and link it to yours.",
        (
            "identities/providers/",
            "identities/{provider}/token/",
            "browser/identities/{provider}/token/",
            "browser/identities/{provider}/start/",
            "browser/identities/{provider}/callback/",
            "identities/",
            "identities/{provider}/link/",
            "identities/{id}/",
        ),
    ),
    "Codes by mail": (
        "Sign in without a password, with a code or a link by e-mail.",
        (
            "token/code/",
            "token/code/confirm/",
            "token/link/",
            "browser/token/code/",
            "browser/token/code/confirm/",
            "browser/token/link/",
        ),
    ),
    "Services": (
        "What other services ask about tokens, and a list of the sessions that have just ended.",
        ("introspect/", "revoke/", "events/"),
    ),
    "Sign up": ("A new account, and the link by e-mail.", ("users/", "users/activation/", "users/resend_activation/")),
    "Account": (
        "Read your account, and change it.",
        (
            *("users/me/", "users/set_password/", "users/set_email/", "users/set_email_confirm/"),
            "users/sign_in_notice/",
        ),
    ),
    "Forgotten password": (
        "A link by e-mail, and a new password.",
        ("users/reset_password/", "users/reset_password/check/", "users/reset_password_confirm/"),
    ),
}
"""For each heading, a sentence about it, and its paths below `API`."""

PATHS: Final = {f"{API}{path}": topic for topic, (_, paths) in TOPICS.items() for path in paths}


def in_order(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook for drf-spectacular: the document *result* with its paths in the order of `TOPICS`, and tagged by them."""
    paths = result["paths"]
    known = [path for path in PATHS if path in paths]
    for path in known:
        for operation in paths[path].values():
            operation["tags"] = [PATHS[path]]
    tags = [{"name": name, "description": about} for name, (about, _) in TOPICS.items()]
    return {**result, "tags": tags, "paths": {**{path: paths[path] for path in known}, **paths}}
