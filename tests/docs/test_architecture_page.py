"""The page about the architecture: its files exist, its figures are counted, and the maps of the tiers are complete."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tools.hops.page import FOLLOWED, Ways, steps, totals, written

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "drf_signet"
TOKENS = ROOT / "tokens" / "src" / "signet_tokens"
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
DRAWING = (ROOT / "docs" / "explanation" / "architecture.svg").read_text(encoding="utf-8")
DRAWN = re.findall(r'data-file="([^"]+)">([^<]+)<', DRAWING)
WRITE = "`python -m tools.hops --write` brings the page up to date; a file that is new is given a step by hand."

TIERS = (
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.sessions.browser",
    "drf_signet.accounts",
    "drf_signet.well_known",
)
SELF_EVIDENT = {"apps", "management", "migrations", "templates"}
"""What each Django app has."""


@pytest.fixture(scope="module")
def ways() -> Ways:
    """How many calls each file has in one refresh of each tier, counted now."""
    counted = subprocess.run(
        [sys.executable, "-m", "tools.hops", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: Ways = json.loads(counted.stdout)
    return found


def test_no_refresh_goes_further_than_the_page_says(ways: Ways) -> None:
    """The figures of each tier are ceilings."""
    assert [one.tier for one in totals(PAGE)] == list(ways)
    for one in totals(PAGE):
        assert sum(ways[one.tier].values()) <= one.calls, WRITE
        assert len(ways[one.tier]) <= one.files, WRITE


def test_no_step_goes_further_than_the_page_says(ways: Ways) -> None:
    """Each file of the way stands in one step, and the calls of a step are a ceiling."""
    files = [file for step in steps(PAGE) for file in step.files]
    assert len(files) == len(set(files))
    assert set(ways[FOLLOWED]) <= set(files), WRITE
    for step in steps(PAGE):
        assert sum(ways[FOLLOWED].get(file, 0) for file in step.files) <= step.calls, WRITE


def test_writing_changes_only_figures(ways: Ways) -> None:
    """`tools.hops` writes the figures it counted, and changes nothing else."""
    page = written(PAGE, ways)
    assert [(one.calls, one.files) for one in totals(page)] == [(sum(one.values()), len(one)) for one in ways.values()]
    assert re.sub(r"\d+", "", page) == re.sub(r"\d+", "", PAGE)


def test_files_of_the_page_exist() -> None:
    """A file or folder that is named is below the root or in the library."""
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|json)|[a-z_]+(?:/[a-z_]+)+)`", PAGE)) | {"compat", "clients"}
    assert len(named) > 40
    folders = (ROOT, SOURCE, TOKENS, ROOT / "docs")
    missing = [one for one in named if not any((folder / one).exists() for folder in folders)]
    assert missing == []


def test_files_of_the_drawing_exist() -> None:
    """Each is drawn by the name that it has."""
    assert len(DRAWN) > 20
    for path, text in DRAWN:
        assert (ROOT / path).is_file(), path
        assert text == Path(path).name


@pytest.mark.parametrize("tier", [*TIERS, "signet_tokens"])
def test_maps_name_each_module(tier: str) -> None:
    """The map at the top of a tier names all modules that are there, and none that is not."""
    package = import_module(tier)
    folder = Path(package.__file__ or "").parent
    there = {one.stem for one in folder.iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()}
    there -= {"__init__", "__main__", "__pycache__"}
    chart = "\n".join(line for line in (package.__doc__ or "").splitlines() if line.startswith("    "))
    places = re.findall(r"^ {4}(\w+(?:, \w+)*)", chart, re.MULTILINE)
    named = {name for one in places for name in one.split(", ")}
    assert named - there == set(), "named, and not there"
    assert there - SELF_EVIDENT - set(re.findall(r"\w+", chart)) == set(), "there, and not named"
