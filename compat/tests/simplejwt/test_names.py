"""Every name that Simple JWT's modules have can be imported from ours: other packages import some from odd places."""

from __future__ import annotations

import json
from typing import Final

from compat.tests.simplejwt.processes import python

REAL: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"

LEFT_OUT: Final = {
    # An alias of gettext_lazy that nobody imports from there.
    *(f".{module}._" for module in ("backends", "settings", "tokens")),
    # The lookup of the package's own version, and one for a Django that is gone.
    *(".PackageNotFoundError", ".version", ".token_blacklist.VERSION"),
}

NEWER: Final = {
    # The core's own, so that ``except`` catches both.
    *(f".{module}.{name}" for module in ("exceptions", "tokens") for name in ("TokenError", "ExpiredTokenError")),
    *(".authentication.TokenError", ".views.TokenError"),
    # Follows the settings.
    ".state.token_backend",
    # Can't be changed by accident.
    ".backends.ALLOWED_ALGORITHMS",
}
"""Names whose object is another than with Simple JWT."""

NAMES: Final = """
import importlib, json, os, pkgutil, sys, types, django
os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.site.settings"
from django.conf import settings
settings.SIMPLE_JWT["BLACKLIST_AFTER_ROTATION"] = True  # some names are there only then
django.setup()
root = os.environ["SIMPLE_JWT_NAME"]

NOTHING = object()

def described(value):
    "The object of a name, in words that are the same for both packages."
    if value is NOTHING:
        return "nothing"
    if isinstance(value, types.ModuleType):
        return "module " + value.__name__
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    text = f"{getattr(value, '__module__', None)}.{name}" if isinstance(name, str) else ""
    return f"{type(value).__name__} {text}".replace(root, "")

def modules(package):
    "All of them, but for the migrations."
    for one in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if "migrations" not in one.name:
            yield one.name

def public(module):
    "The names in it. Modules of the package itself are there as soon as somebody has imported them."
    for name, value in vars(module).items():
        own = isinstance(value, types.ModuleType) and value.__name__.startswith(root)
        if not name.startswith("__") and not own:
            yield name

if len(sys.argv) > 1:
    asked = json.loads(sys.argv[1])
else:
    asked = {name.removeprefix(root): list(public(importlib.import_module(name)))
             for name in [root, *modules(importlib.import_module(root))]}
print(json.dumps({
    f"{module}.{name}": described(getattr(importlib.import_module(root + module), name, NOTHING))
    for module, names in asked.items() for name in names
}))
print(json.dumps(asked))
"""


def names(package: str, *asked: str) -> tuple[dict[str, str], str]:
    """The object of each name of *package*, or of those *asked* for; and which names were asked for."""
    done = python("-c", NAMES, *asked, SIMPLE_JWT_NAME=package)
    assert done.returncode == 0, done.stderr
    found, all_names = done.stdout.splitlines()
    return json.loads(found), all_names


def test_every_name_is_here() -> None:
    """Each has the same meaning, also the names from Django, REST framework and PyJWT."""
    real, asked = names(REAL)
    ours, _ = names(OURS, asked)
    assert len(real) > 200
    assert ".serializers.BlacklistedToken" in real
    assert {name for name in real if ours[name] == "nothing"} == LEFT_OUT
    assert {name for name in real if ours[name] != real[name]} == LEFT_OUT | NEWER


def test_names_of_pyjwt_are_missed_only_where_it_is() -> None:
    """It isn't needed here: without it, everything else can be imported."""
    hidden = "import sys; sys.modules['jwt'] = None; "
    done = python("-c", f"{hidden}from {OURS} import backends; backends.TokenBackend; backends.jwt")
    assert "AttributeError" in done.stderr
    assert "no attribute 'jwt'" in done.stderr
