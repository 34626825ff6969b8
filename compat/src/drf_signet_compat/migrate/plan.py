"""The changes that a project needs, and the notes about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drf_signet_compat.migrate import (
    environments,
    ini_lists,
    lost_modules,
    mention,
    project_files,
    python_files,
    requirement_lines,
    settings_modules,
    toml_tables,
)
from drf_signet_compat.migrate.mention import Mention
from drf_signet_compat.migrate.names import MENTION, OLD
from drf_signet_compat.migrate.python_files import PythonFile
from drf_signet_compat.migrate.setting_keys import keys_of_simple_jwt
from drf_signet_compat.migrate.sources import UnreadableError, read_plain
from drf_signet_compat.simplejwt.neighbours import NEIGHBOURS

BLACKLIST = b"token_blacklist"


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
    neighbours: Mapping[str, str] = field(default_factory=dict)
    third_party: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    lost: dict[str, set[str]] = field(default_factory=dict)
    installed_in: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    speaks_of_it: bool = False
    has_blacklist: bool = False


def make(folder: Path, *, install_only: bool = False) -> Plan:
    """Look at the project in *folder*. Writes nothing."""
    plan = Plan(install_only, neighbours={**NEIGHBOURS, **environments.neighbours(folder)})
    modules: list[PythonFile] = []
    texts: list[tuple[str, bytes]] = []
    paths = list(project_files.files(folder))
    for path in paths:
        try:
            data = (folder / path).read_bytes()
        except OSError as error:
            if project_files.PYTHON.fullmatch(path):
                plan.unread[path] = f"it can't be opened ({error.strerror})"
            continue
        if project_files.PYTHON.fullmatch(path):
            _look_at_python(plan, modules, path, data)
        elif OLD not in path.split("/"):
            texts.append((path, data))
    _find_requirements(plan, texts)
    _find_lost(plan, modules, set(paths))
    for path, data in texts:
        try:
            _look_at_text(plan, path, data)
        except UnreadableError as error:
            _note_unread(plan, path, data, error)
    _plan_python(plan, modules)
    plan.changes.sort(key=lambda change: change.path)
    plan.left.sort()
    return plan


def _look_at_python(plan: Plan, modules: list[PythonFile], path: str, data: bytes) -> None:
    plan.has_blacklist |= BLACKLIST in data
    if OLD in path.split("/"):
        if path.endswith(f"{OLD}/__init__.py"):
            plan.left.append(Mention(path, 1, "belongs to a copy of Simple JWT: delete it when nothing imports it"))
        return
    try:
        if module := python_files.read(path, data, plan.neighbours):
            modules.append(module)
    except UnreadableError as error:
        _note_unread(plan, path, data, error)


def _note_unread(plan: Plan, path: str, data: bytes, error: UnreadableError) -> None:
    if not plan.install_only or settings_modules.APPS.encode() in data:
        plan.unread[path] = str(error)


def _find_requirements(plan: Plan, texts: Iterable[tuple[str, bytes]]) -> None:
    """What files that list requirements say of neighbours, and those that people write of what would go."""
    for path, data in texts:
        text = read_plain(data).text
        lists = any(
            kind.fullmatch(path) for kind in (project_files.REQUIREMENTS, project_files.TOML, project_files.INI)
        )
        if lists or path.rpartition("/")[2] in project_files.LOCKS:
            plan.third_party |= {one for one in plan.neighbours.values() if lost_modules.is_required(one, text)}
        if not _renewed_by(path, text):
            plan.required |= {one for one in lost_modules.DISTRIBUTIONS if lost_modules.is_required(one, text)}


def _find_lost(plan: Plan, modules: Iterable[PythonFile], paths: Collection[str]) -> None:
    """
    Find imports of packages that came along with Simple JWT.

    A module of the project's own may have the same name.
    """
    own = lost_modules.of_the_project(paths)
    for module in modules:
        if module.path.rpartition("/")[2] == "setup.py":
            plan.required |= {
                one for one in lost_modules.DISTRIBUTIONS if lost_modules.is_required(one, module.source.text)
            }
        for name in lost_modules.imported(module.tree) - own:
            plan.lost.setdefault(name, set()).add(module.path)


def _look_at_text(plan: Plan, path: str, data: bytes) -> None:
    """A file that is not Python: one that lists requirements is changed, any other is only looked at."""
    source = read_plain(data)
    if not MENTION.search(source.text):
        return
    lock = _renewed_by(path, source.text)
    if lock:
        plan.locks[path] = lock
        return
    text = _with_our_requirements(path, source.text, lost_modules.to_add(plan.lost, plan.required))
    plan.speaks_of_it = True
    if text != source.text:
        plan.requirements.append(path)
    if plan.install_only:
        return
    if text != source.text:
        plan.changes.append(Change(path, data, source.encode(text)))
    plan.left += mention.in_text(path, text, MENTION)


def _renewed_by(path: str, text: str) -> str | None:
    """The command that writes the file, if a command does."""
    if project_files.REQUIREMENTS.fullmatch(path) and requirement_lines.is_compiled(text):
        return "the tool that wrote it"
    return project_files.LOCKS.get(path.rpartition("/")[2])


def _with_our_requirements(path: str, text: str, also: Sequence[str]) -> str:
    """The file with its requirements changed, if it is one that lists them; in a plain list, with those *also*."""
    if project_files.REQUIREMENTS.fullmatch(path):
        return requirement_lines.changed(text, also)
    if project_files.TOML.fullmatch(path):
        return toml_tables.changed(text)
    if project_files.INI.fullmatch(path):
        return ini_lists.changed(text)
    return text


def _plan_python(plan: Plan, modules: list[PythonFile]) -> None:
    for module in modules:
        plan.speaks_of_it = plan.speaks_of_it or module.speaks_of_it
        plan.third_party |= module.third_party(plan.neighbours)
        keys = keys_of_simple_jwt(module.tree)
        if keys:
            plan.keys[module.path] = keys
    settings = {module.path: module.tree for module in modules if module.is_settings}
    plan.settings = settings_modules.roots(settings)
    plan.installed_in = [module.path for module in modules if module.installs]
    plan.speaks_of_it = plan.speaks_of_it or bool(plan.unread) or bool(plan.third_party)
    missing = [path for path in plan.settings if path not in plan.installed_in]
    elsewhere = set(plan.installed_in) - set(plan.settings)
    wanted = plan.speaks_of_it and (plan.install_only or bool(plan.third_party)) and not elsewhere
    for module in modules:
        _plan_module(plan, module, install=wanted and module.path in missing)


def _plan_module(plan: Plan, module: PythonFile, *, install: bool) -> None:
    try:
        after = _renamed(plan, module)
        after = _installed(plan, after) if install else after
    except UnreadableError as error:
        plan.unread[module.path] = str(error)
        return
    if after.data != module.data:
        plan.changes.append(Change(module.path, module.data, after.data))


def _renamed(plan: Plan, module: PythonFile) -> PythonFile:
    if plan.install_only:
        return module
    after, left = module.renamed(keep_apps=bool(plan.third_party))
    plan.left += left
    return after


def _installed(plan: Plan, module: PythonFile) -> PythonFile:
    after = module.installed()
    if after is None:
        plan.left.append(Mention(module.path, 1, "has no safe place for the line of install()"))
        return module
    plan.installed_in.append(module.path)
    return after
