"""The page about the cluster: its commands are those that there are, and its figures those of the files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from examples.cluster import __main__, pooler, programs, proxy, whole
from examples.cluster.commands import ACTS
from examples.cluster.databases import PARAMETERS, TIMES
from examples.cluster.part import Part
from examples.cluster.table import HEAD, in_columns, table

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs/how-to/cluster.md").read_text()
LINES: Final = [line for block in re.findall(r"(?s)```sh\n(.*?)```", PAGE) for line in block.splitlines()]
COMMAND: Final = ".venv/bin/python -m examples.cluster "


def test_every_command_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each is given to the program, which asks a cluster to do it."""
    asked: list[list[str]] = []
    monkeypatch.setattr(__main__, "call", lambda _folder, words: asked.append(list(words)))
    for line in LINES:
        if line.startswith(COMMAND):
            assert __main__.main([*line.removeprefix(COMMAND).split(), "--folder", str(tmp_path)]) == 0
    assert asked == [["kill", "primary"], ["status"], ["start", "postgres1"]]
    assert "python -m examples.cluster" in (ROOT / "Makefile").read_text().partition("\ncluster:")[2]
    assert "make cluster" in LINES
    assert all(f"`{act}`" in PAGE for act in ACTS)


def test_the_packages_are_all_that_is_needed() -> None:
    """In one line, as the sentence about missing programs names them, too."""
    (line,) = (line for line in LINES if line.startswith("sudo apt-get"))
    words = line.removeprefix("sudo apt-get install --no-install-recommends ").split()
    assert set(words) == set(" ".join(programs.PACKAGES.values()).split())


def test_the_table_has_these_columns(tmp_path: Path) -> None:
    """And a line for each part, with the column of states as wide as its words."""
    (block,) = re.findall(r"(?s)```text\n(NAME.*?)\n```", PAGE)
    rows = [re.split(r" {2,}", line) for line in block.splitlines()]
    assert rows[0] == list(HEAD)
    assert in_columns(rows) == block
    part = Part("haproxy", "proxy", 28267, tmp_path / "haproxy.log", [], {})
    assert table([part]).splitlines()[1] == "haproxy  proxy       down   28267  -    haproxy.log"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("| `ttl` | {} s |", TIMES["ttl"]),
        ("| `loop_wait` | {} s |", TIMES["loop_wait"]),
        ("| `retry_timeout` | {} s |", TIMES["retry_timeout"]),
        ("| `wal_sender_timeout` | {} |", str(PARAMETERS["wal_sender_timeout"]).replace("s", " s")),
        ("| `max_connections` | {} |", PARAMETERS["max_connections"]),
    ],
)
def test_the_figures_are_those_of_the_databases(words: str, value: object) -> None:
    """In the table of settings."""
    assert words.format(value) in PAGE


def test_the_limits_and_the_pool_are_as_it_says() -> None:
    """In the settings of the role, of PgBouncer and of HAProxy."""
    text = " ".join(PAGE.split())
    for name, limit in whole.LIMITS.items():
        assert f"`{name}` {limit.replace('s', ' s')}" in text
    assert "default_pool_size = 20" in pooler.SETTINGS
    assert "its 20 connections" in text
    assert "`query_wait_timeout`, usually 120" in text
    assert "query_wait_timeout = 3" in pooler.SETTINGS
    assert "server_login_retry = 1" in pooler.SETTINGS
    assert "http-request disable-l7-retry unless METH_GET" in proxy.SETTINGS
    assert "Retry-After: 1" in proxy.answer_of_the_proxy()
