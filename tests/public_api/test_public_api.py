"""What the library offers is there, and documented."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

import pytest
from django.contrib import admin

from tests.public_api.public_names import modules, names_in, undocumented


@pytest.fixture
def admin_as_it_was() -> Iterator[None]:
    """Models of an app that isn't installed here, which the admin can't show, are gone from it afterwards."""
    before = dict(admin.site._registry)
    yield
    for model in set(admin.site._registry) - set(before):
        admin.site.unregister(model)


@pytest.mark.parametrize("module", modules())
@pytest.mark.usefixtures("admin_as_it_was")
def test_the_names_are_there(module: str) -> None:
    """What the source defines can be imported by its name."""
    imported = importlib.import_module(module)
    assert [name for name in names_in(modules()[module]) if not hasattr(imported, name)] == []


@pytest.mark.parametrize("module", modules())
def test_everything_public_is_documented(module: str) -> None:
    """The module itself, and each class, function, method and property that a user may name."""
    assert undocumented(module) == []


def test_nothing_is_offered_by_the_package_itself() -> None:
    """To import the package is free: it imports nothing."""
    assert names_in(modules()["drf_signet"]) == []
    body = modules()["drf_signet"].body
    assert [one for one in body if isinstance(one, ast.Import | ast.ImportFrom)] == []
