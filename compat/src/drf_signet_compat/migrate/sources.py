"""The text of a file, and the way back to its very bytes."""

from __future__ import annotations

import ast
import codecs
import io
import tokenize
import warnings
from dataclasses import dataclass
from typing import Final

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class UnreadableError(Exception):
    """A file whose text can't be read. The message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text, the encoding it came in, the mark that stood before it, and what each line feed of it was there."""

    text: str
    encoding: str
    mark: bytes = b""
    newline: str = "\n"

    def encode(self, text: str) -> bytes:
        """The bytes of a file with *text* in it. Raises `UnreadableError` where the encoding has no way back."""
        try:
            return self.mark + text.replace("\n", self.newline).encode(self.encoding)
        except ValueError as error:
            raise UnreadableError(f"its encoding {self.encoding} can't be written") from error


def read_python(data: bytes) -> Source:
    """The text of a Python file, as Python reads it. Raises `UnreadableError`."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        name = "utf-8" if mark else encoding
        text = data.removeprefix(mark).decode(name)
    except (SyntaxError, LookupError, ValueError, TypeError) as error:
        raise UnreadableError(f"its encoding can't be read ({_first_line(error)})") from error
    # To LibCST, a carriage return alone is no end of a line.
    newline = "\n" if "\n" in text else "\r"
    source = Source(text.replace(newline, "\n"), name, mark, newline)
    if source.encode(source.text) != data:
        raise UnreadableError(f"its encoding {name} has no way back to the same bytes")
    return source


def read_plain(data: bytes) -> Source:
    """The text of any other file: by its mark, or else UTF-8, or else a letter for each byte."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Source(data.removeprefix(mark).decode(encoding), encoding, mark)
            except UnicodeDecodeError:
                continue
    try:
        return Source(data.decode(), "utf-8")
    except UnicodeDecodeError:
        return Source(data.decode("latin-1"), "latin-1")


def parse(text: str) -> ast.Module:
    """The syntax tree of a Python text. Raises `UnreadableError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise UnreadableError(f"line {error.lineno} is no Python that this Python reads ({error.msg})") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"Python can't read it ({_first_line(error)})") from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
