"""
What ``manage.py check`` says about the project around the settings: its users, its pages, and dicts of another name.

The URLs (``drf_signet.url_paths``) run all checks, these among them, for a project that doesn't list the app.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Final

from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from rest_framework.settings import api_settings

from drf_signet.browsable_api import has_templates
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, is_read, read
from drf_signet.keys_in_force import signs_with_secret_key
from drf_signet.language_checks import warn_languages
from drf_signet.mounted_views import authentication_in_use, views_in_use
from drf_signet.settings import Settings
from drf_signet.simple_jwt_dict import SETTING, at_home
from drf_signet.table_checks import warn_of_replicas
from drf_signet.user_identifier import has_users
from drf_signet.user_model_checks import check_lookups, check_manager, check_saving

OTHER_DICTS: Final = (SETTING, "JWT_AUTH")
"""What the settings of the packages are called that people come from."""
FOR_THEM: Final = "drf-signet-compat"
"""The distribution that reads them."""


TAKES_NO_USERS: Final = (
    "Remove its address from the URLs, and let another service sign users in. Or install the app that has the user "
    "model: 'django.contrib.auth' and 'django.contrib.contenttypes', or your own."
)
STATELESS: Final = (
    "Authenticate with 'drf_signet.authentication.JWTStatelessUserAuthentication', which makes the user from the token."
)


def check_users(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E025: views or authentication classes that look for users where there are none."""
    if has_users():
        return []
    return [
        Error(
            f"{one.__module__}.{one.__qualname__} needs users, but the AUTH_USER_MODEL, "
            f"{django_settings.AUTH_USER_MODEL!r}, is not installed.",
            hint=hint,
            id="signet.E025",
        )
        for hint, classes in ((TAKES_NO_USERS, views_in_use()), (STATELESS, authentication_in_use()))
        for one in dict.fromkeys(classes)
        if getattr(one, "needs_users", False)
    ]


def check_apps(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E027: views or authentication classes whose tables nobody would make."""
    missing: dict[str, list[str]] = {}
    for one in dict.fromkeys([*views_in_use(), *authentication_in_use()]):
        app = getattr(one, "needs_app", None)
        if app and not apps.is_installed(app):
            missing.setdefault(app, []).append(one.__name__)
    return [
        Error(
            f"{', '.join(names)}: the app {app!r} is not in INSTALLED_APPS, so its tables are missing.",
            hint=f"Add {app!r} to INSTALLED_APPS, and migrate. A service without tables authenticates with "
            "'drf_signet.authentication.JWTStatelessUserAuthentication'.",
            id="signet.E027",
        )
        for app, names in missing.items()
    ]


def check_anonymous_user(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E026: an anonymous user that can't be imported, so that every refusal would be a 500."""
    try:
        api_settings.UNAUTHENTICATED_USER  # noqa: B018  # imported when it is asked for
    except (ImportError, RuntimeError, ImproperlyConfigured) as error:
        message = f"REST_FRAMEWORK['UNAUTHENTICATED_USER'] can't be imported: {error}"
        hint = "In a project without django.contrib.auth, write REST_FRAMEWORK = {'UNAUTHENTICATED_USER': None, ...}."
        return [Error(message, hint=hint, id="signet.E026")]
    return []


LISTED: Final = (
    "Write TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}, ...]."
)
UNLISTED: Final = "Add 'rest_framework' to INSTALLED_APPS."


def warn_pages(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """W025: pages for browsers without their templates."""
    without = [one for one in api_settings.DEFAULT_RENDERER_CLASSES if not has_templates(one)]
    return [
        Warning(
            f"{getattr(one, '__name__', one)} has no templates, so your own views would answer browsers with a 500.",
            hint=f"{LISTED if apps.is_installed('rest_framework') else UNLISTED} Or do without pages: write "
            "REST_FRAMEWORK = {'DEFAULT_RENDERER_CLASSES': ['rest_framework.renderers.JSONRenderer'], ...}.",
            id="signet.W025",
        )
        for one in without
    ]


@rule
def warn_dict_of_another_name(settings: Settings) -> Iterator[CheckMessage]:
    """W026: a dict of settings that nothing here reads."""
    views_in_use()  # Whatever reads another dict is imported with the URLs, at the latest.
    for name in OTHER_DICTS:
        theirs = getattr(django_settings, name, None)
        if not isinstance(theirs, Mapping) or is_read(name):
            continue
        if ignored := [key for key in theirs if _is_ignored(key, theirs, settings)]:
            yield Warning(
                f"Nothing reads {name}, so these keys have no effect: {', '.join(map(str, ignored))}.",
                hint=_instead_of(name),
                id="signet.W026",
            )


def _is_ignored(key: object, theirs: Mapping[object, object], settings: Settings) -> bool:
    if key == "REVOKE_TOKEN_CLAIM" and not (theirs.get("CHECK_REVOKE_TOKEN") or settings.CHECK_REVOKE_TOKEN):
        return False
    if key == "ROTATE_REFRESH_TOKENS" and not (theirs[key] or settings.ROTATE_REFRESH_TOKENS or _has_sessions()):
        return False
    said, problems = read(at_home({key: theirs[key]}))
    if problems:
        return True
    if key == "SIGNING_KEY" and signs_with_secret_key(said) and signs_with_secret_key(settings):
        return False
    return any(getattr(said, one.name) != getattr(settings, one.name) for one in fields(Settings) if one.name == key)


def _has_sessions() -> bool:
    """Whether tokens rotate unless it is said that they don't."""
    return any(getattr(one, "needs_app", None) for one in views_in_use())


def _instead_of(name: str) -> str:
    if name != SETTING:
        return f"Write the settings that you need in {NAME}, and remove {name}; or keep using {FOR_THEM}."
    if hasattr(django_settings, NAME):
        return f"Move these keys to {NAME}, and remove {name}."
    return f"Rename {name} to {NAME}, and follow what manage.py check says then. Or keep using {FOR_THEM}."


ALWAYS: Final[Sequence[Check]] = (
    check_users,
    check_apps,
    check_anonymous_user,
    warn_pages,
    warn_languages,
    warn_dict_of_another_name,
    warn_of_replicas,
    check_manager,
    check_lookups,
    check_saving,
)
