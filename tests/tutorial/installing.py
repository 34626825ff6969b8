"""
Stands in for ``pip install`` and ``npm install``: no test asks a registry.

What the reader names, and what that needs, comes from the environment of the tests, as links; this package itself from
its wheel, and the client from its build. Nothing else can be imported, so a page that forgets a package fails.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def pip(environment: Path, wheel: Path, requirements: Sequence[str]) -> None:
    """Install *requirements* into the virtual *environment*."""
    (library,) = environment.glob("lib/python*/site-packages")
    for name in needed([Requirement(one) for one in requirements]):
        found = distribution(name)
        if name == "drf-signet":
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(library)
        else:
            link(found, library)
        for script in found.entry_points.select(group="console_scripts"):
            path = environment / "bin" / script.name
            path.write_text(
                f"#!{environment}/bin/python\n"
                f"import sys\nfrom {script.module} import {script.attr}\nsys.exit({script.attr}())\n"
            )
            path.chmod(0o755)


def needed(requirements: Sequence[Requirement]) -> Iterator[str]:
    """The names of all packages that have to be there, each once."""
    todo, seen = list(requirements), set[tuple[str, str]]()
    names = set[str]()
    while todo:
        wanted = todo.pop()
        for extra in ("", *wanted.extras):
            if (wanted.name, extra) in seen:
                continue
            seen.add((wanted.name, extra))
            asked_for = map(Requirement, distribution(wanted.name).requires or ())
            todo += [one for one in asked_for if one.marker is None or one.marker.evaluate({"extra": extra})]
        if wanted.name not in names:
            names.add(wanted.name)
            yield wanted.name


def link(found: Distribution, library: Path) -> None:
    """Link what a package brought into its folder of packages into *library*."""
    for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
        target = library / top
        if not target.exists():
            target.symlink_to(Path(str(found.locate_file(top))).resolve())


def npm(folder: Path, root: Path) -> None:
    """Install what ``package.json`` in *folder* names, from the packages of the repository at *root*."""
    described = json.loads((folder / "package.json").read_text())
    packages, installed = root / "node_modules", folder / "node_modules"
    for name, wanted in {**described["dependencies"], **described["devDependencies"]}.items():
        version = json.loads((packages / name / "package.json").read_text())["version"]
        assert fits(version, wanted), f"{name} {version} is not {wanted}"
    installed.mkdir(exist_ok=True)
    for path in packages.iterdir():
        if path.name not in (".vite", "drf-signet-client") and not (installed / path.name).exists():
            (installed / path.name).symlink_to(path)
    # As it is published. A link that leads out of the packages would be source code for Vite.
    client = installed / "drf-signet-client"
    shutil.copytree(packages / "drf-signet-client" / "dist", client / "dist", dirs_exist_ok=True)
    shutil.copy(packages / "drf-signet-client" / "package.json", client)


def fits(version: str, wanted: str) -> bool:
    """Whether *version* is in a range such as ``^1.2.3``: at least that, and the same up to the first part over 0."""
    assert wanted.startswith("^"), wanted
    has, least = ([int(part) for part in one.split(".")] for one in (version, wanted.removeprefix("^")))
    same = next((place for place, part in enumerate(least, 1) if part), len(least))
    return has[:same] == least[:same] and has >= least


if __name__ == "__main__":
    kind, first, second, *more = sys.argv[1:]
    if kind == "pip":
        pip(Path(first), Path(second), more)
    else:
        npm(Path(first), Path(second))
