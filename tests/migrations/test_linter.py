"""The tool that reads the SQL of migrations: ours are fine on each database, and planted ones are found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.old_environments import ROOT

MODEL: Final = """
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("Thing", [
        ("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9)),
    ])]
"""
LATER: Final = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("planted", "0001_initial")]
    operations = [{operation}]
"""
PLANTED: Final = {
    "column dropped": ('migrations.RemoveField("thing", "name")', "DROPPING columns"),
    "column renamed": ('migrations.RenameField("thing", "name", "title")', "RENAMING columns"),
    "table dropped": ('migrations.DeleteModel("Thing")', "DROPPING table"),
    "no default": ('migrations.AddField("thing", "size", models.IntegerField(default=1))', "NOT NULL constraint"),
    "code": ("migrations.RunPython(migrations.RunPython.noop)", "code or SQL of its own"),
    "index": ('migrations.AddIndex("thing", models.Index(fields=["name"], name="i"))', "CREATE INDEX locks"),
}


def lint(*words: str, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What the tool says."""
    command = [sys.executable, "-W", "ignore", "-m", "tools.migrations", *words]
    variables = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("vendor", ["postgresql", "sqlite", "mysql"])
def test_ours_are_fine(vendor: str) -> None:
    """Each of them runs while the version before serves."""
    said = lint(vendor)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Erroneous migrations: 0/" in said.stdout


def test_planted_ones_are_found(tmp_path: Path) -> None:
    """On PostgreSQL, where an index matters, too. Each is an app of its own."""
    for number, (operation, _) in enumerate(PLANTED.values()):
        folder = tmp_path / f"planted{number}" / "migrations"
        folder.mkdir(parents=True)
        for place in (folder, folder.parent):
            (place / "__init__.py").touch()
        (folder / "0001_initial.py").write_text(MODEL)
        later = LATER.replace("planted", f"planted{number}").format(operation=operation)
        (folder / "0002_later.py").write_text(later)
    said = lint("postgresql", *(f"planted{number}" for number in range(len(PLANTED))), path=tmp_path)
    assert said.returncode == 1, said.stderr
    blocks = said.stdout.split("0002_later)... ")[1:]
    assert len(blocks) == len(PLANTED)
    for (name, (_, words)), block in zip(PLANTED.items(), blocks, strict=True):
        assert words in (said.stdout if name == "code" else block), name
