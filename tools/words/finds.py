"""Where a rule finds something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.words.rules import Rule, RuleBook
from tools.words.texts import Text, texts_of


@dataclass(frozen=True)
class Find:
    """A piece of text that a rule objects to."""

    path: str
    line: int
    found: str
    rule: Rule

    def __str__(self) -> str:
        """One line for the terminal."""
        found = self.found if len(self.found) < 70 else f"{self.found[:67]}…"
        return f"{self.path}:{self.line}: “{found}”: {self.rule.why}. Rather: {self.rule.instead}. [{self.rule.name}]"


def _in_text(text: Text, book: RuleBook) -> Iterator[tuple[int, str, Rule]]:
    words = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", text.words)
    flat = words.replace("\n", " ")
    for spared in book.spared:
        flat = flat.replace(spared, " " * len(spared))
    for rule in book.rules:
        for match in rule.pattern.finditer(flat):
            yield text.line + words.count("\n", 0, match.start()), match.group().strip(), rule


def finds_in(path: str, source: str, book: RuleBook) -> Iterator[Find]:
    """What the rules object to in the prose of a file, whether or not it is one that they hold for."""
    for text in texts_of(path, source):
        for line, found, rule in _in_text(text, book):
            yield Find(path, line, found, rule)
