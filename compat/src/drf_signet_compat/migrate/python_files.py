"""What one Python file says of Simple JWT, and what is to be changed in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from drf_signet_compat.migrate import imports, lost_modules, requirement_lines, settings_modules, strings
from drf_signet_compat.migrate.edits import Edit, Mention, edited
from drf_signet_compat.migrate.names import NEW, NEW_ROOT, OLD
from drf_signet_compat.migrate.positions import Positions
from drf_signet_compat.migrate.setting_keys import keys_of_simple_jwt
from drf_signet_compat.migrate.sources import Source, UnreadableError, parse, read_python


@dataclass(frozen=True, slots=True)
class PythonFile:
    """A Python file that has to do with Simple JWT, or with settings."""

    path: str
    data: bytes
    source: Source
    tree: ast.Module
    positions: Positions

    @property
    def is_settings(self) -> bool:
        """Whether it says which apps there are."""
        return settings_modules.says_apps(self.tree)

    @property
    def installs(self) -> bool:
        """Whether `install` is called here."""
        return settings_modules.installs(self.tree)

    @property
    def speaks_of_it(self) -> bool:
        """Whether it names Simple JWT, or what takes its place."""
        return OLD in self.source.text or NEW in self.source.text or bool(keys_of_simple_jwt(self.tree))

    def third_party(self, neighbours: Mapping[str, str]) -> set[str]:
        """Those of the *neighbours* that are named here, by their import names."""
        return {neighbours[root] for root in _roots(self.tree) if root in neighbours}

    def renamed(self, *, keep_apps: bool = False) -> tuple[list[Edit], list[Mention]]:
        """The edits that replace the old name, but for that of apps if told so; the lines left for a person."""
        edits, left = imports.find(self.tree, self.positions)
        more, lines = strings.find(self.tree, self.positions, keep_apps=keep_apps)
        edits += more
        if self.path.rpartition("/")[2] == "setup.py":
            edits += requirement_lines.in_lists(self.tree, self.positions)
        return edits, [Mention(self.path, line, why) for line, why in left + lines]

    def written(self, edits: list[Edit]) -> bytes:
        """The file with the *edits*. Raises `UnreadableError` if it would be no Python any more."""
        text = edited(self.source.text, edits)
        parse(text)
        return self.source.encode(text)


def read(path: str, data: bytes, neighbours: Iterable[str] = ()) -> PythonFile | None:
    """
    The file, if there is a reason to look at it, such as one of the *neighbours*, import names of packages.

    Raises `UnreadableError` if that fails.
    """
    named = OLD.encode() in data
    words = (NEW_ROOT, "INSTALLED_APPS", "SIMPLE_JWT", "simplejwt", *lost_modules.WORDS, *neighbours)
    if not (named or path.rpartition("/")[2] == "setup.py" or any(word.encode() in data for word in words)):
        return None
    try:
        source = read_python(data)
        return PythonFile(path, data, source, parse(source.text), Positions(source.text))
    except UnreadableError:
        if named:
            raise
        return None


def _roots(tree: ast.Module) -> Iterator[str]:
    """The first parts of what the file imports, of its dotted strings, and the strings in its lists."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if "." in text:
                yield text.partition(".")[0]
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                yield from (
                    one.value for one in elements if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
            case ast.Import(names=aliases):
                yield from (alias.name.partition(".")[0] for alias in aliases)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case _:
                pass
