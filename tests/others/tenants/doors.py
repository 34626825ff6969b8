"""The endpoints that tokens are sent to, and those of each tier that make them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Door(NamedTuple):
    """An address, and the field of its body that has the token; None if the token is in the header."""

    path: str
    field: str | None = None
    word: str = "Bearer"
    """The scheme of the header."""


class Kind(NamedTuple):
    """A token in the answer of *maker* as *name*, and all doors for it. Those that use it up come last."""

    maker: str
    name: str
    doors: tuple[Door, ...]


def _headers(*paths: str, word: str = "Bearer") -> tuple[Door, ...]:
    return tuple(Door(path, None, word) for path in paths)


LIVE: Final = _headers("/core/live/", "/core/stateless/")
OF_SESSIONS: Final = _headers("/sessions/live/", "/sessions/stateless/")

KINDS: Final = {
    "core access": Kind("/core/token/", "access", (*LIVE, Door("/core/token/verify/", "token"))),
    "core refresh": Kind(
        "/core/token/", "refresh", (Door("/core/token/verify/", "token"), Door("/core/token/refresh/", "refresh"))
    ),
    "core sliding": Kind(
        "/core/sliding/",
        "token",
        (*LIVE, Door("/core/token/verify/", "token"), Door("/core/sliding/refresh/", "token")),
    ),
    "sessions access": Kind(
        "/sessions/token/", "access", (*OF_SESSIONS, *LIVE, Door("/sessions/token/verify/", "token"))
    ),
    "sessions refresh": Kind(
        "/sessions/token/",
        "refresh",
        (Door("/sessions/token/verify/", "token"), Door("/sessions/token/refresh/", "refresh")),
    ),
    "sessions refresh, to sign out": Kind(
        "/sessions/token/", "refresh", (Door("/sessions/token/blacklist/", "refresh"),)
    ),
    "sessions sliding": Kind(
        "/sessions/sliding/", "token", (*OF_SESSIONS, Door("/sessions/sliding/refresh/", "token"))
    ),
    "simplejwt access": Kind(
        "/simplejwt/token/",
        "access",
        (*_headers("/simplejwt/live/", "/simplejwt/stateless/"), Door("/simplejwt/token/verify/", "token")),
    ),
    "simplejwt refresh": Kind(
        "/simplejwt/token/",
        "refresh",
        (Door("/simplejwt/token/verify/", "token"), Door("/simplejwt/token/refresh/", "refresh")),
    ),
    "simplejwt refresh, to sign out": Kind(
        "/simplejwt/token/", "refresh", (Door("/simplejwt/token/blacklist/", "refresh"),)
    ),
    "simplejwt sliding": Kind("/simplejwt/sliding/", "token", (Door("/simplejwt/sliding/refresh/", "token"),)),
    "adopted access": Kind("/adoption/token/", "access", _headers("/adoption/live/", "/adoption/stateless/")),
    "adopted refresh": Kind(
        "/adoption/token/",
        "refresh",
        (Door("/adoption/token/verify/", "token"), Door("/adoption/token/refresh/", "refresh")),
    ),
    "a token of Simple JWT, adopted": Kind(
        "/simplejwt/token/", "refresh", (Door("/adoption/token/refresh/", "refresh"),)
    ),
    "jwt": Kind(
        "/jwt/token/",
        "token",
        (*_headers("/jwt/live/", word="JWT"), Door("/jwt/verify/", "token"), Door("/jwt/refresh/", "token")),
    ),
    "fork": Kind(
        "/fork/token/",
        "token",
        (*_headers("/fork/live/"), Door("/fork/verify/", "token"), Door("/fork/refresh/", "token")),
    ),
}
"""Every kind of token, except the one in the cookie."""
