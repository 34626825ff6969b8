"""The benchmark as served: its arithmetic and its page, from figures that are made up, and how it reads answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.repository.test_bench import ROOT

Row = dict[str, Any]

SIDES = {"signet": "Signet", "simple-jwt": "Simple JWT", "better-auth": "Better Auth"}
READING = """
from bench.served.wire import take
whole = (
    b"HTTP/1.1 200 OK\\r\\nX-Token: Ab\\r\\nContent-Length: 2\\r\\n\\r\\n{}"
    b"HTTP/1.1 401 No\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\n[1,\\r\\n2;x\\r\\n2]\\r\\n0\\r\\n\\r\\n"
    b"HTTP/1.1 204 No Content\\r\\n\\r\\n"
)
buffer, found = bytearray(), []
for byte in whole:
    buffer.append(byte)
    answer = take(buffer)
    if answer:
        found.append((answer.status, answer.body, answer.header("x-token")))
assert found == [(200, b"{}", "Ab"), (401, b"[1,2]", ""), (204, b"", "")], found
assert not buffer
"""


def sample(answers: int, service: float, database: float, errors: dict[str, int] | None = None) -> Row:
    """One of two seconds."""
    taken = {"service": service, "database": database, "load": 0.5}
    return {"answers": answers, "errors": errors or {}, "elapsed": 2.0, **taken}


def cell(side: str, operation: str, samples: list[Row], p99: float = 0.02) -> Row:
    """With a steady rate."""
    statements = [["UPDATE sessions | x", 70, 35.0, 0.75]]
    latencies = {"p50": 0.004, "p95": 0.01, "p99": p99}
    paced = {"rate": 700.0, "answers": 70, "errors": {}, **latencies, "statements": statements}
    return {"side": side, "operation": operation, "samples": samples, "paced": paced}


def figures() -> Row:
    """Signet is five times as fast at refreshes, and half as fast at live requests."""
    sides = [
        {"slug": slug, "name": name, "server": "a server", "versions": {"it": "1.2"}, "differences": {}, "missing": {}}
        for slug, name in SIDES.items()
    ]
    sides[0]["differences"] = {"live request": "loads more"}
    sides[1]["differences"] = {"live request": "loads the user"}
    sides[2]["missing"] = {"refresh": "it has none"}
    cells = [
        cell("signet", "refresh", [sample(2_000, 2.0, 0.5), sample(2_000, 2.0, 0.5), sample(1_000, 2.0, 3.0)]),
        cell("simple-jwt", "refresh", [sample(400, 2.0, 0.5, {"500 oops": 2}), *[sample(400, 2.0, 2.0)] * 2]),
        cell("signet", "live request", [sample(1_000, 2.0, 0.0)]),
        cell("simple-jwt", "live request", [sample(2_000, 2.0, 0.0)]),
    ]
    about = {"machine": "1 machine", "postgresql": "15", "conditions": "fsync = on", "runtimes": {"Python": "3"}}
    run = {"seconds": 2.0, "rounds": 3, "connections": 16, "people": 20}
    return {**about, **run, "sides": sides, "cells": cells}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of those figures. The benchmark is another Django project, and has a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    kept, written = folder / "figures.json", folder / "page.md"
    kept.write_text(json.dumps(figures()))
    words = [sys.executable, "-m", "bench.served", "--figures", str(kept), "--page", str(written)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, ""), "a target is missed"
    assert Path(folder, "benchmarks-served.svg").read_bytes().startswith(b"<?xml")
    return written.read_text()


def row(page: str, name: str, section: str) -> list[str]:
    """The cells of the row *name* below the heading *section*."""
    found = re.search(rf"^### {section}$.*?^\| {name} \|(.*?) \|$", page, re.MULTILINE | re.DOTALL)
    assert found, page
    return [one.strip() for one in found[1].split("|")]


def test_answers_are_those_of_a_busy_core(page: str) -> None:
    """Medians over the rounds: of the service alone, and with the database."""
    assert row(page, "Signet", "Refresh")[:3] == ["1,000", "800", "5.00 (2.50 to 5.00)"]
    assert row(page, "Simple JWT", "Refresh")[:4] == ["200", "100", "", "5.00 (2.50 to 5.00)"]


def test_latencies_and_errors_are_told(page: str) -> None:
    """In milliseconds, and with their cause."""
    assert row(page, "Signet", "Refresh")[4:] == ["700", "4.0", "10.0", "20.0", "0 of 5,070"]
    assert row(page, "Simple JWT", "Refresh")[-1] == "2 of 1,272"
    assert "| Simple JWT, refresh | 500 oops | 2 |" in page


def test_targets_are_judged(page: str) -> None:
    """Five times as fast is enough at refreshes, and half as fast is not at requests."""
    assert "| refreshes: 5 times Simple JWT's | 5.00 (2.50 to 5.00) | met |" in page
    assert "| live requests: 1.3 times Simple JWT's | 0.50 (0.50 to 0.50) | **missed** |" in page
    assert "| nothing slower than any other side | 1 of 2 comparisons are slower: see below | **missed** |" in page


def test_the_page_says_where_signet_is_slower_and_what_is_missing(page: str) -> None:
    """With the reasons that the sides give."""
    assert "- live request, beside Simple JWT 0.50 (0.50 to 0.50). Signet loads more." in page
    assert "- Simple JWT: loads the user." in page
    assert "- Better Auth, not measured: it has none." in page


def test_statements_and_advice(page: str) -> None:
    """Calls for one answer, and what one core of PostgreSQL can serve."""
    assert "| `UPDATE sessions \\| x` | 1.00 | 0.500 | 75% |" in page
    assert "| refresh | 1.00 | 0.25 | 4.0 |" in page


def test_answers_are_read_however_they_arrive() -> None:
    """Byte by byte, with a length, in chunks, and without a body."""
    done = subprocess.run([sys.executable, "-c", READING], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
