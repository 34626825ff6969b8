"""
The dict ``SIMPLE_JWT`` that tutorials print, given as ``SIGNET``: every key with its default, and dotted paths.

Most keys are settings here, too. Of the others, and of the paths, this says which ask for nothing, as what they say is
what happens anyway, and what to write in the place of the rest.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

Key = TypeVar("Key")

SETTING: Final = "SIMPLE_JWT"
THEIRS: Final = "rest_framework_simplejwt"
SESSIONS: Final = "drf_signet.sessions"
SURELY_MEANT: Final = 0.9
"""How alike two paths are that differ by a slip of the finger."""

RULE: Final = "authentication.default_user_authentication_rule"
PATHS: Final[Mapping[str, str]] = {
    **{
        f"{THEIRS}.tokens.{name}": f"drf_signet.tokens.{name}"
        for name in ("AccessToken", "RefreshToken", "SlidingToken", "UntypedToken")
    },
    **{f"{package}.models.TokenUser": "drf_signet.models.TokenUser" for package in (THEIRS, SESSIONS)},
    **{f"{package}.{RULE}": "drf_signet.user_rule.is_active" for package in (THEIRS, "drf_signet", SESSIONS)},
}
"""Dotted paths that are read as those of ours that do the same."""

NOT_SET: Final[Mapping[str, object]] = {"LEEWAY": None, "VERIFYING_KEY": "", "JWK_URL": ""}
"""Values that say that there is no such thing, as leaving the key out does."""

THEIR_DEFAULTS: Final[Mapping[str, object]] = {"REVOKE_TOKEN_CLAIM": "hash_password"}
"""Values in the dict that Simple JWT's documentation prints, if the default here differs."""


class Leftover(NamedTuple):
    """A key that is no setting here."""

    asks_for_nothing: tuple[object, ...]
    """Its values that say what happens anyway."""

    instead: str
    """What to do about any other, which stands for ``{value}``."""


class Classes(NamedTuple):
    """What a view of ours and its serializer are called, below the package that has them."""

    package: str
    view: str
    serializer: str


SERIALIZERS: Final[Mapping[str, Classes]] = {
    "TOKEN_OBTAIN_SERIALIZER": Classes("drf_signet", "TokenObtainPairView", "TokenObtainPairSerializer"),
    "TOKEN_REFRESH_SERIALIZER": Classes("drf_signet", "TokenRefreshView", "TokenRefreshSerializer"),
    "TOKEN_VERIFY_SERIALIZER": Classes("drf_signet", "TokenVerifyView", "TokenVerifySerializer"),
    "TOKEN_BLACKLIST_SERIALIZER": Classes(SESSIONS, "TokenBlacklistView", "TokenBlacklistSerializer"),
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": Classes("drf_signet", "TokenObtainSlidingView", "TokenObtainSlidingSerializer"),
    "SLIDING_TOKEN_REFRESH_SERIALIZER": Classes(
        "drf_signet", "TokenRefreshSlidingView", "TokenRefreshSlidingSerializer"
    ),
}

USUAL_SERIALIZERS: Final[Mapping[str, Classes]] = {
    f"{package}.serializers.{classes.serializer}": classes._replace(package=home)
    for classes in SERIALIZERS.values()
    for package, home in ((THEIRS, classes.package), ("drf_signet", classes.package), (SESSIONS, SESSIONS))
}
"""Our serializers and theirs by their paths, for one that is under the key of another."""


def _usual(name: str) -> tuple[object, ...]:
    """What stands for *name* in the dict as it is printed, and after a search for the package and a replacement."""
    return None, *(f"{package}.serializers.{name}" for package in (THEIRS, "drf_signet", SESSIONS))


def _serializer(of: Classes) -> Leftover:
    ours = f"{of.package}.serializers.{of.serializer}"
    return Leftover(
        _usual(of.serializer),
        f"Derive {{value}} from '{ours}', write {of.package}.views.{of.view}.as_view(serializer_class=...) in your "
        "urls.py, and remove the key. "
        + ("" if of.package == SESSIONS else f"With sessions, both come from {SESSIONS}: the names are the same."),
    )


