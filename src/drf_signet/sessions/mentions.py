"""Which names the code of a project uses, read from the compiled code: nothing of it is run."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import PurePath
from types import CodeType, FunctionType
from typing import Any, Final

from django.utils.functional import cached_property as django_cached_property

INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""Folders of code that others wrote."""

HOLDERS: Final[tuple[type, ...]] = (
    FunctionType,
    staticmethod,
    classmethod,
    property,
    partial,
    cached_property,
    django_cached_property,
)
"""What is looked into. Any other object, a lazy one for example, might do something when it is asked."""


def is_projects_own(module: str) -> bool:
    """Whether the module of that name is neither ours nor installed from a package."""
    path = getattr(sys.modules.get(module), "__file__", None) or ""
    return module.partition(".")[0] != "drf_signet" and INSTALLED.isdisjoint(PurePath(path).parts)


def own_functions(thing: object) -> Iterator[FunctionType]:
    """The functions of a class or function that the project wrote: methods, inherited ones too, and what they wrap."""
    owners = thing.__mro__ if inspect.isclass(thing) else ()
    waiting = [member for one in owners if is_projects_own(one.__module__) for member in vars(one).values()]
    waiting = waiting or [thing]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, HOLDERS):
            continue
        seen.add(id(one))
        waiting += _wrapped_by(one)
        if isinstance(one, FunctionType) and is_projects_own(one.__module__ or ""):
            yield one


def globals_of(function: FunctionType) -> Iterator[object]:
    """Whatever *function* names that its module has: classes, modules, other functions."""
    for name in names_in(function):
        yield function.__globals__.get(name)


def names_in(function: FunctionType) -> set[str]:
    """Attributes, globals and words in quotes that *function* has, those of functions within it as well."""
    return set(_names_in(function.__code__))


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, str) and " " not in constant:
            yield constant
        elif isinstance(constant, CodeType):
            yield from _names_in(constant)


def _wrapped_by(member: Any) -> Iterator[Any]:
    # A static or class method, a property, a partial; and whatever a decorator keeps in its closure.
    for name in ("__func__", "fget", "func", "__wrapped__"):
        yield getattr(member, name, None)
    for cell in getattr(member, "__closure__", None) or ():
        with suppress(ValueError):  # an empty one
            yield cell.cell_contents
