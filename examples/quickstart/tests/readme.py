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
    """One thing to type, in *language*, and the answer that follows it on the page, if one does."""

    language: str
    typed: str
    answer_language: str = ""
    answer: str = ""

    @property
    def script(self) -> str:
        """The block as shell, and the mark after its output."""
        shell = f"python - <<'END_OF_PYTHON'\n{self.typed}END_OF_PYTHON\n" if self.language == "python" else self.typed
        return f"{shell}echo '{END}'\n"

    def is_answered_by(self, output: str) -> bool:
        """Whether *output* is what the page says, where ``eyJ…`` stands for any token."""
        said, came = self.answer, output
        if self.answer_language == "json":
            said, came = (json.dumps(json.loads(one), ensure_ascii=False) for one in (said, came))
        pattern = re.escape(said.strip()).replace("eyJ…", f"eyJ{TOKEN}")
        return re.fullmatch(pattern, came.strip()) is not None


def blocks() -> Iterator[Block]:
    """What there is to type, from top to bottom."""
    found: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    following = [*found[1:], ("", "")]
    for (language, text), (next_language, next_text) in zip(found, following, strict=True):
        if language not in {"json", "text"}:
            is_answered = next_language in {"json", "text"}
            yield Block(language, text, *((next_language, next_text) if is_answered else ()))
