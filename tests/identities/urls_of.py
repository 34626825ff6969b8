"""Addresses as a module has them, which Django asks for."""

from __future__ import annotations

from types import ModuleType
from typing import Any


def urls_of(patterns: list[Any]) -> ModuleType:
    """A module with *patterns*."""
    module = ModuleType("urls")
    module.__dict__["urlpatterns"] = patterns
    return module
