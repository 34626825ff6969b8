"""A page of the tutorial: its sections, and the blocks in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from tests.real_parts.old_environments import ROOT

FOLDER: Final = ROOT / "docs" / "tutorial"
BLOCK: Final = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE
)
CAPTION: Final = re.compile(r"^\*\*`(?P<file>[^`]+)`\*\*(?P<at_the_end>, at the end)?\n\n\Z", re.MULTILINE)
TERMINAL: Final = re.compile(r"\b(first|second|third) terminal\b[^\n]*(\n[^\n]+)*\n\n\Z")
NUMBERS: Final = ("first", "second", "third")
TOKEN: Final = r"eyJ[\w-]+\.[\w-]+\.[\w-]+"


@dataclass(frozen=True)
class Block:
    """One block of a page, and the file or the terminal that is named right over it."""

    language: str
    text: str
    file: str
    at_the_end: bool
    terminal: int | None


@dataclass(frozen=True)
class Section:
    """The text under one heading."""

    title: str
    blocks: Sequence[Block]


def sections(page: str) -> Iterator[Section]:
    """Those of the *page* of the tutorial, from top to bottom."""
    _, *parts = re.split(r"^## (.*)$", (FOLDER / page).read_text(), flags=re.MULTILINE)
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        yield Section(title, list(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    for found in BLOCK.finditer(text):
        before = text[: found.start()]
        caption, terminal = CAPTION.search(before), TERMINAL.search(before)
        file, at_the_end = caption.group("file", "at_the_end") if caption else ("", None)
        number = NUMBERS.index(terminal[1]) if terminal else None
        yield Block(found["language"], dedent(found["text"]), file, bool(at_the_end), number)


def sentences_quoted(page: str) -> list[str]:
    """What *page* says that the reader's own page says, in italics, from top to bottom."""
    found = re.findall(r"(?<!\*)\*([^*]+\.)\*(?!\*)", (FOLDER / page).read_text())
    return [" ".join(one.split()) for one in found]


def is_what_the_page_says(said: str, came: str, *, is_json: bool) -> bool:
    """Whether *came* is what stands on the page, where ``…`` is anything in a line, and ``eyJ…`` a token."""
    if is_json:
        said, came = (json.dumps(json.loads(one), ensure_ascii=False) for one in (said, came))
    return re.fullmatch(_pattern(said), came.strip()) is not None


def is_part_of(said: str, came: str) -> bool:
    """Whether what is *said* on the page is somewhere in what *came*."""
    return re.search(_pattern(said), came.replace("\N{NO-BREAK SPACE}", " ")) is not None


def _pattern(said: str) -> str:
    return re.escape(said.strip()).replace("eyJ…", TOKEN).replace("…", "[^\n]+?")
