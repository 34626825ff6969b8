"""Searches templates and pages for texts that a visitor can see and no catalogue can translate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from tests.others.languages.unmarked_python import is_in_words

MARKED: Final = re.compile(r"\{%\s*blocktrans(late)?\b.*?\{%\s*endblocktrans(late)?\s*%\}", re.DOTALL)
SYNTAX: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)

HEARD: Final = frozenset(("alt", "aria-label", "placeholder", "title", "value", "data-text"))
"""Attributes that are shown or read aloud, or that a script shows."""

UNSEEN: Final = frozenset(("script", "style"))

SENTENCE: Final = re.compile(r"""(["'`])((?:[A-Z][a-z]*|[a-z]+ ?)[^"'`\n{}]* [^"'`\n]*)\1""")
"""A literal of JavaScript that has words in it, with spaces between them."""


def unmarked_in_template(source: str, name: str) -> Iterator[str]:
    """``NAME: TEXT`` for each text in *source*, a template of HTML or of plain text, that is shown and isn't marked."""
    for text in texts_of_page(SYNTAX.sub("", MARKED.sub("", source))):
        yield f"{name}: {text}"


def unmarked_in_script(source: str, name: str) -> Iterator[str]:
    """``NAME: TEXT`` for each text in *source*, a script: these come from the page that it is in."""
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", source, flags=re.MULTILINE)
    for found in SENTENCE.finditer(code):
        if is_in_words(found[2]) and not found[2].startswith("#"):
            yield f"{name}: {found[2]}"


def texts_of_page(html: str) -> list[str]:
    """The texts of *html* that are shown or read aloud."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [text for text in reader.found if is_in_words(text)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        given = dict(attrs)
        shown = {*HEARD, "content"} if given.get("name") == "description" else HEARD
        # A button shows its text, and a hidden field nothing.
        shown = shown - {"value"} if tag == "button" or given.get("type") == "hidden" else shown
        for name in shown & given.keys():
            self._take(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._take(data)

    def _take(self, text: str) -> None:
        self.found += filter(None, (line.strip(" \t.,:;-|()") for line in text.split("\n")))
