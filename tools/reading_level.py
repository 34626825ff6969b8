"""
``python -m tools.reading_level``: how hard the documents are to read.

For each document: words, the average sentence in words, Flesch reading ease (higher is easier; 60 to 70 is plain
English), and the Flesch-Kincaid grade (years of school). Prose alone is read: no code, no tables, no headings.
Inline code counts as one word of one syllable. Syllables are pyphen's, for American English.

``--commit`` reads the documents of a commit. ``--total`` prints the last line alone.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyphen  # type: ignore[import-untyped]

from tools.words.texts import of_markdown

ROOT = Path(__file__).resolve().parents[1]
GENERATED: Final = ("docs/reference/",)
_SYLLABLES: Final = pyphen.Pyphen(lang="en_US", left=1, right=1)
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9'.-]*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”)]?\s+")
_TABLE_OR_HEADING: Final = re.compile(r"(?m)^[ ]*[|#<].*\n?")


@dataclass(frozen=True)
class Level:
    """The counts of a text, and what follows from them."""

    sentences: int
    words: int
    syllables: int

    def __add__(self, other: Level) -> Level:
        """Both texts, one after the other."""
        return Level(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    @property
    def words_in_a_sentence(self) -> float:
        """The average."""
        return self.words / max(self.sentences, 1)

    @property
    def ease(self) -> float:
        """Flesch reading ease (1948)."""
        return 206.835 - 1.015 * self.words_in_a_sentence - 84.6 * self.syllables / max(self.words, 1)

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade level (1975)."""
        return 0.39 * self.words_in_a_sentence + 11.8 * self.syllables / max(self.words, 1) - 15.59


@cache
def syllables_in(word: str) -> int:
    """At least one."""
    return len(_SYLLABLES.inserted(word.lower()).split("-")) if word.isalpha() else 1


def level_of(page: str) -> Level:
    """The level of a Markdown document's prose. A sentence has two words at least: one alone is a label."""
    level = Level(0, 0, 0)
    for text in of_markdown(_TABLE_OR_HEADING.sub("\n", _without_code(page))):
        for sentence in _SENTENCE_END.split(text.words):
            words = _WORD.findall(sentence)
            if len(words) > 1:
                level += Level(1, len(words), sum(syllables_in(word) for word in words))
    return level


def _without_code(page: str) -> str:
    return re.sub(r"(?ms)^[ ]*```.*?^[ ]*```", "", page)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def documents(commit: str | None) -> dict[str, str]:
    """The text of each document that somebody wrote: of the working tree, or of a commit."""
    listing = _git("ls-tree", "-r", "--name-only", commit) if commit else _git("ls-files")
    paths = [path for path in listing.splitlines() if path.endswith(".md") and not path.startswith(GENERATED)]
    if commit:
        return {path: _git("show", f"{commit}:{path}") for path in paths}
    return {path: (ROOT / path).read_text(encoding="utf-8") for path in paths if (ROOT / path).exists()}


def _rows(levels: Iterable[tuple[str, Level]]) -> Iterable[str]:
    for path, level in levels:
        yield f"| {path} | {level.words:,} | {level.words_in_a_sentence:.1f} | {level.ease:.0f} | {level.grade:.1f} |"


def main() -> int:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.reading_level", description="How hard documents are to read."
    )
    parser.add_argument("--commit", help="read the documents of this commit")
    parser.add_argument("--total", action="store_true", help="print the total alone")
    chosen = parser.parse_args()
    levels = {path: level_of(page) for path, page in documents(chosen.commit).items()}
    print("| Document | Words | Words in a sentence | Reading ease | Grade |\n|---|---:|---:|---:|---:|")
    if not chosen.total:
        print("\n".join(_rows(levels.items())))
    print("\n".join(_rows([("all", sum(levels.values(), Level(0, 0, 0)))])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
