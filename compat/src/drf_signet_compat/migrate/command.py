"""The verb itself: reads its words, prints, and writes if it is told to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from drf_signet_compat.migrate import diff, git, plan, words, writing
from drf_signet_compat.migrate.plan import Plan

DONE: Final = 0
FOUND: Final = 1
UNUSABLE: Final = 2
SHOWN: Final = 20
"""How many lines below one heading are shown."""

DESCRIPTION: Final = """\
Change a Django project from Simple JWT to Signet. Without --write, nothing is changed: what would be is printed as a
diff, which 'git apply' takes. The project is read, never run."""
ENDING: Final = """\
exit status: 0 nothing (more) to change; 1 the diff has changes; 2 the folder can't be used, the changes were refused,
or a file that names Simple JWT can't be read."""


def main(arguments: Sequence[str], program: str = "signet-migrate") -> int:
    """Change a project from Simple JWT to Signet, or print the changes."""
    options = _parser(program).parse_args(arguments)
    try:
        folder: Path = options.folder.resolve(strict=True)
        if not folder.is_dir():
            return _refuse(f"{options.folder} is not a folder.")
    except (OSError, ValueError, RuntimeError):
        return _refuse(f"The folder {str(options.folder)!r} doesn't exist.")
    try:
        return _run(folder, options, program)
    except BrokenPipeError:
        # The reader has seen enough; Python itself would complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND


def _run(folder: Path, options: argparse.Namespace, program: str) -> int:
    found = plan.make(folder, install_only=options.install)
    if options.install and found.speaks_of_it and not found.settings and not found.installed_in:
        return _refuse(f"No file below {options.folder} sets INSTALLED_APPS, so there is no place for install().")
    if not options.write:
        _print_diff(found)
        _tell(found, f"To change {_count(found)}: {program} {_again(options)}" if found.changes else None)
        return UNUSABLE if found.unread else FOUND if found.changes else DONE
    return _write(folder, found, force=options.force)


def _write(folder: Path, found: Plan, *, force: bool) -> int:
    unsaved = [] if force else git.unsaved(folder, [change.path for change in found.changes])
    if unsaved:
        return _refuse(
            "These files have changes that git doesn't have. Commit them first, or use --force:", *_cut(unsaved)
        )
    try:
        writing.write(folder, found.changes)
    except writing.NotWrittenError as error:
        return _refuse(f"{error}.")
    for change in found.changes:
        _say(f"changed {change.path}")
    summary = f"Changed {_count(found)}. Now run your formatter and your tests." if found.changes else None
    # The lines that are left have other numbers now.
    after = plan.make(folder, install_only=found.install_only)
    _tell(after, summary)
    return UNUSABLE if after.unread else DONE


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description=DESCRIPTION,
        epilog=ENDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")
    parser.add_argument("--write", action="store_true", help="make the changes")
    parser.add_argument(
        "--install", action="store_true", help="only add install() to the settings, and replace no name"
    )
    parser.add_argument(
        "--force", action="store_true", help="with --write: also change files that have uncommitted changes"
    )
    return parser


def _again(options: argparse.Namespace) -> str:
    folder = "" if options.folder == Path() else f"{options.folder} "
    return f"{folder}{'--install ' if options.install else ''}--write"


def _print_diff(found: Plan) -> None:
    for change in found.changes:
        for line in diff.lines(change):
            sys.stdout.buffer.write(line)
    sys.stdout.flush()


def _tell(found: Plan, summary: str | None) -> None:
    """In words, on the stream for errors: so that what goes to a file is the diff alone."""
    if not found.speaks_of_it:
        _say("No file here names Simple JWT.")
        return
    for heading, lines in words.sections(found):
        _say("", heading, *(f"  {line}" for line in _cut(lines)))
    _say("", summary or "Nothing to change.")


def _count(found: Plan) -> str:
    return f"{len(found.changes)} file{'' if len(found.changes) == 1 else 's'}"


def _cut(lines: Sequence[str]) -> Iterable[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"... and {len(lines) - SHOWN} more"]


def _refuse(*lines: str) -> int:
    _say(*lines)
    return UNUSABLE


def _say(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(f"{_printable(line)}\n")


def _printable(line: str) -> str:
    """*line* without what would move the cursor, and with only what the stream can take."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)
    encoding = sys.stderr.encoding or "ascii"
    return shown.encode(encoding, "backslashreplace").decode(encoding)
