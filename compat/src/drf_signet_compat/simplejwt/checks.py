"""What ``manage.py check`` says about ``SIMPLE_JWT``: one rule, one function, one id."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.checks.registry import registry
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from drf_signet import checks, conf, key_checks, simple_jwt_dict
from drf_signet.setting_types import fits, in_words
from drf_signet_compat.simplejwt.neighbour_checks import check_one_implementation
from drf_signet_compat.simplejwt.token_store import current
from drf_signet_compat.simplejwt.translation import HANDED_ON, RULE, SETTING, own_path, translate

Given = Mapping[object, object]

OWN_TYPES: Final[Mapping[str, type]] = {
    "BLACKLIST_AFTER_ROTATION": bool,
    "CHECK_REVOKE_TOKEN": bool,
    "REVOKE_TOKEN_CLAIM": str,
    "CHECK_USER_IS_ACTIVE": bool,
    "TOKEN_OBTAIN_SERIALIZER": str,
    "TOKEN_REFRESH_SERIALIZER": str,
    "TOKEN_VERIFY_SERIALIZER": str,
    "TOKEN_BLACKLIST_SERIALIZER": str,
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": str,
    "SLIDING_TOKEN_REFRESH_SERIALIZER": str,
}
"""The keys that ``SIGNET`` doesn't have, and what each should be."""

CALLED: Final = ("ON_LOGIN_SUCCESS", "ON_LOGIN_FAILED")
PATHS: Final = (*(name for name in OWN_TYPES if name.endswith("_SERIALIZER")), *CALLED)
OF_ADOPTION: Final = "ADOPTION_PERCENTAGE"
KEYS: Final = (*HANDED_ON, RULE, *OWN_TYPES, *CALLED, OF_ADOPTION)

REMOVED: Final[Mapping[str, str]] = {
    **simple_jwt_dict.REMOVED,
    "TOKEN_BACKEND_CLASS": "Override token_backend in your own token class.",
}
"""The keys of older versions of Simple JWT, and what takes their place."""

SURELY_MEANT: Final = 0.9
"""How alike a key and a setting are that differ by a slip of the finger. Projects keep other things here, too."""


def rule(find: Callable[[Given], Iterator[CheckMessage]]) -> checks.Check:
    """A check that is silent where there is no such setting."""

    def check(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
        given = getattr(settings, SETTING, None)
        return list(find(given)) if isinstance(given, Mapping) else []

    # Not functools.wraps: Django looks through it at a signature that is not the check's.
    check.__name__, check.__doc__ = find.__name__, find.__doc__
    return check


@rule
def check_names(given: Given) -> Iterator[CheckMessage]:
    """E001 and W001: a misspelt key; a key that nothing here reads."""
    for name in given:
        if name in KEYS or name in REMOVED:
            continue
        if close := difflib.get_close_matches(str(name).strip().upper(), KEYS, n=1, cutoff=SURELY_MEANT):
            message, hint = f"{SETTING}[{name!r}] is not a setting.", f"Did you mean {close[0]!r}?"
            yield Error(message, hint=hint, id="signet.simplejwt.E001")
        else:
            hint = "Signet ignores it. Your own code may read it."
            yield Warning(f"{SETTING}[{name!r}] is not a setting.", hint=hint, id="signet.simplejwt.W001")


@rule
def check_removed(given: Given) -> Iterator[CheckMessage]:
    """E002: a key that Simple JWT doesn't have any more."""
    for name in sorted(REMOVED.keys() & given.keys()):
        yield Error(f"{SETTING}[{name!r}] has been removed.", hint=REMOVED[name], id="signet.simplejwt.E002")


def check_type(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E003: a dict of settings that is none."""
    given = getattr(settings, SETTING, None)
    if given is None or isinstance(given, Mapping):
        return []
    return [Error(f"{SETTING} should be a dict, not {type(given).__name__}.", id="signet.simplejwt.E003")]


@rule
def check_types(given: Given) -> Iterator[CheckMessage]:
    """E003: a value of the wrong type."""
    for problem in conf.read(translate(given))[1]:
        yield Error(problem.message.replace(conf.NAME, SETTING), id="signet.simplejwt.E003")
    for name, wanted in OWN_TYPES.items():
        if name in given and not fits(given[name], wanted):
            message = f"{SETTING}[{name!r}] should be {in_words(wanted)}, not {given[name]!r}."
            yield Error(message, id="signet.simplejwt.E003")


@rule
def check_paths(given: Given) -> Iterator[CheckMessage]:
    """E004: a dotted path that leads to nothing that can be called."""
    for name in PATHS:
        value = own_path(given.get(name, len))
        try:
            found = callable(import_string(value) if isinstance(value, str) else value)
        except (ImportError, ValueError):
            found = False
        if not found:
            message = f"{SETTING}[{name!r}]: {value!r} can't be imported, or can't be called."
            yield Error(message, id="signet.simplejwt.E004")


@rule
def check_blacklist(given: Given) -> Iterator[CheckMessage]:
    """E005: tokens should be revoked, but nothing records which."""
    if given.get("BLACKLIST_AFTER_ROTATION") and current() is None:
        yield Error(
            f"{SETTING}['BLACKLIST_AFTER_ROTATION'] is set, but the blacklist app is not installed, so rotated tokens "
            "stay valid.",
            hint="Add 'drf_signet_compat.simplejwt.token_blacklist' to INSTALLED_APPS, and migrate.",
            id="signet.simplejwt.E005",
        )


@rule
def check_hooks(given: Given) -> Iterator[CheckMessage]:
    """W002: a function that is never called."""
    if "ON_LOGIN_SUCCESS" in given and not given.get("UPDATE_LAST_LOGIN"):
        yield Warning(
            f"{SETTING}['ON_LOGIN_SUCCESS'] is called only if UPDATE_LAST_LOGIN is True, as in Simple JWT.",
            hint="Set UPDATE_LAST_LOGIN to True.",
            id="signet.simplejwt.W002",
        )


def check_signet(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E001 and E002 of ``SIGNET`` itself, where the core's own app doesn't say them."""
    registered: Collection[object] = registry.get_checks()
    if checks.check_names_and_types in registered:
        return []
    translated = conf.read(translate(getattr(settings, SETTING, None)))[1]
    own = [one for one in conf.read(conf.given())[1] if one not in translated]
    return [Error(one.message, hint=one.hint, id=f"signet.{one.code}") for one in own]


@rule
def warn_unlimited(given: Given) -> Iterator[CheckMessage]:
    """W003: passwords can be guessed as often as one likes."""
    try:
        is_unlimited = not any(conf.get_rates().values())
    except ImproperlyConfigured:
        return
    if is_unlimited:
        yield Warning(
            "Anyone can guess passwords as often as they like, as with Simple JWT.",
            hint=f"Set {conf.NAME} = {{'THROTTLE_RATES': {{}}}} to get the default limits.",
            id="signet.simplejwt.W003",
        )


ERRORS: Final = (
    check_names,
    check_removed,
    check_type,
    check_types,
    check_paths,
    check_blacklist,
    check_hooks,
    check_signet,
    check_one_implementation,
    *(check for check in (*checks.ERRORS, *key_checks.ERRORS) if check is not checks.check_names_and_types),
)


def register_checks() -> None:
    """Have Django run the checks, those of the core too: its app need not be installed. Twice is as good as once."""
    for check in ERRORS:
        register(check)
    register(warn_unlimited, Tags.security, deploy=True)
