"""The blocks of README.md: what a reader types, and what the page says comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parent.parent / "README.md"
TOKEN: Final = r"[\w-]+\.[\w-]+\.[\w-]+"
END: Final = "-- end of block --"


@dataclass(frozen=True)
class Block:
    """One thing to type, and the answer that follows it on the page, if one does."""

    typed: str
    answer: str = ""

    @property
    def script(self) -> str:
        """The block, and the mark after its output."""
        return f"{self.typed}echo '{END}'\n"

    def is_answered_by(self, output: str) -> bool:
        """Whether *output* is what the page says, where ``eyJ…`` stands for any token."""
        said, came = (json.dumps(json.loads(one), ensure_ascii=False) for one in (self.answer, output))
        return re.fullmatch(re.escape(said).replace("eyJ…", f"eyJ{TOKEN}"), came) is not None


def blocks() -> Iterator[Block]:
    """What there is to type in a shell, from top to bottom."""
    found: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    following = [*found[1:], ("", "")]
    for (language, text), (next_language, next_text) in zip(found, following, strict=True):
        if language == "sh":
            yield Block(text, next_text) if next_language == "json" else Block(text)
