"""Trees of Python files with their blanks and comments, as LibCST makes them."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from drf_signet_compat.migrate.sources import UnreadableError

NESTED: Final = 6_000
"""How deep calls may go while a tree is written. LibCST makes about five for each level of one."""

Finding = tuple[cst.CSTNode, cst.CSTNode | str]
"""A node, and the one that takes its place, or why it is left to a person."""


def read(text: str) -> cst.Module:
    """
    The tree of a text that Python has parsed. Raises `UnreadableError`.

    LibCST's own parser knows no limit of nesting, and a text that goes beyond it would end the process.
    """
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise UnreadableError(f"LibCST can't read it ({error.message[:100]})") from error
    if module.code != text:
        raise UnreadableError("LibCST can't write it again as it is")
    return module


@contextmanager
def room() -> Iterator[None]:
    """For trees as deep as people write them. Where one is deeper, it raises `UnreadableError`."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, NESTED))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's, of strings whose value is asked for
            yield
    except RecursionError as error:
        raise UnreadableError("its expressions are nested too deeply") from error
    finally:
        sys.setrecursionlimit(limit)


def walk(tree: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The tree and everything below it, in the order of the text."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def changed(module: cst.Module, findings: Iterable[Finding]) -> tuple[cst.Module, list[tuple[int, str]]]:
    """The *module* with what takes the place of its nodes, and the lines of those that are left, and why."""
    new: dict[cst.CSTNode, cst.CSTNode] = {}
    left: list[tuple[cst.CSTNode, str]] = []
    for node, found in findings:
        if isinstance(found, str):
            left.append((node, found))
        else:
            new[node] = found
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider) if left else {}
    after = cst.ensure_type(module.visit(_Replacing(new)), cst.Module) if new else module
    return after, [(positions[node].start.line, why) for node, why in left]


class _Replacing(cst.CSTTransformer):
    def __init__(self, new: Mapping[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self._new = new

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self._new

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self._new.get(original_node, updated_node)
