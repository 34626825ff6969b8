"""What is to be changed in a project, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from drf_signet.contrib.simplejwt.codemod import (
    ini_lists,
    project_files,
    python_files,
    requirement_lines,
    settings_modules,
    toml_tables,
)
from drf_signet.contrib.simplejwt.codemod.edits import Edit, Mention, edited
from drf_signet.contrib.simplejwt.codemod.names import MENTION, OLD
from drf_signet.contrib.simplejwt.codemod.python_files import PythonFile
from drf_signet.contrib.simplejwt.codemod.setting_keys import keys_of_simple_jwt
from drf_signet.contrib.simplejwt.codemod.sources import UnreadableError, read_plain


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after."""

    path: str
    old: bytes
    new: bytes


@dataclass(slots=True)
class Plan:
    """Everything that a look at a project has found."""

    install_only: bool = False
    changes: list[Change] = field(default_factory=list)
    left: list[Mention] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    locks: dict[str, str] = field(default_factory=dict)
    requirements: list[str] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)
    third_party: set[str] = field(default_factory=set)
    installed_in: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    speaks_of_it: bool = False


def make(folder: Path, *, install_only: bool = False) -> Plan:
    """Look at the project in *folder*. Writes nothing."""
    plan = Plan(install_only)
    modules: list[PythonFile] = []
    for path in project_files.files(folder):
        try:
            data = (folder / path).read_bytes()
        except OSError as error:
            if project_files.PYTHON.fullmatch(path):
                plan.unread[path] = f"it can't be opened ({error.strerror})"
            continue
        _look_at(plan, modules, path, data)
    _plan_python(plan, modules)
    plan.changes.sort(key=lambda change: change.path)
    plan.left.sort()
    return plan


def _look_at(plan: Plan, modules: list[PythonFile], path: str, data: bytes) -> None:
    if OLD in path.split("/"):
        if path.endswith(f"{OLD}/__init__.py"):
            plan.left.append(Mention(path, 1, "belongs to a copy of Simple JWT: delete it when nothing imports it"))
        return
    try:
        if not project_files.PYTHON.fullmatch(path):
            _look_at_text(plan, path, data)
        elif module := python_files.read(path, data):
            modules.append(module)
    except UnreadableError as error:
        if not plan.install_only or settings_modules.APPS.encode() in data:
            plan.unread[path] = str(error)


def _look_at_text(plan: Plan, path: str, data: bytes) -> None:
    """A file that is not Python: one that lists requirements is changed, any other is only looked at."""
    source = read_plain(data)
    if not MENTION.search(source.text):
        return
    lock = _renewed_by(path, source.text)
    if lock:
        plan.locks[path] = lock
        return
    edits = _requirements(path, source.text)
    plan.speaks_of_it = True
    if edits:
        plan.requirements.append(path)
    if plan.install_only:
        return
    text = edited(source.text, edits)
    if edits:
        plan.changes.append(Change(path, data, source.encode(text)))
    plan.left += _mentions(path, text)


def _renewed_by(path: str, text: str) -> str | None:
    """The command that writes the file, if a command does."""
    if project_files.REQUIREMENTS.fullmatch(path) and requirement_lines.is_compiled(text):
        return "the tool that wrote it"
    return project_files.LOCKS.get(path.rpartition("/")[2])


def _requirements(path: str, text: str) -> list[Edit]:
    """The edits of the requirements in the file, if it is one that lists them."""
    if project_files.REQUIREMENTS.fullmatch(path):
        return requirement_lines.find(text)
    if project_files.TOML.fullmatch(path):
        return toml_tables.find(text)
    if project_files.INI.fullmatch(path):
        return ini_lists.find(text)
    return []


def _mentions(path: str, text: str) -> list[Mention]:
    return [
        Mention(path, number, f"names {found.group()}")
        for number, line in enumerate(text.split("\n"), start=1)
        if not line.lstrip().startswith("#") and (found := MENTION.search(line))
    ]


def _plan_python(plan: Plan, modules: list[PythonFile]) -> None:
    for module in modules:
        plan.speaks_of_it = plan.speaks_of_it or module.speaks_of_it
        plan.third_party |= module.third_party()
        keys = keys_of_simple_jwt(module.tree)
        if keys:
            plan.keys[module.path] = keys
    settings = {module.path: module.tree for module in modules if module.is_settings}
    plan.settings = settings_modules.roots(settings)
    plan.installed_in = [module.path for module in modules if module.installs]
    plan.speaks_of_it = plan.speaks_of_it or bool(plan.unread)
    missing = [path for path in plan.settings if path not in plan.installed_in]
    elsewhere = set(plan.installed_in) - set(plan.settings)
    wanted = plan.speaks_of_it and (plan.install_only or bool(plan.third_party)) and not elsewhere
    for module in modules:
        _plan_module(plan, module, install=wanted and module.path in missing)


def _plan_module(plan: Plan, module: PythonFile, *, install: bool) -> None:
    edits: list[Edit] = []
    if not plan.install_only:
        edits, left = module.renamed()
        plan.left += left
    if install:
        line = settings_modules.install_line(module.tree, module.positions)
        if line:
            edits.append(line)
            plan.installed_in.append(module.path)
        else:
            plan.left.append(Mention(module.path, 1, "has no safe place for the line of install()"))
    if not edits:
        return
    try:
        new = module.written(edits)
    except UnreadableError as error:
        plan.unread[module.path] = str(error)
        return
    plan.changes.append(Change(module.path, module.data, new))
