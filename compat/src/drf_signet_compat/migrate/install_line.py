"""The line of `install` in a settings module: behind the docstring and ``from __future__``, before everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import libcst as cst
from libcst import matchers as m

from drf_signet_compat.migrate.names import NEW, OLD

LINES: Final = f"from {NEW} import install\n\ninstall()  # from here on, {OLD} is this package\n"

_DOCSTRING: Final = m.Expr(m.SimpleString() | m.ConcatenatedString())
_FUTURE: Final = m.ImportFrom(module=m.Name("__future__"))
_BLANK: Final = m.EmptyLine(comment=None)

Statements = Sequence[cst.SimpleStatementLine | cst.BaseCompoundStatement]


def added(module: cst.Module) -> cst.Module | None:
    """The *module* with the line, or None where no place is safe, as two statements stand in one line there."""
    before = _prelude(module.body)
    rest = [*module.body[len(before) :]]
    if any(len(statement.body) > 1 for statement in before):
        return None
    first, second = cst.parse_module(LINES).body
    header = module.header
    if before:
        first = first.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    elif rest:
        # The comment above the first statement stays with it, unless it is the head of the file.
        start = _last_paragraph(header)
        header, moved = header[:start], header[start:]
        rest[0] = rest[0].with_changes(leading_lines=[*moved, *rest[0].leading_lines])
    if rest and not (rest[0].leading_lines and m.matches(rest[0].leading_lines[0], _BLANK)):
        rest[0] = rest[0].with_changes(leading_lines=[cst.EmptyLine(indent=False), *rest[0].leading_lines])
    return module.with_changes(
        header=header,
        body=[*before, first, second, *rest],
        has_trailing_newline=module.has_trailing_newline or not rest,
    )


def _prelude(body: Statements) -> list[cst.SimpleStatementLine]:
    """The statements that have to stay first."""
    found: list[cst.SimpleStatementLine] = []
    for statement in body:
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        kinds = _FUTURE if found else _FUTURE | _DOCSTRING
        if not m.matches(statement.body[0], kinds):
            break
        found.append(statement)
    return found


def _last_paragraph(header: Sequence[cst.EmptyLine]) -> int:
    """Where the comment begins that stands right above the first statement, below a blank line; or the end."""
    start = len(header)
    while start and header[start - 1].comment:
        start -= 1
    return start or len(header)
