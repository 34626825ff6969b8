"""From the dict ``SIMPLE_JWT`` to keys of ``SIGNET``. It reads no setting itself, and takes whatever it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from drf_signet.rates import USUAL_RATES
from drf_signet_compat.simplejwt.names import OURS, THEIRS

SETTING: Final = "SIMPLE_JWT"

HANDED_ON: Final = (
    "ACCESS_TOKEN_LIFETIME",
    "REFRESH_TOKEN_LIFETIME",
    "ROTATE_REFRESH_TOKENS",
    "UPDATE_LAST_LOGIN",
    "ALGORITHM",
    "SIGNING_KEY",
    "VERIFYING_KEY",
    "AUDIENCE",
    "ISSUER",
    "JSON_ENCODER",
    "JWK_URL",
    "LEEWAY",
    "AUTH_HEADER_TYPES",
    "AUTH_HEADER_NAME",
    "USER_ID_FIELD",
    "USER_ID_CLAIM",
    "AUTH_TOKEN_CLASSES",
    "TOKEN_TYPE_CLAIM",
    "JTI_CLAIM",
    "TOKEN_USER_CLASS",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM",
    "SLIDING_TOKEN_LIFETIME",
    "SLIDING_TOKEN_REFRESH_LIFETIME",
)
"""The keys that mean the same in ``SIGNET``."""

RULE: Final = "USER_AUTHENTICATION_RULE"
RULES: Final = f"{OURS}.authentication"


def translate(simple_jwt: object) -> Mapping[str, object]:
    """
    The keys of ``SIGNET`` that say what *simple_jwt* says.

    Nothing is counted, as Simple JWT counts nothing: ``SIGNET["THROTTLE_RATES"]`` sets limits.
    """
    given = simple_jwt if isinstance(simple_jwt, Mapping) else {}
    handed_on = {name: _TRANSLATED.get(name, _as_it_is)(given[name]) for name in HANDED_ON if name in given}
    return {
        "THROTTLE_RATES": dict.fromkeys(USUAL_RATES),
        "AUTH_TOKEN_CLASSES": (f"{OURS}.tokens.AccessToken",),
        "TOKEN_USER_CLASS": f"{OURS}.models.TokenUser",
        **_rule(given),
        **handed_on,
    }


def own_path(value: object) -> object:
    """*value*, with a dotted path into Simple JWT turned into one into this package."""
    if isinstance(value, str) and value.startswith(f"{THEIRS}."):
        return OURS + value.removeprefix(THEIRS)
    return value


def own_paths(value: object) -> object:
    """The same for each of several paths."""
    return tuple(map(own_path, value)) if isinstance(value, (list, tuple)) else own_path(value)


def _rule(given: Mapping[str, object]) -> Mapping[str, object]:
    rule = own_path(given.get(RULE))
    if isinstance(rule, str):
        return {RULE: rule}
    if rule is not None:
        # Simple JWT takes the function itself, too, which may have no path.
        return {RULE: f"{RULES}.configured_user_authentication_rule"}
    return {} if given.get("CHECK_USER_IS_ACTIVE", True) else {RULE: f"{RULES}.default_user_authentication_rule"}


def _path_of(value: object) -> object:
    name = getattr(value, "__qualname__", None)
    return own_path(value) if name is None else f"{getattr(value, '__module__', '')}.{name}"


def _several(value: object) -> object:
    if value is None or isinstance(value, (str, list, tuple)):
        return value
    return tuple(sorted(map(str, value))) if isinstance(value, Iterable) else value


def _signing_key(value: object) -> object:
    # Given and empty is a mistake, and must not become Django's SECRET_KEY.
    return "" if value is None else value


def _empty_is_none(value: object) -> object:
    return value or None


def _none_is_zero(value: object) -> object:
    return 0 if value is None else value


def _as_it_is(value: object) -> object:
    return value


_TRANSLATED: Final[Mapping[str, Callable[[object], object]]] = {
    "SIGNING_KEY": _signing_key,
    "VERIFYING_KEY": _empty_is_none,
    "JWK_URL": _empty_is_none,
    "LEEWAY": _none_is_zero,
    "AUDIENCE": _several,
    "AUTH_HEADER_TYPES": _several,
    "JSON_ENCODER": _path_of,
    "TOKEN_USER_CLASS": _path_of,
    "AUTH_TOKEN_CLASSES": own_paths,
}
