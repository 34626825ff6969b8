"""What becomes of each key of ``SIMPLE_JWT`` in a project that renames the dict to ``SIGNET`` one day."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Final

from drf_signet.settings import Settings

SETTING: Final = "SIMPLE_JWT"
_VIEW: Final = "set serializer_class on a subclass of the view, and name that in urls.py"

INSTEAD: Final = {
    "TOKEN_OBTAIN_SERIALIZER": _VIEW,
    "TOKEN_REFRESH_SERIALIZER": _VIEW,
    "TOKEN_VERIFY_SERIALIZER": _VIEW,
    "TOKEN_BLACKLIST_SERIALIZER": _VIEW,
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": _VIEW,
    "SLIDING_TOKEN_REFRESH_SERIALIZER": _VIEW,
    "BLACKLIST_AFTER_ROTATION": "not needed: drf_signet.sessions voids each rotated token, after REFRESH_GRACE_PERIOD",
    "CHECK_USER_IS_ACTIVE": "use USER_AUTHENTICATION_RULE, which Signet also calls on every request",
    "CHECK_REVOKE_TOKEN": "the same key, but its new fingerprint ends the tokens that were issued before",
    "REVOKE_TOKEN_CLAIM": "the same key, for the claim with the new fingerprint",
    "ON_LOGIN_SUCCESS": "use a receiver of Django's signal user_logged_in",
    "ON_LOGIN_FAILED": "use a receiver of Django's signal user_login_failed",
}
"""Keys that ``SIGNET`` doesn't have, or that mean something else there."""

REMOVED: Final = {
    "AUTH_HEADER_TYPE": "AUTH_HEADER_TYPES",
    "AUTH_TOKEN_CLASS": "AUTH_TOKEN_CLASSES",
    "SECRET_KEY": "SIGNING_KEY",
    "TOKEN_BACKEND_CLASS": "token_backend of a token class",
}
"""Keys that Simple JWT itself refuses."""

KEPT: Final = frozenset(one.name for one in fields(Settings)) - INSTEAD.keys()


def explain(keys: Iterable[str]) -> Iterator[str]:
    """A line for those of the *keys* that aren't simply kept."""
    known = sorted({*KEPT, *INSTEAD})
    found: dict[str, list[str]] = {}
    for key in sorted(set(keys) - KEPT):
        if key in INSTEAD:
            words = INSTEAD[key]
        elif key in REMOVED:
            words = f"Simple JWT refuses it, too; use {REMOVED[key]}"
        else:
            close = difflib.get_close_matches(key, known, n=1)
            words = f"not a setting of Simple JWT{f'; did you mean {close[0]}?' if close else ''}"
        found.setdefault(words, []).append(key)
    yield from (f"{', '.join(names)}: {words}" for words, names in found.items())


def keys_of_simple_jwt(tree: ast.Module) -> set[str]:
    """The keys that a file gives to ``SIMPLE_JWT``, as far as they are written out."""
    keys: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="SIMPLE_JWT")], value=value):
                keys.update(_keys(value))
            case ast.AnnAssign(target=ast.Name(id="SIMPLE_JWT"), value=ast.expr() as value):
                keys.update(_keys(value))
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id="SIMPLE_JWT"), slice=ast.Constant(value=str(key)))]
            ):
                keys.add(key)
            case _:
                pass
    return keys


def _keys(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Dict(keys=keys):
            yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            yield from (keyword.arg for keyword in keywords if keyword.arg)
        case _:
            pass
