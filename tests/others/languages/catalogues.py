"""Catalogues of translations: a real one in a folder, and one that has every text."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation

SOURCE: Final = Path(__file__).resolve().parents[3] / "src" / "drf_signet"
MARKS: Final = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"})
"""The names of the functions around texts to translate, for ``makemessages``."""

TRANSLATED: Final = "\N{SECTION SIGN}"
"""The mark at the start of every text, in the catalogue that has all of them."""

FOR_PROGRAMS: Final = frozenset({"code", "reason", "token_class", "token_type", "max_age"})


def write_catalogue(folder: Path, language: str, texts: Mapping[str, str]) -> None:
    """Write what ``compilemessages`` would make of *texts* to a folder for LOCALE_PATHS. NUL joins plurals."""
    header = {"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"}
    pairs = [(one.encode(), other.encode()) for one, other in sorted({**header, **texts}.items())]
    start = 28 + 16 * len(pairs)
    tables, blob = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), start + len(blob))
            blob += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(head + tables[0] + tables[1] + blob)


def translate_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, every text has a translation: itself, behind a mark."""
    functions: Any = vars(translation)["_trans"]
    monkeypatch.setattr(functions, "gettext", lambda text: TRANSLATED + text)
    monkeypatch.setattr(functions, "pgettext", lambda context, text: TRANSLATED + text)
    monkeypatch.setattr(functions, "ngettext", lambda one, more, number: TRANSLATED + (one if number == 1 else more))


def texts_in(answer: object) -> Iterator[str]:
    """Every text in *answer* that is for people."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            if name not in FOR_PROGRAMS:
                yield from texts_in(value)
    elif isinstance(answer, list):
        for one in answer:
            yield from texts_in(one)


def assert_translated(answer: object) -> None:
    """No English is left in *answer*."""
    texts = list(texts_in(answer))
    assert texts, answer
    assert [one for one in texts if not one.startswith(TRANSLATED)] == []


def marked_texts() -> frozenset[str]:
    """The texts that ``makemessages`` finds in this package."""
    return frozenset(
        argument.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )
