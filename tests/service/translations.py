"""The texts of the web app in another language, and what of a page is still English."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tools.javascript import CATALOGUES

LATIN: Final = r"[a-z0-9_@\u00c0-\u024f]"
WORD: Final = re.compile(rf"(?<!{LATIN})(?<!\.)[a-z][a-z']+(?!{LATIN})", re.IGNORECASE)
MARKUP: Final = re.compile(r"</?\d+/?>|\{\w+(, plural,)?|\b(one|many|other) (?=\{)")

SEEN: Final = """() => {
    const page = document.body.cloneNode(true);
    // Code, and what people have written themselves, is in no language.
    page.querySelectorAll("code, pre, script, noscript, [lang], .token, .value, .status").forEach((it) => it.remove());
    const named = ["aria-label", "title", "placeholder", "alt"];
    const names = [...page.querySelectorAll("*")].flatMap((it) => named.map((name) => it.getAttribute(name) ?? ""));
    // Of a copy, innerText is that of a page without style sheets: what is hidden belongs to it.
    return [document.title, page.innerText, ...names].join("\\n");
}"""
"""All that a page says, whether to eyes or to ears."""


class Translations:
    """The catalogue of *language*."""

    def __init__(self, language: str) -> None:
        self.language = language
        with (CATALOGUES / f"{language}.po").open("rb") as file:
            self._texts = {str(one.id): str(one.string) for one in read_po(file) if one.id}

    def __call__(self, message: str) -> str:
        """*message* in the language. It is one of the catalogue."""
        return self._texts[message]

    @cached_property
    def _english(self) -> frozenset[str]:
        """The words that are in the English texts alone."""
        return words_in("\n".join(self._texts)) - words_in("\n".join(self._texts.values()))

    def english_on(self, page: Page, *known: str) -> list[str]:
        """The English words of *page*, except those in *known*, such as the name of a user."""
        seen = words_in(str(page.evaluate(SEEN)))
        return sorted(seen & self._english - words_in(" ".join(known)))


def words_in(text: str) -> frozenset[str]:
    """All of them, in lower case."""
    return frozenset(word.lower() for word in WORD.findall(MARKUP.sub(" ", text)))
