"""What is promised: each ``__all__``, which is all that users are shown, and is there."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from django.contrib import admin

from drf_signet.settings import Settings
from tests.public_api.printed_names import printed_imports, printed_paths
from tools.promised_names import Module, modules, promising, stands_in
from tools.reference.python import python_page, undocumented

PROMISED = {one.name: one.promised or [] for one in promising()}
NO_MODULES = {"drf_signet.refusals", "drf_signet.outages"}
"""The names of loggers."""

PARTS = {
    *("drf_signet", "drf_signet.sessions", "drf_signet.sessions.browser", "drf_signet.accounts"),
    *("drf_signet.identities", "drf_signet.mailed_codes", "drf_signet.keyring"),
    *("drf_signet_compat", "drf_signet_compat.simplejwt.adoption"),
}
"""Packages, which are listed in INSTALLED_APPS or mean all their modules."""


def _deeper(module: str) -> str:
    return module.replace("drf_signet.", "drf_signet.sessions.")


TWINS = [one for one in PROMISED if one.startswith("drf_signet.") and _deeper(one) in modules()]
"""Modules of the core that there are with sessions, too."""


@pytest.fixture
def admin_as_it_was() -> Iterator[None]:
    """Models of an app that isn't installed here, which the admin can't show, are gone from it afterwards."""
    before = dict(admin.site._registry)
    yield
    for model in set(admin.site._registry) - set(before):
        admin.site.unregister(model)


@pytest.mark.parametrize("module", [one for one in PROMISED if not one.startswith("drf_signet_compat")])
@pytest.mark.usefixtures("admin_as_it_was")
def test_what_is_promised_is_there(module: str) -> None:
    """Each name can be imported, once."""
    names = PROMISED[module]
    imported: Any = importlib.import_module(module)
    assert [one for one in names if not hasattr(imported, one)] == []
    assert len(names) == len(set(names))


def test_what_is_imported_in_the_documentation_is_promised() -> None:
    """In the README, the guides and the examples."""
    printed = set(printed_imports())
    assert len(printed) > 50
    assert [one for one in sorted(printed) if not _is_promised(one[1], one[2])] == []


def test_what_is_named_in_the_documentation_is_promised() -> None:
    """Dotted paths for the settings, and in the text."""
    printed = set(printed_paths())
    assert len(printed) > 50
    assert [one for one in sorted(printed) if not _is_promised_path(one[1])] == []


def test_what_settings_say_by_default_is_promised() -> None:
    """A project writes the dotted path of its own in its place."""
    values = [getattr(Settings(), one.name) for one in fields(Settings)]
    flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    paths = [one for one in flat if isinstance(one, str) and one.startswith("drf_signet.")]
    assert len(paths) == 3
    assert [one for one in paths if not _is_promised_path(one)] == []


@pytest.mark.parametrize("module", TWINS)
def test_the_names_of_the_core_are_all_there_one_module_deeper(module: str) -> None:
    """With sessions, each is the stronger one of that name, or the same."""
    assert set(PROMISED[module]) <= set(PROMISED[_deeper(module)])


def test_there_are_modules_one_deeper() -> None:
    """Those that a project exchanges."""
    services = {f"services.{one}" for one in ("introspection", "schema", "urls", "views")}
    alike = {"authentication", "exceptions", "models", "serializers", "signals", "testing", "tokens", "urls", "views"}
    alike.add("permissions")
    assert {one.removeprefix("drf_signet.") for one in TWINS} == {*alike, *services, "schema"}


def test_a_promised_name_without_a_docstring_is_found() -> None:
    """Functions, classes, their methods, and what has a value; what has an underscore may be as it likes."""
    source = """
from drf_signet.user_rule import is_active
__all__ = ["LIMIT", "act", "Thing", "is_active", "gone", "view"]
LIMIT = 5
def act() -> None: ...
class Thing:
    def run(self) -> None: ...
    def _run(self) -> None: ...
view = Thing.as_view()
"""
    found = undocumented(Module("a.b", ast.parse(source)))
    assert set(found) == {"a.b.LIMIT", "a.b.act", "a.b.Thing", "a.b.Thing.run", "a.b.gone"}


def test_the_page_says_what_is_taken_and_raised() -> None:
    """Of a function, and of what is the same as without sessions."""
    page = " ".join(python_page("").split())
    assert "- `answer_to(error: Exception) -> JsonResponse`: The same as an answer of Django" in page
    assert "Raises `UserNotFoundError` for a user that was never saved, and `TypeError`" in page
    assert "- `Token`, `UntypedToken`: the same as in [`drf_signet.tokens`](#drf_signettokens)." in page


def _is_promised(module: str, name: str) -> bool:
    if stands_in(module):
        return True  # Tests of compat's own compare the names.
    inner = f"{module}.{name}".rstrip(".")
    return name in PROMISED.get(module, ()) or inner in PROMISED or inner in PARTS or stands_in(inner)


def _is_promised_path(path: str) -> bool:
    if path in {*PROMISED, *PARTS, *NO_MODULES} or stands_in(path):
        return True
    module, _, name = path.rpartition(".")
    is_of_class = "." in module and module not in modules()
    return name in PROMISED.get(module, ()) or (is_of_class and _is_promised_path(module))
