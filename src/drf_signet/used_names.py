"""Which names the code of a project uses, read from the compiled code: nothing of it is run."""

from __future__ import annotations

import inspect
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import PurePath
from types import CodeType, FunctionType
from typing import Any, Final

from django.utils.functional import cached_property as django_cached_property

INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""Folders of code that others wrote."""

STANDARD_LIBRARY: Final = PurePath(sysconfig.get_path("stdlib"))

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
    """Whether the module of that name is neither ours nor Python's nor installed from a package."""
    path = PurePath(getattr(sys.modules.get(module), "__file__", None) or "")
    is_others = path.is_relative_to(STANDARD_LIBRARY) or not INSTALLED.isdisjoint(path.parts)
    return module.partition(".")[0] != "drf_signet" and not is_others


def own_functions(thing: object) -> Iterator[FunctionType]:
    """The functions of a class or function that the project wrote: methods, inherited ones too, and what they wrap."""
    # By where its code stands: functools.wraps gives a function the module of what it wraps.
    return (one for one in functions_of(thing) if is_projects_own(one.__globals__.get("__name__", "")))


def functions_of(thing: object) -> Iterator[FunctionType]:
    """The same, with those that others wrote and the project's wrap."""
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
        if isinstance(one, FunctionType):
            yield one


def with_helpers(thing: object) -> list[FunctionType]:
    """Those of `own_functions`, with the project's own functions and classes that they name, and so on."""
    found = {id(one): one for one in own_functions(thing)}
    waiting = [*found.values()]
    while waiting:
        named = [one for helper in globals_of(waiting.pop()) for one in _own(helper) if id(one) not in found]
        found.update((id(one), one) for one in named)
        waiting += named
    return [*found.values()]


def globals_of(function: FunctionType) -> Iterator[object]:
    """Whatever *function* names that its module has, or a module of the project's that it names: classes, functions."""
    names = names_in(function)
    for name in names:
        found = function.__globals__.get(name)
        yield found
        if inspect.ismodule(found) and is_projects_own(found.__name__):
            yield from (vars(found).get(one) for one in names)


def names_in(function: FunctionType) -> set[str]:
    """Attributes, globals and words in quotes that *function* has, those of functions within it as well."""
    return set(_names_in(function.__code__))


def _own(thing: object) -> Iterator[FunctionType]:
    # Not views and serializers, which are looked at by themselves.
    is_plain = inspect.isclass(thing) and all(is_projects_own(one.__module__) for one in thing.__mro__)
    return own_functions(thing) if is_plain or isinstance(thing, FunctionType) else iter(())


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
