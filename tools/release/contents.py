"""Looks into the files of a release, and refuses those that must not be there."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from typing import Final

from tools.make_venv import ROOT
from tools.release.distributions import PYTHON, Built, Distribution
from tools.release.step import fail, run, say

TRACES: Final = re.compile(
    rb"(?<![\w.-])(?:/home/\w+|/root/|/Users/\w+|/tmp/\w+)|//(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2,3}"
)
"""Folders and addresses of somebody's machine. A folder of ours may well be called ``home`` or ``root``."""
ALLOWED: Final = "W002,W004,W009"
"""Empty modules that are alike, migrations, whose names begin with a digit, and two packages in one wheel."""
EXAMPLES: Final = (b"/tmp/signet", b"/home/www", b"//10.0.0.5")
"""Those that a text of ours names."""
RELATIVE: Final = re.compile(
    r"\]\((?!https?://|#|mailto:)([^)]+)\)|(?:src|srcset)=\"(?!https://)([^\"]+)\"|^\[[^\]]+\]: (?!https?://|#)(\S+)",
    re.MULTILINE,
)
TESTS: Final = re.compile(r"(^|/)(tests|test_\w+\.py|conftest\.py)(/|$)")
AT_THE_TOP: Final = {
    *("CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "hatch_build.py", "pyproject.toml", "src", ".gitignore"),
}


def check_contents(built: Built) -> None:
    """Look into everything that was *built*."""
    wheels, sdists = ([str(one) for one in found.values()] for found in (built.wheels, built.sdists))
    run([sys.executable, "-m", "twine", "check", "--strict", *wheels, *sdists], "check what an index would show")
    run([sys.executable, "-m", "check_wheel_contents", "--ignore", ALLOWED, *wheels], "check what would be installed")
    say("look for files that are too many, links that would be dead, and traces of this machine")
    for one in PYTHON:
        check_wheel(built.wheels[one.name], one.packages)
        check_against_git(built.wheels[one.name], tracked_files(one))
        check_sdist(built.sdists[one.name])
    for name, data in members(built.tarball):
        if name.startswith("package/") and not name.startswith(
            ("package/dist/", "package/README", "package/package.json", "package/LICENSE")
        ):
            fail(f"{built.tarball.name} has {name}.")
        if name == "package/README.md":
            check_page(built.tarball, data.decode())
    for file in built.files():
        check_traces(file)


def check_wheel(wheel: Path, packages: frozenset[str]) -> None:
    """Only *packages* are in *wheel*, its page has absolute links, and its addresses are those of the project."""
    found = dict(members(wheel))
    tops = {name.partition("/")[0] for name in found if ".dist-info/" not in name}
    if tops != packages:
        fail(f"{wheel.name} has {', '.join(sorted(tops))}, and not {', '.join(sorted(packages))}.")
    (told,) = (data for name, data in found.items() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(told.decode())
    named = {line.partition(",")[0] for line in metadata.get_all("Project-URL", [])}
    if lacking := {"Documentation", "Repository", "Changelog", "Issues"} - named:
        fail(f"{wheel.name} has no address for {', '.join(sorted(lacking))}.")
    check_page(wheel, str(metadata.get_payload()))


def check_against_git(wheel: Path, tracked: set[str]) -> None:
    """*wheel* has every file of its packages in git, templates and catalogues as well, nothing beside, and no tests."""
    found = {name for name, _ in members(wheel) if ".dist-info/" not in name}
    if lacking := tracked - found:
        fail(f"{wheel.name} lacks {', '.join(sorted(lacking))}.")
    if extra := found - tracked:
        fail(f"{wheel.name} has files that are not in git: {', '.join(sorted(extra))}.")
    if tests := [name for name in found if TESTS.search(name)]:
        fail(f"{wheel.name} has tests: {', '.join(sorted(tests))}.")


def tracked_files(one: Distribution) -> set[str]:
    """The files of its packages in git, by their names in the wheel."""
    listed = run(["git", "ls-files", "-z", "--", "src"], f"list the files of {one.name}", cwd=ROOT / one.folder)
    return {name.removeprefix("src/") for name in listed.split("\0") if name}


def check_sdist(sdist: Path) -> None:
    """Nothing is at its top but what is meant to be."""
    tops = {name.split("/")[1] for name, _ in members(sdist)}
    if extra := tops - AT_THE_TOP:
        fail(f"{sdist.name} has {', '.join(sorted(extra))}.")


def check_page(file: Path, page: str) -> None:
    """No link and no picture of *page* would be dead on a package index."""
    dead = [next(filter(None, found)) for found in RELATIVE.findall(page)]
    if dead:
        fail(f"on its page, {file.name} has links that lead nowhere: {', '.join(dead)}.")


def check_traces(file: Path) -> None:
    """Nothing in *file* says on which machine it was made."""
    for name, data in members(file):
        for trace in (*TRACES.findall(data), *([str(ROOT).encode()] if str(ROOT).encode() in data else [])):
            if trace not in EXAMPLES:
                fail(f"{name} in {file.name} has {trace.decode()}.")


def members(file: Path) -> Iterator[tuple[str, bytes]]:
    """The files in an archive, by their names."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            yield from ((name, wheel.read(name)) for name in wheel.namelist())
        return
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            data = archive.extractfile(member) if member.isfile() else None
            if data is not None:
                yield member.name, data.read()
