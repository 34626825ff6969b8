"""``import`` of another package's name means a package of ours from now on, in the code of other packages, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import FunctionType, ModuleType

from django.core.exceptions import ImproperlyConfigured


def install_alias(theirs: str, ours: str) -> None:
    """
    Let the package *theirs* and the modules in it be those of *ours*: the very same objects.

    A call for each process, before anything imports the other package: at the top of the settings module. A second
    one changes nothing. Raises `ImproperlyConfigured` where it comes too late, or where *theirs* is another of ours.
    """
    meant = meaning_of(theirs)
    if meant == ours:
        return
    if meant is not None:
        raise ImproperlyConfigured(f"{theirs} already means {meant}: install one dialect, not both.")
    if theirs in sys.modules:
        raise ImproperlyConfigured(_too_late(theirs, ours))
    sys.meta_path.insert(0, AliasFinder(theirs, ours))


def meaning_of(theirs: str) -> str | None:
    """The package of ours that the name *theirs* means, or None: where nothing was installed, it means its own."""
    return next((one.ours for one in sys.meta_path if isinstance(one, AliasFinder) and one.theirs == theirs), None)


def holders(theirs: str) -> Iterator[str]:
    """The modules that hold something of the real package *theirs*."""
    for name, module in list(sys.modules.items()):
        values = list(getattr(module, "__dict__", {}).values())
        if name.partition(".")[0] != theirs and any(_is_of(theirs, value) for value in values):
            yield name


class AliasFinder(MetaPathFinder):
    """Finds a module of *ours* under the name of *theirs*."""

    def __init__(self, theirs: str, ours: str) -> None:
        self.theirs = theirs
        self.ours = ours

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Ours for a name of theirs, None for all others. Raises `ModuleNotFoundError` for one that is not here."""
        if fullname.partition(".")[0] != self.theirs:
            return None
        name = self.ours + fullname.removeprefix(self.theirs)
        if find_spec(name) is None:
            message = f"{fullname} is {self.ours} here, which has no module with that name."
            raise ModuleNotFoundError(message, name=fullname)
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


def _too_late(theirs: str, ours: str) -> str:
    users = ", ".join(sorted(set(holders(theirs)))) or "something"
    return (
        f"{users} imported {theirs} before {ours}.install() was called. Move that import behind django.setup(). Or "
        "call install() earlier, at the top of the settings module or of the script."
    )


def _is_of(theirs: str, value: object) -> bool:
    # By its type alone: a question to an object that stands for another one would make that.
    kind = type(value)
    if issubclass(kind, ModuleType):
        name = value.__name__  # type: ignore[attr-defined]  # not by isinstance, which asks the object
    elif issubclass(kind, type | FunctionType):
        name = value.__module__
    else:
        name = kind.__module__
    return isinstance(name, str) and name.partition(".")[0] == theirs
