"""README.md does what it says: its lines are typed, against the development server that it has the reader start."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from django.test import SimpleTestCase
from django.urls import get_resolver, reverse

from tests.readme import README, blocks
from tests.terminals import ServerTerminal, Shell

START: Final = "python manage.py runserver"
TO_FILL_IN: Final = "TOKEN='…'"
ADDRESS: Final = "127.0.0.1:8000"


class ReadmeTests(SimpleTestCase):
    """All blocks in their order, in a copy of this folder with a database of its own."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        temporary = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.folder = temporary / "spa_cookie"
        left_out = shutil.ignore_patterns("db.sqlite3*", "cookies.txt", "answer.json", "__pycache__", ".venv")
        shutil.copytree(README.parent, cls.folder, ignore=left_out)
        # The reader's "python" is the one that has drf-signet installed: here, the one that runs this test.
        python = temporary / "bin" / "python"
        python.parent.mkdir()
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -W error "$@"\n')
        python.chmod(0o755)
        cls.environment = {**os.environ, "PATH": f"{python.parent}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}

    def open_shell(self) -> Shell:
        """A terminal of the reader's."""
        shell = Shell(self.folder, self.environment)
        self.addCleanup(shell.close)
        return shell

    def start_server(self, command: str) -> ServerTerminal:
        """Another one, with the server in it."""
        # subprocess looks for the program on the PATH of this process.
        words = shlex.split(command)
        found = shutil.which(words[0], path=self.environment["PATH"]) or words[0]
        server = ServerTerminal(shlex.join([found, *words[1:]]), self.folder, self.environment)
        self.addCleanup(server.close)
        return server

    def test_each_line_answers_as_printed(self) -> None:
        """Typing this page from top to bottom, with the token of the mail filled in, gives what it says."""
        todo = list(blocks())
        start = next(number for number, block in enumerate(todo) if block.typed.startswith(START))
        first = self.open_shell()
        for block in todo[:start]:
            first.type(block.typed)

        server = self.start_server(todo[start].typed)
        address = server.find(r"http://(127\.0\.0\.1:\d+)/")
        second = self.open_shell()
        answered = 0
        for block in todo[start + 1 :]:
            typed = block.typed.replace(ADDRESS, address)
            if TO_FILL_IN in typed:
                typed = typed.replace("…", server.find(r"/activate#(\S+)\n"))
            output = second.type(typed)
            if block.answer:
                answered += 1
                with self.subTest(block.typed):
                    self.assertTrue(block.is_answered_by(output), output)
        self.assertGreater(answered, 9)
        self.assertNotIn("Traceback", server.log.read_text())

    def test_each_address_is_named(self) -> None:
        """No address of the project is left out, and none is made up."""
        names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
        named = re.findall(r"/api/v1/[\w/]+", README.read_text().partition("## All addresses")[2])
        self.assertEqual(sorted(named), sorted(reverse(name) for name in names))

    def test_each_variable_is_named(self) -> None:
        """The page lists the variables of the environment, no more and no less."""
        settings = (README.parent / "project" / "settings.py").read_text()
        section = README.read_text().partition("| In the environment |")[2].partition("\n\n")[0]
        first_column = "".join(line.split("|")[1] for line in section.splitlines()[2:])
        read = re.findall(r'os\.environ\.get\("(\w+)"', settings)
        self.assertEqual(sorted({"SECRET_KEY", *read}), sorted(re.findall(r"[A-Z_]+", first_column)))
