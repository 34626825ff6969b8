"""The prose in a file, paragraph by paragraph, without the code around it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from babel.messages.pofile import read_po


@dataclass(frozen=True)
class Text:
    """A paragraph, and the line of the file on which it begins. Line breaks in it are kept."""

    line: int
    words: str


_FENCE = re.compile(r"(?ms)^[ ]*(```|~~~).*?^[ ]*\1[ ]*$")
_INLINE_CODE = re.compile(r"``.+?``|`[^`\n]+(?:\n[^`\n]+)?`")
_LINK = re.compile(r"\]\([^)\s]*\)")
_PARAGRAPH = re.compile(r"(?:.+\n?)+")
_BLOCK = re.compile(r"^\s*(?:[-*] |\d+\. |#+ |\| ?|> )|(?<= )\| ")
_TAG = re.compile(r"(?s)<(script|style)\b.*?</\1>|<[^<>]*>|{%.*?%}|{#.*?#}")
_TYPESCRIPT = re.compile(
    r"""(?P<comment>(?:[ \t]*//[^\n]*\n)+|/\*.*?\*/)"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`)""",
    re.DOTALL,
)

_BETWEEN_TAGS = re.compile(r"(?<=[\w\"'/}]>)[^<>{}=;]+(?=[<{])")


def _blank(match: re.Match[str]) -> str:
    """Nothing but the line breaks of a *match*, so that what follows keeps its line."""
    return "\n" * match.group().count("\n")


def _code(match: re.Match[str]) -> str:
    """A word in place of code that is part of a sentence."""
    return "X" + _blank(match)


def _paragraphs(words: str, first: int = 1) -> Iterator[Text]:
    """A paragraph ends with an empty line, or where an item, a heading or a cell begins."""
    for block in _PARAGRAPH.finditer(words):
        line = first + words.count("\n", 0, block.start())
        held: list[str] = []
        for number, row in enumerate(block.group().splitlines()):
            for place, cell in enumerate(_BLOCK.split(row)):
                if held and (place or _BLOCK.match(row)):
                    yield Text(line + number - len(held) + (place > 0), "\n".join(held))
                    held = []
                if cell.strip() or held:
                    held.append(cell.strip())
        if held:
            yield Text(line + block.group().rstrip("\n").count("\n") - len(held) + 1, "\n".join(held))


def of_markdown(source: str) -> Iterator[Text]:
    """What is neither a block of code nor inline code nor an address."""
    words = _LINK.sub("]", _INLINE_CODE.sub(_code, _FENCE.sub(_blank, source)))
    return _paragraphs(re.sub(r"[*]{1,2}|[\[\]]", "", words))


def _of_docstring(words: str, line: int) -> Iterator[Text]:
    return _paragraphs(_INLINE_CODE.sub(_code, words), line)


def _strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings as they are written; what an f-string fills in is a word."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values]
            yield node.lineno, "".join(parts)
        else:
            yield from _strings(node)


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Comments on lines that follow each other are one."""
    held: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if held and token.start[0] != last + 1:
            yield last - len(held) + 1, "\n".join(held)
            held = []
        held.append(token.string.lstrip("#: "))
        last = token.start[0]
    if held:
        yield last - len(held) + 1, "\n".join(held)


def of_python(source: str) -> Iterator[Text]:
    """Docstrings, other strings, and comments."""
    for line, words in (*_strings(ast.parse(source)), *_comments(source)):
        yield from _of_docstring(words, line)


def of_typescript(source: str) -> Iterator[Text]:
    """Comments, and strings in one line."""
    for match in _TYPESCRIPT.finditer(source):
        kind = match.lastgroup
        words = match.group().strip("\"'`") if kind == "string" else match.group()
        if kind == "comment":
            words = re.sub(r"(?m)^[ \t]*(?://|/\*+|\*/|\*)[ ]?|\*/", "", words)
        if " " in words.strip():
            yield from _of_docstring(words, source.count("\n", 0, match.start()) + 1)


def of_react(source: str) -> Iterator[Text]:
    """The same, and the text between tags."""
    yield from of_typescript(source)
    for match in _BETWEEN_TAGS.finditer(source):
        yield from _of_docstring(match.group(), source.count("\n", 0, match.start()) + 1)


def of_template(source: str) -> Iterator[Text]:
    """What is neither a tag of HTML nor one of Django's."""
    words = _TAG.sub(_blank, source)
    return _paragraphs(re.sub(r"{{.*?}}", "X", words))


def of_catalogue(source: str) -> Iterator[Text]:
    """The texts to be translated, not their translations."""
    for message in read_po(io.BytesIO(source.encode())):
        forms = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for form in forms:
            yield from _paragraphs(str(form), message.lineno or 1)


_READERS: dict[str, Callable[[str], Iterator[Text]]] = {
    ".md": of_markdown,
    ".py": of_python,
    ".ts": of_typescript,
    ".tsx": of_react,
    ".js": of_typescript,
    ".mjs": of_typescript,
    ".html": of_template,
    ".txt": of_template,
    ".po": of_catalogue,
}


def texts_of(path: str, source: str) -> Iterator[Text]:
    """The prose of *source*, read as the name of its file asks for. Nothing, where no reader knows the kind of file."""
    reader = _READERS.get(PurePath(path).suffix)
    return reader(source) if reader else iter(())
