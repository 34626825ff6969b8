"""The key set: which key signs, and the next step for the others."""

from __future__ import annotations

from collections.abc import Iterator

from signet_server.key_report import NO_FILE, NONE_SIGNS, keys_in_words
from signet_server.live.finding import Finding


def keys() -> Iterator[Finding]:
    """As ``signet doctor`` says it."""
    for name, words in keys_in_words():
        if words in (NONE_SIGNS, NO_FILE) or words.startswith("the keys can't be read"):
            yield Finding("keys", "Nobody can sign in or refresh: " + words + ".", "Run 'signet keys list'.")
        else:
            yield Finding("keys", f"{'The key that signs: ' if name == 'signing' else ''}{words}.")
