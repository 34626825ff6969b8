"""
``python -m tools.words``: fail where a tracked file has words that ``tools/word_rules.toml`` objects to.

With paths: only those.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.words.finds import Find, finds_in
from tools.words.rules import RuleBook, read_rules

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[str]:
    """The files of the project, new ones too, and without those that git ignores."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(path for path in said.stdout.split("\0") if path and (ROOT / path).is_file())


def found_in(paths: list[str], book: RuleBook) -> Iterator[Find]:
    """What is found in files, named from the root."""
    for path in paths:
        try:
            source = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from finds_in(path, source, book)


def main(arguments: list[str] | None = None) -> int:
    """0 where nothing is found, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tools.words", description="Find words that readers stumble over.")
    parser.add_argument("paths", nargs="*", help="files or folders to look at, from the root")
    chosen = parser.parse_args(arguments)
    book = read_rules()
    files = [path for path in tracked() if book.reads(path)]
    if chosen.paths:
        wanted = tuple(path.rstrip("/") for path in chosen.paths)
        files = [path for path in files if path in wanted or path.startswith(tuple(f"{one}/" for one in wanted))]
    found = list(found_in(files, book))
    for find in found:
        print(find)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
