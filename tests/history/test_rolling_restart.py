"""One of two nodes ends, behind Caddy as the page about deployment has it: nobody notices."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.history.checking import check
from tests.history.entry import Entry, read
from tests.history.loading import ROOT, load
from tests.history.recording import now
from tests.history.serving import nodes
from tests.real_parts.needs import program
from tests.real_parts.ports import free_port, wait_for_port

RATE: Final = 10.0
SOME: Final = 50
LONGEST: Final = 90.0
"""Seconds in which a busy machine has come to that."""

ON_PURPOSE: Final = ("lost", "left")
"""The client itself lost the answer."""


@contextmanager
def caddy(folder: Path, ports: Sequence[int]) -> Iterator[str]:
    """The URL of Caddy in front of two nodes, with our file but for the addresses."""
    port = free_port()
    text = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text()
    for name, address in {
        "auth.example.com {": f"http://127.0.0.1:{port} {{",
        "Host auth.example.com": "Host 127.0.0.1",
        "127.0.0.1:8001": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{ports[1]}",
    }.items():
        assert name in text
        text = text.replace(name, address)
    file = folder / "Caddyfile"
    file.write_text(f"{{\n\tadmin off\n}}\n{text}")
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "caddy.log").open("w") as log:
        process = subprocess.Popen(
            [program("caddy", package="caddy"), "run", "--config", str(file), "--adapter", "caddyfile"],
            env={**os.environ, **own},
            stdout=log,
            stderr=log,
        )
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def is_trouble(entry: Entry) -> bool:
    """Whether nobody answered, or a proxy or a server said that it can't."""
    if entry.status is None:
        return entry.why not in ON_PURPOSE
    return entry.status >= 500


def test_no_request_fails_while_a_node_ends(tmp_path: Path) -> None:
    """Caddy hears from `/readyz` that a node ends, and sends it nothing more before its port is closed."""
    log = tmp_path / "log.jsonl"
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path / 'signet.sqlite3'}", "NUM_PROXIES": "1"}
    with (
        nodes(tmp_path, variables, 2) as both,
        caddy(tmp_path, [one.port for one in both]) as url,
        load(url, log, javascript=0, rate=RATE),
    ):
        wait_for_more(log)
        began = now()
        both[0].master.terminate()
        both[0].master.wait(60)
        ended = now()
        wait_for_more(log)
    assert both[0].master.returncode == 0
    entries = read(log)
    assert any(began < one.sent < ended for one in entries)
    assert not list(filter(is_trouble, entries))
    assert not check(log)


def wait_for_more(log: Path) -> None:
    """Until clients have had some more answers."""
    before, end = len(read(log)), time.monotonic() + LONGEST
    while len(read(log)) < before + SOME:
        assert time.monotonic() < end
        time.sleep(0.2)
