"""The rules of the words, read from ``tools/word_rules.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

RULES: Final = Path(__file__).resolve().parents[1] / "word_rules.toml"
_SENTENCE_START: Final = r"(?:^|(?<=[.!?] )|(?<=[.!?][\"”)] ))(?:[\"“(])?"


@dataclass(frozen=True)
class Rule:
    """A pattern that text should not have, what is wrong with it, and what to write."""

    name: str
    pattern: re.Pattern[str]
    why: str
    instead: str
    bad: tuple[str, ...]
    good: tuple[str, ...]


@dataclass(frozen=True)
class RuleBook:
    """All rules, the texts that stay to the letter, and the files that are not read."""

    rules: tuple[Rule, ...]
    spared: tuple[str, ...]
    unread: tuple[str, ...]

    def reads(self, path: str) -> bool:
        """Whether the rules hold for a file."""
        return not any(fnmatch(path, pattern) for pattern in self.unread)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("START", _SENTENCE_START), re.IGNORECASE)


def read_rules(path: Path = RULES) -> RuleBook:
    """The rule book of a file. Raises ``KeyError`` where a rule lacks a part."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(
        Rule(
            name=rule["name"],
            pattern=_compiled(rule["pattern"]),
            why=rule["why"],
            instead=rule["instead"],
            bad=tuple(rule["bad"]),
            good=tuple(rule["good"]),
        )
        for rule in held["rules"]
    )
    return RuleBook(rules, tuple(held["spared"]), tuple(held["unread"]))
