"""Two wheels, neither of which holds a line of the other, and which work together without this tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any, Final

import pytest

from tests.documents.wheels import build_wheel, unpack
from tests.real_parts.old_environments import ROOT

SLICE: Final = (
    "compat/tests/drf_jwt/test_checks.py",
    "compat/tests/drf_jwt/test_users.py",
    "compat/tests/simplejwt/test_app_names.py::test_both_names_answer_the_same",
)
"""Tests of both parts, in this process and in others. All of them pass as well, which takes minutes."""
RUN: Final = """
import sys
import pytest

status = pytest.main(sys.argv[2:])
for name in ("drf_signet", "drf_signet_compat"):
    assert sys.modules[name].__file__.startswith(sys.argv[1]), sys.modules[name].__file__
sys.exit(status)
"""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel of the library, and that of this distribution, by the names they are installed by."""
    folder = tmp_path_factory.mktemp("wheels")
    sources = {"drf-signet": ROOT, "drf-signet-compat": ROOT / "compat"}
    return {name: build_wheel(source, folder / name) for name, source in sources.items()}


def packages(wheel: Path) -> set[str]:
    """The names at the top of *wheel*, without that of the folder about the wheel itself."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    return {name for name in tops if not name.endswith(".dist-info")}


def read(wheel: Path, name: str) -> str:
    """The text of the one file in *wheel* whose path ends in *name*."""
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (one for one in archive.namelist() if one.endswith(name))
        return archive.read(path).decode()


def metadata(wheel: Path) -> Message:
    """What pip is told of *wheel*."""
    return Parser().parsestr(read(wheel, ".dist-info/METADATA"))


def declared(folder: Path) -> Any:
    """The table ``project`` of the pyproject.toml in *folder*."""
    return tomllib.loads((folder / "pyproject.toml").read_text())["project"]


def test_each_wheel_holds_its_own_packages(wheels: dict[str, Path]) -> None:
    """Tests and the other's modules among them are none."""
    assert packages(wheels["drf-signet"]) == {"drf_signet", "signet_server"}
    assert packages(wheels["drf-signet-compat"]) == {"drf_signet_compat"}
    with zipfile.ZipFile(wheels["drf-signet"]) as archive:
        # Its page may say where to go on.
        texts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/METADATA")}
    assert [name for name, text in texts.items() if b"drf_signet_compat" in text or "compat" in name] == []


def test_both_are_one_version() -> None:
    """And one is never installed with another version of the other."""
    ours, core = declared(ROOT / "compat"), declared(ROOT)
    assert ours["version"] == core["version"]
    assert ours["dependencies"] == [f"drf-signet=={core['version']}"]
    assert ours["requires-python"] == core["requires-python"]


def test_what_a_type_checker_an_index_and_a_lawyer_look_for(wheels: dict[str, Path]) -> None:
    """The marker of types, the page, and the licence."""
    wheel = wheels["drf-signet-compat"]
    assert read(wheel, "drf_signet_compat/py.typed") == ""
    assert read(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text()
    told = metadata(wheel)
    assert "Typing :: Typed" in told.get_all("Classifier", [])
    assert told.get_payload() == (ROOT / "compat" / "README.md").read_text()


def test_they_work_without_this_tree(wheels: dict[str, Path], tmp_path: Path) -> None:
    """These tests pass on what the wheels hold."""
    library = tmp_path / "library"
    for wheel in wheels.values():
        unpack(wheel, library)
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(library), "-q", "-p", "no:cacheprovider", *SLICE],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
