"""What is asked of every side."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Operation(StrEnum):
    """One kind of request. The value is its name on the page."""

    REFRESH = "refresh"
    STATELESS = "stateless request"
    LIVE = "live request"
    INTROSPECTION = "introspection"
    LIST = "list of sessions"
    SIGN_IN_FREE = "sign-in, with a hash that costs nothing"
    SIGN_IN = "sign-in"


MEANINGS: Final = {
    Operation.REFRESH: "a refresh token is exchanged for new tokens",
    Operation.STATELESS: "a request with an access token to a view that loads nothing from the database",
    Operation.LIVE: "a request with an access token to a view that looks up the session, or the user, in the database",
    Operation.INTROSPECTION: "another service asks whether an access token is valid",
    Operation.LIST: "the sessions of the user who asks",
    Operation.SIGN_IN_FREE: "name and password are exchanged for tokens; MD5 hashes the password, to show the rest",
    Operation.SIGN_IN: "the same with Argon2, as every side should have it in production",
}

SHORT: Final = {
    "refresh": Operation.REFRESH,
    "stateless": Operation.STATELESS,
    "live": Operation.LIVE,
    "introspection": Operation.INTROSPECTION,
    "sign-in-free": Operation.SIGN_IN_FREE,
    "sign-in": Operation.SIGN_IN,
}
"""Their names on the command line. The list of sessions is asked for where tables grow."""
