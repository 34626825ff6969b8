"""
``api_settings``: the settings in force, by Simple JWT's names and in its shapes. One object, which follows changes.

If a key is also in ``SIGNET``, the value there counts.
"""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.signals import setting_changed
from rest_framework.settings import APISettings as _APISettings

from drf_signet import conf
from drf_signet_compat.simplejwt.names import OURS
from drf_signet_compat.simplejwt.translation import HANDED_ON, SETTING, own_paths, translate
from drf_signet_compat.simplejwt.utils import format_lazy as format_lazy

USER_SETTINGS: Mapping[str, Any] | None = getattr(settings, SETTING, None)

DEFAULTS: dict[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": False,
    "BLACKLIST_AFTER_ROTATION": False,
    "UPDATE_LAST_LOGIN": False,
    "ALGORITHM": "HS256",
    "SIGNING_KEY": settings.SECRET_KEY,
    "VERIFYING_KEY": "",
    "AUDIENCE": None,
    "ISSUER": None,
    "JSON_ENCODER": None,
    "JWK_URL": None,
    "LEEWAY": 0,
    "AUTH_HEADER_TYPES": ("Bearer",),
    "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "user_id",
    "USER_AUTHENTICATION_RULE": f"{OURS}.authentication.default_user_authentication_rule",
    "AUTH_TOKEN_CLASSES": (f"{OURS}.tokens.AccessToken",),
    "TOKEN_TYPE_CLAIM": "token_type",
    "JTI_CLAIM": "jti",
    "TOKEN_USER_CLASS": f"{OURS}.models.TokenUser",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "refresh_exp",
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=1),
    "TOKEN_OBTAIN_SERIALIZER": f"{OURS}.serializers.TokenObtainPairSerializer",
    "TOKEN_REFRESH_SERIALIZER": f"{OURS}.serializers.TokenRefreshSerializer",
    "TOKEN_VERIFY_SERIALIZER": f"{OURS}.serializers.TokenVerifySerializer",
    "TOKEN_BLACKLIST_SERIALIZER": f"{OURS}.serializers.TokenBlacklistSerializer",
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": f"{OURS}.serializers.TokenObtainSlidingSerializer",
    "SLIDING_TOKEN_REFRESH_SERIALIZER": f"{OURS}.serializers.TokenRefreshSlidingSerializer",
    "CHECK_REVOKE_TOKEN": False,
    "REVOKE_TOKEN_CLAIM": "hash_password",
    "CHECK_USER_IS_ACTIVE": True,
    "ON_LOGIN_SUCCESS": f"{OURS}.serializers.default_on_login_success",
    "ON_LOGIN_FAILED": f"{OURS}.serializers.default_on_login_failed",
}

IMPORT_STRINGS: Final = (
    "AUTH_TOKEN_CLASSES",
    "JSON_ENCODER",
    "TOKEN_USER_CLASS",
    "USER_AUTHENTICATION_RULE",
    "ON_LOGIN_SUCCESS",
    "ON_LOGIN_FAILED",
)

REMOVED_SETTINGS: Final = ("AUTH_HEADER_TYPE", "AUTH_TOKEN_CLASS", "SECRET_KEY", "TOKEN_BACKEND_CLASS")

FOLLOWED: Final = frozenset({SETTING, conf.NAME, "SECRET_KEY"})


class APISettings(_APISettings):
    """Simple JWT's settings as attributes: *user_settings*, or without them those of the project."""

    def __init__(
        self,
        user_settings: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        import_strings: tuple[str, ...] | None = None,
    ) -> None:
        known: Any = dict(defaults or DEFAULTS)
        super().__init__(None, known, import_strings or IMPORT_STRINGS)
        if user_settings:
            self._user_settings = _read(user_settings)

    @property
    def user_settings(self) -> dict[str, Any]:
        """What the project says. Raises `RuntimeError` for a setting that Simple JWT has removed."""
        if "_user_settings" not in self.__dict__:
            self._user_settings = {**_read(getattr(settings, SETTING, None) or {}), **_said_in_signet()}
        return self._user_settings

    def __getattr__(self, attr: str) -> Any:
        """The value of the setting *attr*, imported where it is a dotted path of a class or function."""
        if attr == "SIGNING_KEY" and attr not in self.user_settings:
            return settings.SECRET_KEY
        return super().__getattr__(attr)


class Setting:
    """A class attribute that is a setting, read when it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[object]) -> object:
        return getattr(api_settings, self._name)


def reload_api_settings(*args: object, **kwargs: object) -> None:
    """Read everything anew when a setting changes that it came from."""
    if kwargs["setting"] in FOLLOWED:
        api_settings.reload()


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    for name in REMOVED_SETTINGS:
        if name in given:
            raise RuntimeError(f"{SETTING}[{name!r}] has been removed. manage.py check says what replaces it.")
    return {name: own_paths(value) if name in IMPORT_STRINGS else value for name, value in given.items()}


def _said_in_signet() -> dict[str, Any]:
    said, translated = conf.given(), translate(getattr(settings, SETTING, None))
    if not isinstance(said, Mapping):
        return {}
    shared = {name: said[name] for name in HANDED_ON if name in said and said[name] != translated.get(name)}
    if shared.get("SIGNING_KEY", "") is None:
        del shared["SIGNING_KEY"]
    return shared


api_settings: APISettings = APISettings()

setting_changed.connect(reload_api_settings, dispatch_uid="drf_signet_compat.simplejwt.settings")
