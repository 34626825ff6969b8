"""The benchmark of the clients runs, and writes the page that is in the documentation: once each, and nothing timed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.real_parts.chromium import NAMES
from tests.real_parts.needs import program
from tests.service.client_pages import need_built_clients

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "explanation" / "refreshing.md"
ROW: Final = re.compile(r"\| (\D+) \| (.+) \| (.+) \| (\d+) of (\d+) \| ([\d.]+) \| (\d) of 1 \|")
LIFE: Final = re.compile(r"\| (.+?) \| (5|20) \|((?: \**\d of 3\** \|){4} \**\d of 3\**) \|")


def outline(page: str) -> list[str]:
    """What is on *page* beside the figures."""
    return [re.sub(r"\d+(\.\d+)?", "N", line) for line in page.splitlines()]


def test_a_round_of_each_row(tmp_path: Path) -> None:
    """With ours there is one refresh, everybody is answered and stays signed in, with either kind of server."""
    program(*NAMES, package="chromium")
    need_built_clients()
    before, page = PAGE.stat().st_mtime_ns, tmp_path / "page.md"
    command = [sys.executable, "-W", "error", "-m", "bench.clients", "--rounds", "1", "--page", str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert PAGE.stat().st_mtime_ns == before, "it wrote the page in docs"
    assert outline(page.read_text()) == outline(PAGE.read_text())
    lived = [LIFE.fullmatch(line) for line in page.read_text().splitlines()]
    cells = {(row[1], row[2]): [one.strip(" *") for one in row[3].split("|")] for row in lived if row}
    assert len(cells) == 12
    for (client, _), (core, sessions, kept, drop_in, _) in cells.items():
        assert core == kept == drop_in == "3 of 3"
        assert sessions == ("1 of 3" if "as printed" in client else "3 of 3")
    rows = [ROW.fullmatch(line) for line in page.read_text().splitlines()]
    found = [row.groups() for row in rows if row]
    assert len(found) == 12
    for client, load, server, answered, requests, refreshes, signed_in in found:
        is_safe = client == "ours" or server == "Signet's ten seconds"
        assert (answered == requests, signed_in == "1") == (is_safe, is_safe), (client, load, server)
        assert (float(refreshes) == 1) == (client == "ours"), (client, load, server)
