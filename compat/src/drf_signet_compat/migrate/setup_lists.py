"""Requirements of Simple JWT in the lists of a ``setup.py``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from drf_signet_compat.migrate import requirement
from drf_signet_compat.migrate.trees import Finding, walk


def find(module: cst.Module) -> Iterator[Finding]:
    """Lists with our distributions in the place of Simple JWT, in the quotes that it had."""
    for node in walk(module):
        match node:
            case cst.List(elements=elements, lbracket=bracket):
                pass
            case cst.Tuple(elements=elements, lpar=[bracket]):
                pass
            case _:
                continue
        texts = [text for element in elements if (text := _text(element))]
        if any(map(requirement.is_simple_jwt, texts)):
            comma = cst.Comma(whitespace_after=_between(bracket.whitespace_after))
            missing = requirement.missing(texts)
            yield node, node.with_changes(elements=[new for one in elements for new in _instead(one, missing, comma)])


def _between(before_first: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """What parts two new elements: a new line where the first element has one, without a comment that is there."""
    if isinstance(before_first, cst.ParenthesizedWhitespace):
        return cst.ParenthesizedWhitespace(indent=before_first.indent, last_line=before_first.last_line)
    return cst.SimpleWhitespace(" ")


def _instead(element: cst.BaseElement, missing: Sequence[str], comma: cst.Comma) -> Iterator[cst.BaseElement]:
    text = _text(element)
    if text is None or not requirement.is_simple_jwt(text):
        yield element
        return
    entries = requirement.instead(text, missing)
    for number, entry in enumerate(entries, start=1):
        value = cst.ensure_type(element.value, cst.SimpleString)
        new = element.with_changes(value=value.with_changes(value=value.value.replace(text, entry)))
        yield new if number == len(entries) else new.with_changes(comma=comma)


def _text(element: cst.BaseElement) -> str | None:
    """What a string says, where it is written as it is read."""
    value = element.value
    if isinstance(value, cst.SimpleString) and value.raw_value == value.evaluated_value:
        return value.raw_value
    return None
