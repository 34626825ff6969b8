"""
Names that people import from modules of the old packages, which only import them themselves.

    from rest_framework_jwt.serializers import User, jwt_payload_handler
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from django.contrib.auth import get_user_model

from drf_signet_compat.drf_jwt.names import FORK
from drf_signet_compat.drf_jwt.setting_reader import SettingReader

PLACES: Final[Mapping[str, str]] = {
    "_": "django.utils.translation:gettext_lazy",
    "APIClient": "rest_framework.test",
    "APIException": "rest_framework.exceptions",
    "APISettings": "rest_framework.settings",
    "APITestCase": "rest_framework.test",
    "APIView": "rest_framework.views",
    "apps": "django.apps",
    "authenticate": "django.contrib.auth",
    "AuthenticationFailed": "rest_framework.exceptions",
    "BaseAuthentication": "rest_framework.authentication",
    "BlacklistedToken": ".blacklist.models",
    "CommandError": "django.core.management.base",
    "datetime": "datetime",
    "exceptions": "rest_framework.exceptions:",
    "ExpiredSignature": ".compat",
    "force_str": "django.utils.encoding",
    "GenericAPIView": "rest_framework.generics",
    "get_authorization_header": "rest_framework.authentication",
    "get_user_model": "django.contrib.auth",
    "ImproperlyConfigured": "django.core.exceptions",
    "JSONEncoder": "rest_framework.utils.encoders",
    "JSONWebTokenAuthentication": ".authentication",
    "jwt": "jwt:",
    "jwt_decode": ".compat",
    "jwt_version": ".compat",
    "make_aware": "django.utils.timezone",
    "post_save": "django.db.models.signals",
    "receiver": "django.dispatch",
    "Response": "rest_framework.response",
    "serializers": "rest_framework.serializers:",
    "settings": "django.conf",
    "smart_str": "django.utils.encoding",
    "smart_text": "django.utils.encoding:smart_str",
    "status": "rest_framework.status:",
    "sys": "sys:",
    "timedelta": "datetime",
    "timegm": "calendar",
    "unix_epoch": ".utils",
    "uuid": "uuid:",
    "VERSION": "django",
    "warnings": "warnings:",
}
"""
Where each name is at home: in the module, under the name behind a colon if that is another, or the module itself if
nothing is behind it. A module of the dialect begins with a dot.
"""

HANDLERS: Final[Mapping[str, str]] = {
    "jwt_decode_handler": "JWT_DECODE_HANDLER",
    "jwt_encode_handler": "JWT_ENCODE_HANDLER",
    "jwt_get_username_from_payload": "JWT_PAYLOAD_GET_USERNAME_HANDLER",
    "jwt_payload_handler": "JWT_PAYLOAD_HANDLER",
    "jwt_response_payload_handler": "JWT_RESPONSE_PAYLOAD_HANDLER",
}
"""The names in modules of 1.x that hold the objects which settings name."""


READ: Final[Mapping[str, str]] = {
    "DEFAULTS": "defaults",
    "IMPORT_STRINGS": "import_strings",
    "USER_SETTINGS": "user_settings",
}
"""The names in the settings modules, and what they are of a reader."""


def imported_name(module: str, name: str) -> Any:
    """What *name* is in *module* of an old package, though it isn't at home there. Raises `AttributeError`."""
    if name == "User":
        return get_user_model()
    place, colon, other = PLACES.get(name, ":").partition(":")
    dialect = FORK if module.startswith(FORK) else __package__
    try:
        found = import_module(place, dialect) if place else None
    except ModuleNotFoundError:
        # PyJWT, which nothing here needs.
        found = None
    if found is not None and found.__name__ == module:
        # It would be at home here, in the other dialect: to look for it here would never end.
        found = None
    if colon and not other and found is not None:
        return found
    if not hasattr(found, other or name):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    return getattr(found, other or name)


def handler_name(module: str, name: str, reader: SettingReader) -> Any:
    """The same, or the function that the settings name. Raises `AttributeError`."""
    return getattr(reader, HANDLERS[name]) if name in HANDLERS else imported_name(module, name)


def setting_name(module: str, name: str, reader: SettingReader) -> Any:
    """The same for the module of the settings, in which ``datetime`` is the module. Raises `AttributeError`."""
    if name == "datetime":
        return import_module(name)
    return getattr(reader, READ[name]) if name in READ else imported_name(module, name)
