"""A reader of the tutorial, who does what each block says."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import django

from tests.documents.project import CLOCK, FAST, ON_PURPOSE
from tests.guides.guide import Change
from tests.real_parts.needs import program
from tests.real_parts.old_environments import ROOT
from tests.real_parts.ports import free_port
from tests.tutorial import installing
from tests.tutorial.page import Block, Section, is_part_of, is_what_the_page_says, sections
from tests.tutorial.terminals import Running, Terminal

RUNSERVER: Final = "python manage.py runserver"
VITE: Final = "npm run dev"
ANSWERS: Final = ("json", "text")
OLD_MAIL_SETTINGS: Final = """
# This Django doesn't know MAILERS, yet.
_NAMES = {"username": "HOST_USER", "password": "HOST_PASSWORD"}
if "MAILERS" in globals():
    EMAIL_BACKEND = MAILERS["default"]["BACKEND"]
    for _name, _value in MAILERS["default"].get("OPTIONS", {}).items():
        globals()[f"EMAIL_{_NAMES.get(_name, _name).upper()}"] = _value
"""


class Reader:
    """Begins with an empty folder."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self._parent = folder
        self.folder = folder / "hello"
        self.system: dict[str, str] = {}
        """Files of the machine that the pages show, by their paths."""
        self.left_out: list[str] = []
        """Blocks that only the administrator of a server can type."""
        self.django: Running | None = None
        self.vite: Running | None = None
        self._is_stale = False
        self._terminals: list[Terminal] = []
        self.ports = {"django": free_port(), "vite": free_port()}
        self.replaced: list[tuple[str, str]] = [
            ("127.0.0.1:8000", f"127.0.0.1:{self.ports['django']}"),
            ("localhost:5173", f"localhost:{self.ports['vite']}"),
        ]
        """What is different here, as other tests listen, too: in what is typed, written and shown."""
        self._clock = folder / "clock"
        self.set_clock(seconds_ahead=0)
        self.environment = self._environment(wheel)
        self._file = ""

    def follow(self, page: str, acts: Mapping[str, Callable[[Reader], None]]) -> None:
        """Do what *page* says. *acts* are what it has the reader do in the browser, by the titles of the sections."""
        for section in sections(page):
            self._follow(section, acts.get(section.title))

    def open_terminal(self, folder: Path) -> None:
        """Another one, in which the reader types from now on."""
        self._terminal_in_use = Terminal(folder, self.environment)
        self._terminals.append(self._terminal_in_use)

    def set_clock(self, *, seconds_ahead: float) -> None:
        """What time it is for Python."""
        new = self._clock.with_suffix(".new")
        new.write_text(str(seconds_ahead))
        new.replace(self._clock)

    def adapt(self, text: str) -> str:
        """The *text* of a page, with what is different here."""
        for old, new in self.replaced:
            text = text.replace(old, new)
        return text

    def restart(self) -> Running:
        """Django's server, restarted if files have changed: without waiting for it to see that by itself."""
        if self.django and self._is_stale:
            self.django.stop()
            self.django = self._run_django()
        assert self.django is not None
        return self.django

    def stop_servers(self) -> None:
        """Stop Django and Vite."""
        for running in (self.django, self.vite):
            if running:
                running.stop()
        self.django = self.vite = None

    def close(self) -> None:
        """Stop everything."""
        self.stop_servers()
        for terminal in self._terminals:
            terminal.close()

    def _follow(self, section: Section, act: Callable[[Reader], None] | None) -> None:
        shown: list[str] = []
        typed, printed = "", ""
        following = (block.language for block in section.blocks[1:])
        for block in section.blocks:
            next_language = next(following, "")
            if block.language == "bash":
                self.left_out.append(section.title)
            elif block.language == "sh":
                typed = self.adapt(block.text)
                printed = self._type(typed, self._terminal(block.terminal), may_fail=next_language in ANSWERS)
            elif block.language in ANSWERS and not block.file:
                said = self.adapt(block.text)
                if not typed:
                    shown.append(said)
                    continue
                is_right = is_what_the_page_says(said, printed, is_json=block.language == "json")
                assert is_right, f"{typed}\nprinted:\n{printed}\nand the page says:\n{said}"
                typed = ""
            else:
                self._write(block)
        if act:
            act(self)
        for said in shown:
            assert is_part_of(said, self.restart().printed()), f"not printed:\n{said}"

    def _terminal(self, number: int | None) -> Terminal:
        """The terminal that the page names, opened if need be. Without a *number*: the last one in use."""
        if number is not None or not self._terminals:
            while len(self._terminals) <= (number or 0):
                self.open_terminal(self._parent)
            self._terminal_in_use = self._terminals[number or 0]
        return self._terminal_in_use

    def _type(self, text: str, terminal: Terminal, *, may_fail: bool) -> str:
        if text.strip() == RUNSERVER:
            self.django = self._run_django()
            return ""
        if text.strip() == VITE:
            self.vite = self._run_vite()
            return ""
        if f"127.0.0.1:{self.ports['django']}" in text:
            self.restart()
        printed = terminal.type(text, may_fail=may_fail)
        if "startproject" in text:
            self._append("mysite/settings.py", FAST)
        return printed

    def _write(self, block: Block) -> None:
        self._file = block.file or self._file
        text = self.adapt(block.text)
        path = self.folder / self._file
        if path.is_relative_to("/etc"):
            self.system[self._file] = text
        elif block.language == "diff":
            Change.read(self._file, text).make(self.folder)
        elif block.at_the_end:
            self._append(self._file, text)
        else:
            path.write_text(text)
        self._is_stale = True

    def _append(self, file: str, text: str) -> None:
        old = OLD_MAIL_SETTINGS if django.VERSION < (6, 1) and file == "mysite/settings.py" else ""
        path = self.folder / file
        path.write_text(f"{path.read_text().replace(old or chr(0), '')}\n{text}{old}")

    def _run_django(self) -> Running:
        self._is_stale = False
        command = [*shlex.split(RUNSERVER), "--noreload", f"127.0.0.1:{self.ports['django']}"]
        command[0] = str(self.folder / ".venv" / "bin" / "python")
        running = Running(command, self.folder, self.environment, self._parent / "django.log")
        running.find(r"Quit the server")
        return running

    def _run_vite(self) -> Running:
        command = [program("npm", package="npm"), *shlex.split(VITE)[1:], "--", "--port", str(self.ports["vite"])]
        log = self._parent / "vite.log"
        running = Running([*command, "--strictPort"], self.folder / "frontend", self.environment, log)
        running.find(r"Local:")
        return running

    def _environment(self, wheel: Path) -> dict[str, str]:
        programs = self._parent / "bin"
        programs.mkdir()
        real_npm = shlex.quote(program("npm", package="npm"))
        ours = f"{shlex.quote(sys.executable)} {shlex.quote(installing.__file__)}"
        base = shlex.quote(getattr(sys, "_base_executable", sys.executable))
        for name, script in {
            # Nothing that is built needs pip, and the tests have none to install from.
            "python3": f'exec {base} "$@" --without-pip',
            "pip": f'shift\nexec {ours} pip "$VIRTUAL_ENV" {shlex.quote(str(wheel))} "$@"',
            "npm": f'[ "$*" = install ] && exec {ours} npm . {shlex.quote(str(ROOT))}\n'
            f'[ "$*" = "--prefix frontend install" ] && exec {ours} npm frontend {shlex.quote(str(ROOT))}\n'
            f'exec {real_npm} "$@"',
        }.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}\n")
            (programs / name).chmod(0o755)
        given = {name: value for name, value in os.environ.items() if name in ON_PURPOSE}
        return {
            **given,
            "PATH": f"{programs}:{given['PATH']}",
            "HOME": str(self._parent),
            "PYTHONPATH": str(CLOCK),
            "SECONDS_AHEAD": str(self._clock),
            "PYTHONUNBUFFERED": "1",
        }
