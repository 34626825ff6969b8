"""``import rest_framework_simplejwt…`` means this package from now on, in the code of other packages, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import FunctionType, ModuleType
from typing import Final

from django.core.exceptions import ImproperlyConfigured

THEIRS: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"


def install() -> None:
    """
    Let ``rest_framework_simplejwt`` and the modules in it be those of this package: the very same objects.

    A call for each process, before anything imports the other package: at the top of the settings module. A second
    one changes nothing. Raises `ImproperlyConfigured` where it comes too late.
    """
    if is_installed():
        return
    if THEIRS in sys.modules:
        raise ImproperlyConfigured(_too_late())
    sys.meta_path.insert(0, AliasFinder())


def is_installed() -> bool:
    """Whether it was called."""
    return any(isinstance(one, AliasFinder) for one in sys.meta_path)


class AliasFinder(MetaPathFinder):
    """Finds a module of ours under the name of theirs."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Ours for a name of theirs, None for all others. Raises `ModuleNotFoundError` for one that is not here."""
        if fullname != THEIRS and not fullname.startswith(f"{THEIRS}."):
            return None
        name = OURS + fullname.removeprefix(THEIRS)
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"{fullname} is {OURS} here, which has no module of that name.", name=fullname)
        return ModuleSpec(fullname, AliasLoader(name))


class AliasLoader(Loader):
    """Hands out the module *name*, which has been loaded or is being loaded under that name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module itself, not a copy of it."""
        module = import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run again. Only what the import system wrote over is put back."""
        module.__spec__ = self._spec


def holders() -> Iterator[str]:
    """The modules that hold something of the real package's."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != THEIRS and any(map(_is_theirs, list(getattr(module, "__dict__", {}).values()))):
            yield name


def _too_late() -> str:
    users = ", ".join(sorted(set(holders()))) or "something"
    return (
        f"{THEIRS} was imported by {users} before {OURS}.install() was called. Move that import behind "
        "django.setup(), or the call above it: at the top of the settings module, or of the script."
    )


def _is_theirs(value: object) -> bool:
    # By its type alone: a question to an object that stands for another one would make that.
    kind = type(value)
    if issubclass(kind, ModuleType):
        name = value.__name__  # type: ignore[attr-defined]  # not by isinstance, which asks the object
    elif issubclass(kind, type | FunctionType):
        name = value.__module__
    else:
        name = kind.__module__
    return isinstance(name, str) and name.partition(".")[0] == THEIRS
