"""What ``manage.py check`` says about settings that have no effect where they stand, if they say something unusual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Warning

from drf_signet.checks import Check, readable, rule
from drf_signet.conf import NAME, imported
from drf_signet.mounted_views import (
    are_all_known,
    are_all_rest_frameworks,
    authentication_in_use,
    home_of,
    said_by_views,
    views_in_use,
)
from drf_signet.settings import Settings
from drf_signet.simple_jwt_dict import THEIR_DEFAULTS
from drf_signet.tokens import SlidingToken
from drf_signet.user_identifier import has_users

SESSIONS: Final = "drf_signet.sessions"
ACCOUNTS: Final = "drf_signet.accounts"
IDENTITIES: Final = "drf_signet.identities"
MAILED_CODES: Final = "drf_signet.mailed_codes"
BROWSER_VIEWS: Final = "drf_signet.sessions.browser.views"

OF_APPS: Final[Mapping[str, Sequence[str]]] = {
    SESSIONS: (
        "SESSION_LIFETIME",
        "SESSIONS_PER_USER",
        "REFRESH_GRACE_PERIOD",
        "REFRESH_RETRY_PERIOD",
        "GET_CLAIMS",
        "REVOCATION_POLL_INTERVAL",
        "REVOCATION_FALLBACK",
        "REFRESH_COOKIE_NAME",
        "REFRESH_COOKIE_SAMESITE",
        "REFRESH_COOKIE_DOMAIN",
        "REFRESH_COOKIE_PATH",
        "REFRESH_COOKIE_SECURE",
    ),
    ACCOUNTS: (
        "EMAIL_VERIFICATION",
        "ACTIVATION_URL",
        "PASSWORD_RESET_URL",
        "EMAIL_CHANGE_URL",
        "SIGN_IN_NOTICE_URL",
        "ACTIVATION_LIFETIME",
        "PASSWORD_RESET_LIFETIME",
        "EMAIL_CHANGE_LIFETIME",
        "SITE_NAME",
        "USER_LANGUAGE",
        "MAIL_DISPATCHER",
    ),
    IDENTITIES: ("PROVIDERS",),
    MAILED_CODES: ("SIGN_IN_CODE_URL", "SIGN_IN_CODE_SIGN_UP"),
}
SCOPES: Final[Mapping[str, Sequence[str]]] = {
    SESSIONS: ("refresh_session",),
    ACCOUNTS: ("password_user", "sign_up_ip", "mail_ip", "mail_address"),
    IDENTITIES: (),
}
OF_SLIDING_TOKENS: Final = (
    "SLIDING_TOKEN_LIFETIME",
    "SLIDING_TOKEN_REFRESH_LIFETIME",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM",
)
OF_TOKEN_USERS: Final = ("TOKEN_USER_CLASS",)
OF_THE_SNAPSHOT: Final = ("REVOCATION_POLL_INTERVAL", "REVOCATION_FALLBACK")
OF_USERS: Final = ("USER_ID_FIELD", "UPDATE_LAST_LOGIN")
USUAL: Final = Settings()


@rule
def warn_of_absent_apps(settings: Settings) -> Iterator[CheckMessage]:
    """W065: settings, and limits, of an app that isn't installed."""
    for app, names in OF_APPS.items():
        if apps.is_installed(app):
            continue
        limits = [one for one in SCOPES.get(app, ()) if settings.THROTTLE_RATES.get(one)]
        shown = [*map(_shown, _unusual(settings, names)), *(f"{NAME}['THROTTLE_RATES'][{one!r}]" for one in limits)]
        if shown:
            yield Warning(
                f"No effect without {app!r} in INSTALLED_APPS: {', '.join(shown)}.",
                hint=f"Install {app!r}, or remove them.",
                id="signet.W065",
            )


@rule
def warn_of_no_cookie(settings: Settings) -> Iterator[CheckMessage]:
    """W066: settings of a cookie that nothing sets."""
    found = _unusual(settings, [one for one in OF_APPS[SESSIONS] if one.startswith("REFRESH_COOKIE_")])
    is_set = any(_is_from(BROWSER_VIEWS, view) for view in views_in_use())
    if found and apps.is_installed(SESSIONS) and are_all_known() and not is_set:
        yield _no_effect(
            found,
            "without an endpoint that sets the cookie",
            "Include 'drf_signet.sessions.browser.urls', or remove them.",
            "W066",
        )


