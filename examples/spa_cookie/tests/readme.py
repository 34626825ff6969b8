"""The blocks of README.md: what a reader types, and what the page says comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parent.parent / "README.md"
ANSWERS: Final = frozenset({"json", "text"})


@dataclass(frozen=True)
class Block:
    """One thing to type, and the answer that follows it on the page, if one does."""

    typed: str
    answer_language: str = ""
    answer: str = ""

    def is_answered_by(self, output: str) -> bool:
        """Whether *output* is what the page says, where ``…`` stands for anything, and ``eyJ…`` for a token."""
        # Django 5.2 has two spaces before a cookie.
        said, came = (re.sub(" +", " ", one) for one in (self.answer, output))
        if self.answer_language == "json":
            said, came = (json.dumps(json.loads(one), ensure_ascii=False) for one in (said, came))
        token = r"eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+"
        pattern = re.sub("…", "[^;]+", re.sub("eyJ…", token, re.escape(said.strip())))
        # What is left of a day, in whole seconds: some may pass while the answer is written.
        pattern = pattern.replace("=86400", "=(86400|8639[0-9])")
        return re.fullmatch(pattern, came.strip()) is not None


def blocks() -> Iterator[Block]:
    """What there is to type in a shell, from top to bottom."""
    found: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    following = [*found[1:], ("", "")]
    for (language, text), (next_language, next_text) in zip(found, following, strict=True):
        if language == "sh":
            yield Block(text, next_language, next_text) if next_language in ANSWERS else Block(text)
