"""What ``docs/service.md`` tells an operator to do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from tests import ports
from tests.service.conftest import Service, clean_environment
from tests.service.http import call

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "service.md").read_text()


def test_the_first_start_works_as_it_is_written(tmp_path: Path) -> None:
    """Pasted into a shell in an empty folder, the lines end in a service that answers for its host."""
    (block,) = re.findall(r"(?s)```sh\n(.*?)```", PAGE)
    port = ports.free_port()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (tmp_path / "output").open("w") as output:
        shell = subprocess.Popen(
            ["sh", "-ec", block],
            cwd=tmp_path,
            env=clean_environment({"PORT": str(port), "PATH": path}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        ports.wait_for_port(port, seconds=60)
        service = Service(f"http://127.0.0.1:{port}", "", tmp_path)
        headers = {"Host": "auth.example.com"}
        assert call(service, "GET", "/readyz", headers=headers).status == 200
        assert call(service, "GET", "/readyz").status == 400, "it answers for the hosts it was told"
        answer = call(service, "POST", "/api/v1/token/", {"username": "root", "password": "guess"}, headers=headers)
        assert answer.status == 401
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
        shell.wait(timeout=20)
    printed = (tmp_path / "output").read_text()
    assert "Nothing to mend." in printed
    assert f"Signet is listening on 127.0.0.1, port {port}" in printed


def test_every_variable_is_in_the_table() -> None:
    """What `environment` reads is what the page explains, the demo's own switch apart."""
    source = (Path(__file__).resolve().parents[2] / "src" / "signet_server" / "environment.py").read_text()
    read = re.search(r"Read ([A-Z_,\s]+and [A-Z_]+)\.", source)
    assert read is not None
    names = set(re.findall(r"[A-Z_]{4,}", read[1])) - {"SIGNET_DEMO"}
    assert names == set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
