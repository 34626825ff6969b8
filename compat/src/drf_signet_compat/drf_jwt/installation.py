"""``import rest_framework_jwt`` means one of ours: each module is one object under two names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from drf_signet_compat.app_names import TwoNames, answer_to

NAME: Final = "rest_framework_jwt"


class OldNameFinder(MetaPathFinder):
    """Finds the modules of *package* below the name of the old one."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where *fullname* is, if it is the old name of a module of ours."""
        if fullname.partition(".")[0] != NAME:
            return None
        ours = self.package + fullname.removeprefix(NAME)
        return ModuleSpec(fullname, OldNameLoader(ours)) if find_spec(ours) else None


class OldNameLoader(Loader):
    """Gives the module that is there already, under its own name."""

    def __init__(self, ours: str) -> None:
        self._ours = ours
        self._own_spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module of ours."""
        module = import_module(self._ours)
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is run a second time, and the module keeps its own name."""
        module.__spec__ = self._own_spec


def app_name(own: str, package: str) -> str:
    """What the app *own* of the dialect *package* is called: where that is installed, by its old name as well."""
    return names_of(package).app_name(own) if installed() == [package] else own


def answer_to_both(package: str) -> None:
    """Let Django find the apps of the dialect *package* by either name, where that is installed."""
    if installed() == [package]:
        answer_to(names_of(package))


def names_of(package: str) -> TwoNames:
    """The two names of the dialect *package* and of its apps."""
    return TwoNames(NAME, package, frozenset({package, f"{package}.blacklist"}))


def installed() -> list[str]:
    """The package that the old name means, if it was installed."""
    return [one.package for one in sys.meta_path if isinstance(one, OldNameFinder)]


def install_as_old_package(package: str) -> None:
    """
    From now on, ``import rest_framework_jwt`` is ``import`` *package*.

    Raises `ImproperlyConfigured` where that name means something else already.
    """
    means = installed()
    if means == [package]:
        return
    if means:
        raise ImproperlyConfigured(f"{NAME} means {means[0]} already: install one dialect, not both.")
    if NAME in sys.modules:
        where = getattr(sys.modules[NAME], "__file__", None)
        raise ImproperlyConfigured(
            f"{NAME} was imported before {package}.install() was called, from {where}. Call install() at the top of "
            "the settings module, and uninstall the old package."
        )
    sys.meta_path.insert(0, OldNameFinder(package))
