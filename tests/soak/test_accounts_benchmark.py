"""The benchmark of accounts runs, and measures what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.repository.test_bench import ROOT, WARNINGS, modified


def test_the_time_of_every_answer_is_taken_for_every_kind_of_address(tmp_path: Path) -> None:
    """Four endpoints, on both databases, and a difference for each kind; too few calls to judge by."""
    page = tmp_path / "page.md"
    command = [sys.executable, *WARNINGS, "-m", "bench.accounts", "--calls", "2", "--page", str(page)]
    before = modified()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode in {0, 1}, done.stderr) == (True, "")
    assert modified() == before, "it wrote the page in docs"
    for kind in ("unknown", "known", "disabled", "unverified"):
        assert len(re.findall(rf"^\| .*: {kind} \|", page.read_text(), re.MULTILINE)) == 8
