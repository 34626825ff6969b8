"""The benchmark of verifiers runs, and writes its page: once each, and nothing timed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.repository.test_bench import ROOT


def test_each_algorithm_is_measured_at_each_verifier(tmp_path: Path) -> None:
    """New tokens and others, and a storm, in which the issuer is asked once at most."""
    page = tmp_path / "page.md"
    command = [sys.executable, "-m", "bench.verifiers", "--rounds", "1", "--page", str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = re.findall(r"^\| (RS256|ES256|EdDSA), (PyJWT|Simple JWT) \|", page.read_text(), re.MULTILINE)
    assert len(rows) == 2 * (3 + 2)
    assert re.search(r"Signet asked the issuer [01] times\.", page.read_text())
