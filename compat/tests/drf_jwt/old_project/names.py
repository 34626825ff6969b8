"""What can be imported from each module of ``rest_framework_jwt``, real or ours, as JSON."""

# mypy: ignore-errors

from __future__ import annotations

import inspect
import json
import pkgutil
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from project import set_up

PACKAGE: Final = "rest_framework_jwt"
APPS: Final = ("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.admin", "rest_framework")
FORK_APPS: Final = (PACKAGE, f"{PACKAGE}.blacklist")


def main(dialect: str, *ours: str) -> None:
    """Write what is in the modules of *dialect*: all, or, of *ours*, what standard input asks for."""
    if ours:
        from drf_signet_compat import drf_jwt
        from drf_signet_compat.drf_jwt import v1_19

        (v1_19 if dialect == "1.19" else drf_jwt).install()
    set_up(dialect, {"INSTALLED_APPS": [*APPS, *FORK_APPS]} if dialect == "1.19" else {})
    asked = json.load(sys.stdin)
    described = {one: describe_there(one, asked[one]) for one in asked} if ours else describe_all()
    sys.stdout.write(json.dumps(described))


def describe_all() -> dict[str, Any]:
    """Every module, with all that is in it but what has underscores on both sides."""
    package = import_module(PACKAGE)
    found = [PACKAGE, *(one.name for one in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."))]
    modules = [import_module(one) for one in found if ".migrations" not in one]
    return {
        one.__name__: {name: describe(value) for name, value in vars(one).items() if is_offered(value, name)}
        for one in modules
    }


def is_offered(value: Any, name: str) -> bool:
    """Whether somebody may import it: no part of the import system, and no module of the package itself."""
    return not name.startswith("__") and not (isinstance(value, ModuleType) and value.__name__.startswith(PACKAGE))


def describe_there(module: str, names: list[str]) -> dict[str, Any] | None:
    """What *names* are in *module*, or None where there is no such module. A name that isn't there is left out."""
    try:
        found = import_module(module)
    except ModuleNotFoundError:
        return None
    return {name: describe(getattr(found, name)) for name in names if hasattr(found, name)}


def describe(value: Any) -> dict[str, Any]:
    """What *value* is, where it is from, and what can be asked of it."""
    if isinstance(value, ModuleType):
        return {"kind": "module", "from": value.__name__}
    if hasattr(value, "cls"):
        return {"kind": "view", "from": f"{PACKAGE}.views.{value.cls.__name__}"}
    if inspect.isclass(value):
        return {"kind": "class", "from": f"{value.__module__}.{value.__qualname__}", "has": members(value)}
    if inspect.isroutine(value):
        return {"kind": "function", "from": f"{value.__module__}.{value.__qualname__}", "takes": parameters(value)}
    return {"kind": "value", "from": type(value).__module__, "has": sorted(value) if isinstance(value, dict) else []}


def members(value: type) -> list[str]:
    """What the class of the real package has of its own; of any other class, all that it has."""
    own = [one for one in value.__mro__ if one.__module__.partition(".")[0] == PACKAGE]
    return sorted({name for one in own for name in vars(one) if not name.startswith("__")} if own else dir(value))


def parameters(value: Any) -> list[str]:
    """The names of the parameters that have one."""
    try:
        found = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.name for one in found if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]


if __name__ == "__main__":
    main(*sys.argv[1:])
