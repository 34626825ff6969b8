"""The names that are replaced are those that both packages have."""

from __future__ import annotations

import pkgutil
from importlib.util import find_spec

import rest_framework_simplejwt

from drf_signet_compat.migrate.names import MODULES, NEW, OLD


def test_every_module_of_simple_jwt_is_known_and_here() -> None:
    """So that no import leads nowhere after the change."""
    assert rest_framework_simplejwt.__name__ == OLD
    assert {one.name for one in pkgutil.iter_modules(rest_framework_simplejwt.__path__)} == MODULES
    assert [name for name in MODULES if find_spec(f"{NEW}.{name}") is None] == []
