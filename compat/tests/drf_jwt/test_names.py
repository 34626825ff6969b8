"""Every name in a module of the old packages can be imported from ours, and is of the same kind."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import Any, Final

import pytest

from compat.tests.drf_jwt.asking import run
from drf_signet_compat.drf_jwt.imported_names import PLACES
from tests.real_parts.old_environments import old_python

PACKAGES: Final = {"1.x": "djangorestframework-jwt", "1.19": "drf-jwt"}

MISSING: Final = {"unicode_literals", "default_app_config"}
"""Names that ours don't have: a switch for Python 2, and one for Django 3."""

MISSING_MEMBERS: Final = {"msg", "Meta", "User"}
"""Members that our classes don't have: texts that are never shown, and what a serializer of one field doesn't need."""

MISSING_MODULES: Final = {"rest_framework_jwt.models", "rest_framework_jwt.blacklist.settings"}
"""The modules that are empty."""

NEWER: Final = {
    "django.utils.encoding.smart_text": "django.utils.encoding.smart_str",
    "django.utils.translation.gettext_lazy": "django.utils.translation.gettext",
    "django.utils.translation.ugettext": "django.utils.translation.gettext",
    "django.utils.translation.ugettext_lazy": "django.utils.translation.gettext",
}
"""Names whose objects Django has renamed, or replaced by equal ones."""


@cache
def theirs(dialect: str) -> dict[str, dict[str, Any]]:
    """The names in the modules of the real package."""
    return run([str(old_python(PACKAGES[dialect])), "-W", "ignore", "names.py", dialect], {})


@cache
def ours(dialect: str) -> dict[str, dict[str, Any] | None]:
    """Which of those names ours have."""
    asked = {module: list(names) for module, names in theirs(dialect).items()}
    return run([sys.executable, "-W", "ignore", "names.py", dialect, "--ours"], asked)


@pytest.mark.parametrize("dialect", PACKAGES)
def test_every_name_can_be_imported(dialect: str) -> None:
    """Except those that are named above."""
    missing = {}
    for module, names in theirs(dialect).items():
        found = ours(dialect)[module]
        if found is None:
            assert module in MISSING_MODULES
            assert not set(names) - MISSING
        elif lost := set(names) - set(found) - MISSING:
            missing[module] = lost
    assert missing == {}


@pytest.mark.parametrize("dialect", PACKAGES)
def test_every_name_is_of_the_same_kind(dialect: str) -> None:
    """A class is a class, a module of others the same module, and a function one with the same parameters."""
    wrong = []
    for module, names in theirs(dialect).items():
        found = ours(dialect)[module] or {}
        wrong += [f"{module}.{name}" for name in found if name in names and not is_same(names[name], found[name])]
    assert wrong == []


def is_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether *new* can stand for *old*."""
    place = str(old["from"])
    if old["kind"] != "value" and not place.startswith("rest_framework_jwt"):
        return NEWER.get(place, place) == NEWER.get(str(new["from"]), str(new["from"]))
    return bool(
        old["kind"] == new["kind"]
        and set(old.get("has", ())) - MISSING_MEMBERS <= set(new.get("has", ()))
        and list(old.get("takes", ())) == list(new.get("takes", ()))[: len(old.get("takes", ()))]
    )


def test_a_name_of_the_other_dialect_is_no_name_here() -> None:
    """Its home would be this module, where it isn't. To ask for it ends, as for any other name that isn't there."""
    utils = import_module("drf_signet_compat.drf_jwt.utils")
    assert "unix_epoch" in PLACES
    assert not hasattr(utils, "unix_epoch")
