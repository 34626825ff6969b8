"""
What ``manage.py check`` says about tokens in cookies that a project handles by itself, as many tutorials show it.

Such code was written for refresh tokens that stay the same. With sessions, each refresh returns a new one, and code
that only copies the cookie into the request leaves the new token in the body.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import FunctionType
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from drf_signet.sessions.other_cookies import names_of_other_cookies
from drf_signet.used_names import functions_of, globals_of, names_in, own_functions, with_helpers

OURS: Final = (
    "drf_signet.views.TokenViewBase",
    "drf_signet.serializers.TokenObtainSerializer",
    "drf_signet.sessions.serializers.TokenRefreshSerializer",
    "drf_signet.sessions.serializers.TokenVerifySerializer",
    "drf_signet.sessions.serializers.TokenBlacklistSerializer",
    "drf_signet.authentication.JWTAuthentication",
    "drf_signet.tokens.Token",
)
"""
Classes that handle tokens, with everything derived from them.

They are named and not imported, because Django registers checks before it loads views.
"""

IN_ORDER: Final = ("drf_signet.sessions.browser.", "drf_signet.accounts.")
"""Modules that handle cookies correctly, or no tokens."""

OLD_SETTING: Final = "AUTH_COOKIE"

TOKEN_WORDS: Final = ("refresh", "access", "token", "jwt", "auth_cookie")
"""One of them is named wherever a token is. Without any, it is another cookie: of a language, a theme, a visit."""

TOKEN: Final = re.compile(r"refresh|access|.*(refresh|access)_?token.*|.*jwt.*|.*authorization.*", re.IGNORECASE)
"""What a middleware names that handles tokens. *Refresh*, with a capital, is a header of pages."""


def warn_handmade_cookies(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """W023: tokens that a project puts into cookies, or takes from there, by itself."""
    return [
        Warning(
            f"{name} handles tokens in cookies by itself. If refresh tokens rotate, code that was written for other "
            "packages leaves the new one in the body, where a script can read it.",
            hint="Use the endpoints of drf_signet.sessions.browser instead. They put each refresh token into the "
            "cookie, and check where a request comes from (docs/how-to/browsers.md). If your code does both, "
            "too, add 'signet.W023' to SILENCED_SYSTEM_CHECKS.",
            id="signet.W023",
        )
        for name in sorted(set(_handmade()))
    ]


def _handmade() -> Iterator[str]:
    for thing in {id(one): one for one in _candidates()}.values():
        if isinstance(thing, (type, FunctionType)) and _handles_cookies(thing):
            yield _name(thing)
    for path in settings.MIDDLEWARE:
        with suppress(ImportError):
            if _moves_tokens(import_string(path)):
                yield path
    simple_jwt = getattr(settings, "SIMPLE_JWT", None) or {}
    for key in sorted(name for name in simple_jwt if str(name).startswith(OLD_SETTING))[:1]:
        yield f"Code that reads SIMPLE_JWT[{key!r}]"


def _candidates() -> Iterator[Any]:
    if not getattr(settings, "ROOT_URLCONF", None):
        return
    for callback in _callbacks(get_resolver().url_patterns):
        view = getattr(callback, "cls", None) or getattr(callback, "view_class", None) or inspect.unwrap(callback)
        given = getattr(callback, "initkwargs", None) or getattr(callback, "view_initkwargs", None) or {}
        yield view
        if inspect.isclass(view):
            yield callback  # A decorator may be around it.
        for name in ("serializer_class", "authentication_classes", "permission_classes"):
            found = given.get(name) or getattr(view, name, None) or ()
            yield from found if isinstance(found, Sequence) else (found,)
        # What get_serializer_class() or get_authenticators() choose from.
        yield from (one for function in own_functions(view) for one in globals_of(function) if inspect.isclass(one))


def _callbacks(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[Callable[..., Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _callbacks(one.url_patterns)
        elif callable(one.callback):
            yield one.callback


def _handles_cookies(thing: Any) -> bool:
    kinds = [_names_of(one) for one in (thing, *_views_within(thing))]
    if any(name.startswith(IN_ORDER) for names in kinds for name in names):
        return False
    functions = with_helpers(thing)
    words = set().union(*map(_words_in, functions))
    if not _mentions("cookie", words) or not any(_mentions(word, words) for word in TOKEN_WORDS):
        return False
    return any(map(_is_ours, kinds)) or any(_is_used(named) for one in functions for named in globals_of(one))


def _moves_tokens(middleware: Any) -> bool:
    words = set().union(*map(_words_in, with_helpers(middleware)))
    return _mentions("cookie", words) and any(TOKEN.fullmatch(one) and one != "Refresh" for one in words)


def _views_within(thing: Any) -> Iterator[Any]:
    """The classes of the views that the function *thing* wraps."""
    if isinstance(thing, FunctionType):
        for one in functions_of(thing):
            yield getattr(one, "cls", None) or getattr(one, "view_class", None)


def _words_in(function: FunctionType) -> set[str]:
    """The names in *function*, and the strings that they name in its module."""
    words = names_in(function) | {one for one in globals_of(function) if isinstance(one, str)}
    return words - names_of_other_cookies(function, TOKEN_WORDS)


def _name(thing: type | FunctionType) -> str:
    if isinstance(thing, type):
        return f"{thing.__module__}.{thing.__name__}"
    first = next(own_functions(thing))
    return f"{first.__globals__['__name__']}.{first.__code__.co_qualname.partition('.<locals>')[0]}"


def _is_used(thing: Any) -> bool:
    return _is_ours(_names_of(thing)) or (inspect.ismodule(thing) and thing.__name__.startswith("drf_signet."))


def _mentions(word: str, names: set[str]) -> bool:
    return any(word in name.lower() and "csrf" not in name.lower() for name in names)


def _is_ours(ancestors: Sequence[str]) -> bool:
    return not set(ancestors).isdisjoint(OURS)


def _names_of(thing: Any) -> Sequence[str]:
    return [f"{one.__module__}.{one.__qualname__}" for one in thing.__mro__] if inspect.isclass(thing) else []
