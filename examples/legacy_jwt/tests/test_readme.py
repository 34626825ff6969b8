"""README.md does what it says: its lines are run, against the development server that it tells the reader to start."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from django.test import SimpleTestCase
from django.urls import get_resolver, reverse

from tests.readme import END, README, Block, blocks

START: Final = "python manage.py runserver"
ADDRESS: Final = "localhost:8000"


class ReadmeTests(SimpleTestCase):
    """All blocks in their order, in a copy of this folder with a database of its own."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        temporary = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.folder = temporary / "legacy_jwt"
        shutil.copytree(README.parent, cls.folder, ignore=shutil.ignore_patterns("db.sqlite3*", "__pycache__", ".venv"))
        # The reader's "python" is the one that has drf-signet installed: here, the one that runs this test.
        python = temporary / "bin" / "python"
        python.parent.mkdir()
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -W error "$@"\n')
        python.chmod(0o755)
        cls.environment = {**os.environ, "PATH": f"{python.parent}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}

    def run_blocks(self, chosen: list[Block], address: str = ADDRESS) -> list[str]:
        """What each of *chosen* printed, in one shell that ends at the first command that fails."""
        script = "".join(block.script for block in chosen).replace(ADDRESS, address)
        done = subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.split(f"{END}\n")[:-1]

    def start_server(self, command: str) -> str:
        """Start the server on a free port, and say where it listens."""
        log = self.folder / "server.log"
        server = subprocess.Popen(
            [*shlex.split(command), "--noreload", "127.0.0.1:0"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.enterContext(log.open("w")),
            text=True,
        )
        self.enterContext(server)
        self.addCleanup(server.terminate)
        assert server.stdout is not None
        for line in server.stdout:
            if "http://" in line:
                return line.split("http://")[1].split("/")[0]
        self.fail(log.read_text())

    def test_each_line_answers_as_printed(self) -> None:
        """Typing this page from top to bottom gives what it says."""
        todo = list(blocks())
        start = next(number for number, block in enumerate(todo) if block.typed.startswith(START))
        self.run_blocks(todo[:start])
        address = self.start_server(todo[start].typed)
        client = todo[start + 1 :]
        outputs = self.run_blocks(client, address)
        self.assertGreater(sum(bool(block.answer) for block in client), 10)
        for block, output in zip(client, outputs, strict=True):
            with self.subTest(block.typed):
                self.assertTrue(not block.answer or block.is_answered_by(output), output)

    def test_each_endpoint_is_shown(self) -> None:
        """No address of the project's own is left out."""
        names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
        self.assertIn("refresh", names)
        text = README.read_text()
        for name in names:
            with self.subTest(name):
                self.assertIn(f"http://{ADDRESS}{reverse(name)}", text)
