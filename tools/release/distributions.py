"""The packages that are published, with their folders, and how each is built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools.make_venv import ROOT
from tools.release.step import run


@dataclass(frozen=True)
class Distribution:
    """A package for Python: its name, its folder below the root, and what one imports of it."""

    name: str
    folder: str
    packages: frozenset[str]

    @property
    def declared(self) -> dict[str, Any]:
        """The table ``project`` of its pyproject.toml, with what the hook of its build adds when it is released."""
        table = tomllib.loads((ROOT / self.folder / "pyproject.toml").read_text())
        project: dict[str, Any] = table["project"]
        if "dependencies" in project.get("dynamic", ()):
            listed = table["tool"]["hatch"]["metadata"]["hooks"]["custom"]["dependencies"]
            project["dependencies"] = [*listed, f"signet-tokens=={project['version']}"]
        return project


PYTHON: Final = (
    Distribution("signet-tokens", "tokens", frozenset({"signet_tokens"})),
    Distribution("drf-signet", ".", frozenset({"drf_signet", "signet_server"})),
    Distribution("drf-signet-compat", "compat", frozenset({"drf_signet_compat"})),
    Distribution("drf-signet-client", "clients/python", frozenset({"drf_signet_client"})),
)
NPM: Final = ROOT / "clients" / "js"


@dataclass(frozen=True)
class Built:
    """The files that a release consists of."""

    wheels: dict[str, Path]
    sdists: dict[str, Path]
    tarball: Path

    def files(self) -> list[Path]:
        """All of them."""
        return [*self.wheels.values(), *self.sdists.values(), self.tarball]


def build_all(into: Path) -> Built:
    """Build a source distribution of each, a wheel out of that, and the package for npm, into the folder *into*."""
    wheels, sdists = {}, {}
    for one in PYTHON:
        run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(ROOT / one.folder)],
            f"build {one.name}",
            SIGNET_RELEASE="1",
        )
        stem = f"{one.name.replace('-', '_')}-{one.declared['version']}"
        wheels[one.name] = into / f"{stem}-py3-none-any.whl"
        sdists[one.name] = into / f"{stem}.tar.gz"
    return Built(wheels, sdists, build_npm(into))


def build_npm(into: Path) -> Path:
    """Build the JavaScript client, and pack it as npm publishes it."""
    printed = run(["npm", "pack", "--json", "--pack-destination", str(into)], "pack the JavaScript client", cwd=NPM)
    packed: list[dict[str, str]] = json.loads(printed[printed.index("[") :])
    return into / packed[0]["filename"]


def make_environment(folder: Path) -> Path:
    """Make a virtual environment with nothing in it. The answer is its Python."""
    shutil.rmtree(folder, ignore_errors=True)
    uv = shutil.which("uv")
    subprocess.run(
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
        if uv
        else [sys.executable, "-m", "venv", str(folder)],
        check=True,
    )
    return folder / "bin" / "python"


def install(python: Path, *wanted: str, found_in: Path) -> None:
    """Install *wanted*, as a user would, but for distributions of ours, which are those in the folder *found_in*."""
    uv = shutil.which("uv")
    command = (
        [uv, "pip", "install", "--quiet", "--python", str(python)]
        if uv
        else [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    )
    run([*command, "--find-links", str(found_in), *wanted], f"install {', '.join(wanted)}")