@rule
def warn_of_other_settings(settings: Settings) -> Iterator[CheckMessage]:
    """W067: settings that another one turns off."""
    if not settings.CHECK_REVOKE_TOKEN and (found := _unusual(settings, ("REVOKE_TOKEN_CLAIM",))):
        yield _no_effect(found, "without CHECK_REVOKE_TOKEN", "Set that to True, or remove this.", "W067")
    if not has_users() and (found := _unusual(settings, OF_USERS)):
        yield _no_effect(found, "without a user model", "Remove them.", "W067")


@rule
def warn_of_unused_classes(settings: Settings) -> Iterator[CheckMessage]:
    """W068: settings of tokens that nothing takes, or of a way to authenticate that nothing uses."""
    if are_all_known() and (found := _unusual(settings, OF_SLIDING_TOKENS)) and not _has_sliding_tokens(settings):
        yield _no_effect(
            found,
            "where no endpoint, and no class in AUTH_TOKEN_CLASSES, is for sliding tokens",
            "Add 'drf_signet.tokens.SlidingToken' to AUTH_TOKEN_CLASSES, or remove them.",
            "W068",
        )
    stateless = [one for one in authentication_in_use() if getattr(one, "needs_users", None) is False]
    if are_all_rest_frameworks() and (found := _unusual(settings, OF_TOKEN_USERS)) and not stateless:
        yield _no_effect(found, "where nothing authenticates without a database of users", "Remove it.", "W068")
    found = _unusual(settings, OF_THE_SNAPSHOT)
    asks = any(getattr(one, "needs_app", None) == SESSIONS for one in stateless)
    if found and are_all_rest_frameworks() and apps.is_installed(SESSIONS) and not asks:
        yield _no_effect(
            found,
            "where no view uses drf_signet.sessions.authentication.JWTStatelessUserAuthentication",
            "Remove them. Every other class learns at once that a session has ended, or never does.",
            "W068",
        )


@rule
def warn_of_fixed_rotation(settings: Settings) -> Iterator[CheckMessage]:
    """W069: ROTATE_REFRESH_TOKENS where each endpoint that refreshes has a say of its own."""
    found = _unusual(settings, ("ROTATE_REFRESH_TOKENS",))
    refreshing = [one for one in views_in_use() if _descends(one, "TokenRefreshView")]
    if (
        found
        and are_all_known()
        and refreshing
        and all(_descends(one, "RotatingTokenRefreshView", "NonRotatingTokenRefreshView") for one in refreshing)
    ):
        yield _no_effect(
            found,
            "where each refresh endpoint always rotates, or never does",
            "Remove it.",
            "W069",
        )


def _unusual(settings: Settings, names: Sequence[str]) -> list[str]:
    """Those of the *names* that the project itself sets, to something else than they are anyway or at Simple JWT."""
    own = getattr(django_settings, NAME, {})
    said = own if isinstance(own, Mapping) else {}
    return [one for one in readable(settings, names) if one in said and not _is_usual(one, getattr(settings, one))]


def _is_usual(name: str, value: object) -> bool:
    return value == getattr(USUAL, name) or (name in THEIR_DEFAULTS and value == THEIR_DEFAULTS[name])


def _shown(name: str) -> str:
    return f"{NAME}[{name!r}]"


def _no_effect(names: Sequence[str], where: str, hint: str, number: str) -> CheckMessage:
    return Warning(f"No effect {where}: {', '.join(map(_shown, names))}.", hint=hint, id=f"signet.{number}")


def _has_sliding_tokens(settings: Settings) -> bool:
    of_views = [getattr(one, "token_class", None) for one in said_by_views("serializer_class")]
    return any(_is_sliding(one) for one in (*map(imported, settings.AUTH_TOKEN_CLASSES), *of_views))


def _is_sliding(token_class: object) -> bool:
    return isinstance(token_class, type) and issubclass(token_class, SlidingToken)


def _is_from(module: str, view: type) -> bool:
    return any(one.__module__ == module for one in view.__mro__)


def _descends(view: type, *names: str) -> bool:
    return any(one.__name__ in names and home_of(one) == one.__module__ for one in view.__mro__)


ALWAYS: Final[Sequence[Check]] = (
    warn_of_absent_apps,
    warn_of_no_cookie,
    warn_of_other_settings,
    warn_of_unused_classes,
    warn_of_fixed_rotation,
)
