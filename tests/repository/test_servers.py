"""The servers that tests start for themselves."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from tests.real_parts import ports, servers
from tests.real_parts.old_environments import ROOT

ASK = "import sys; from tests.real_parts.ports import free_port; print(free_port(), flush=True); sys.stdin.read()"


def test_a_mariadb_that_starts_leaves_the_temporary_tables_of_others_alone(tmp_path: Path) -> None:
    """It deletes those that it finds, also of a server at work: two that start at once spoiled one another."""
    of_another = tmp_path / "#sql-temptable-1-1-1.MAI"
    of_another.touch()

    with servers.private_folder() as folder, patch.dict("os.environ", TMPDIR=str(tmp_path)), servers.mariadb(folder):
        assert of_another.exists()


def test_a_port_is_given_to_one_process_as_long_as_it_runs() -> None:
    """Two servers that started at once met at one port, though it was free when each of them asked."""
    two = range(20_000, 20_002)
    with patch.object(ports, "POSSIBLE", two), patch.dict("os.environ", PYTHONPATH=str(ROOT)):
        code = f"from tests.real_parts import ports; ports.POSSIBLE = {two!r}; {ASK}"
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            theirs = int(other.stdout.readline())
            assert ports.free_port() == next(port for port in two if port != theirs)
            other.communicate("")


def test_no_port_is_one_that_the_system_gives_to_a_connection() -> None:
    """A connection that went out had the port of a server that had not started yet."""
    with socket.socket() as outgoing:
        outgoing.bind(("127.0.0.1", 0))
        assert outgoing.getsockname()[1] not in ports.POSSIBLE
    assert ports.free_port() in ports.POSSIBLE
