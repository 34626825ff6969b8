"""The benchmark as served runs, and every side answers rightly: each operation for a moment, and nothing timed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.real_parts.needs import missing, program
from tests.repository.test_bench import ROOT

MEASURED = {
    "signet": 6,
    "simple-jwt": 6,
    "simple-jwt-on-our-server": 5,
    "allauth": 5,
    "better-auth": 5,
    "fastapi-users": 3,
}


def checked(page: Path, *options: str) -> dict[str, Any]:
    """The figures of a run for a moment, which writes its page to *page*."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing("PostgreSQL is not installed: apt-get install postgresql")
    command = [sys.executable, "-m", "bench.served", "--check", "--page", str(page), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text())
    return found


def errors(figures: dict[str, Any]) -> dict[str, Any]:
    """All wrong answers."""
    return {
        f"{cell['side']} {cell['operation']}": one["errors"]
        for cell in figures["cells"]
        for one in (*cell["samples"], cell["paced"])
        if one["errors"]
    }


def test_every_side_answers_every_operation_that_it_has(tmp_path: Path) -> None:
    """Without a wrong answer, and with the reason where there is none."""
    program("node", package="nodejs")
    program("npm", package="npm")
    assert shutil.which("taskset"), "it is part of util-linux"
    figures = checked(tmp_path / "page.md")
    assert errors(figures) == {}
    found = {one["slug"]: 0 for one in figures["sides"]}
    for cell in figures["cells"]:
        assert all(one["answers"] for one in cell["samples"]), cell
        found[cell["side"]] += 1
    assert found == MEASURED
    assert {one["slug"]: 6 - len(one["missing"]) for one in figures["sides"]} == MEASURED
    assert "## What to scale first" in (tmp_path / "page.md").read_text()


def test_tables_that_grow(tmp_path: Path) -> None:
    """Three small ones, four operations each."""
    figures = checked(tmp_path / "page.md", "--growth")
    assert errors(figures) == {}
    assert len(figures["cells"]) == 3 * 4
    assert all(one["answers"] for cell in figures["cells"] for one in cell["samples"])