COOKIE_PREFIX: Final = "AUTH_COOKIE"
"""How keys begin that tutorials for cookies put into the dict, each its own, for code of theirs."""

COOKIE: Final = Leftover(
    (),
    "Remove the key. The cookie of drf_signet.sessions.browser is HttpOnly, and has its own settings: "
    "REFRESH_COOKIE_NAME, REFRESH_COOKIE_DOMAIN, REFRESH_COOKIE_PATH, REFRESH_COOKIE_SAMESITE and "
    "REFRESH_COOKIE_SECURE. If your own views read this key, put it in a setting of your own.",
)

LEFTOVERS: Final[Mapping[str, Leftover]] = {
    **{key: _serializer(classes) for key, classes in SERIALIZERS.items()},
    "BLACKLIST_AFTER_ROTATION": Leftover(
        (False, None),
        "Add 'drf_signet.sessions' to INSTALLED_APPS and include 'drf_signet.sessions.urls': its endpoints always do "
        "this. Or remove the key.",
    ),
    "CHECK_USER_IS_ACTIVE": Leftover(
        (True, None),
        "Set USER_AUTHENTICATION_RULE to the dotted path of your own function (user) -> bool, and remove the key. "
        "The default rule, 'drf_signet.user_rule.is_active', accepts active users only.",
    ),
    "ON_LOGIN_SUCCESS": Leftover(
        _usual("default_on_login_success"),
        "Set UPDATE_LAST_LOGIN to True, connect {value} to django.contrib.auth.signals.user_logged_in as a receiver "
        "(sender, request, user, **kwargs), and remove the key.",
    ),
    "ON_LOGIN_FAILED": Leftover(
        _usual("default_on_login_failed"),
        "Connect {value} to django.contrib.auth.signals.user_login_failed as a receiver (sender, credentials, "
        "request, **kwargs), and remove the key.",
    ),
}
"""The keys of Simple JWT that have no effect."""

REMOVED: Final[Mapping[str, str]] = {
    "AUTH_HEADER_TYPE": "Write AUTH_HEADER_TYPES, such as ('Bearer',).",
    "AUTH_TOKEN_CLASS": "Write AUTH_TOKEN_CLASSES, a tuple of dotted paths.",
    "SECRET_KEY": "Write SIGNING_KEY.",
}
"""The keys of older versions of Simple JWT, and what takes their place."""


def at_home(given: Mapping[Key, object]) -> dict[Key, object]:
    """*given* with the dotted paths of ours, and without the keys that only say that something is not set."""
    return {key: _own_path(value) for key, value in given.items() if not _is_not_set(key, value)}


def leftover(key: object) -> Leftover | None:
    """The hint for a *key* that isn't ours and has no effect."""
    if not isinstance(key, str):
        return None
    return COOKIE if key.startswith(COOKIE_PREFIX) else LEFTOVERS.get(key)


def asks_for_something(known: Leftover, value: object) -> bool:
    """Whether *value* says anything but what happens anyway."""
    return not any(value is one or value == one for one in known.asks_for_nothing)


def instead_of(known: Leftover, value: object) -> str:
    """What to write in the place of a leftover whose value is *value*."""
    if isinstance(value, str) and (usual := USUAL_SERIALIZERS.get(value)):
        return f"Write {usual.package}.views.{usual.view}.as_view() in your urls.py, and remove the key."
    return known.instead.replace("{value}", value if isinstance(value, str) else "it").strip()


def own_path_like(path: object) -> str | None:
    """The path of ours that the misspelt *path* into Simple JWT surely means, if any."""
    close = difflib.get_close_matches(str(path), PATHS, n=1, cutoff=SURELY_MEANT)
    return PATHS[close[0]] if close else None


def _own_path(value: object) -> object:
    if isinstance(value, list):
        return [*map(_own_path, value)]
    if isinstance(value, tuple):
        return tuple(map(_own_path, value))
    return PATHS.get(value, value) if isinstance(value, str) else value


def _is_not_set(key: object, value: object) -> bool:
    return isinstance(key, str) and key in NOT_SET and value == NOT_SET[key]
