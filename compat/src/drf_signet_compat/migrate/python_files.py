"""What one Python file says of Simple JWT, and what is to be changed in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from drf_signet_compat.migrate import (
    imports,
    install_line,
    lost_modules,
    mention,
    settings_modules,
    setup_lists,
    strings,
    trees,
)
from drf_signet_compat.migrate.mention import Mention
from drf_signet_compat.migrate.names import DISTRIBUTION, MENTION, NEW, NEW_ROOT, OLD
from drf_signet_compat.migrate.setting_keys import keys_of_simple_jwt
from drf_signet_compat.migrate.sources import Source, UnreadableError, parse, read_python


@dataclass(frozen=True, slots=True)
class PythonFile:
    """A Python file that has to do with Simple JWT, or with settings."""

    path: str
    data: bytes
    source: Source
    tree: ast.Module

    @property
    def is_setup(self) -> bool:
        """Whether it says what a distribution requires."""
        return self.path.rpartition("/")[2] == "setup.py"

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

    def renamed(self, *, keep_apps: bool = False) -> tuple[PythonFile, list[Mention]]:
        """
        The file with our names in place of the old ones, and what is left to do. The names of apps stay if asked.

        Raises `UnreadableError` where it can't be written.
        """
        if not MENTION.search(self.source.text):
            return self, []
        with trees.room():
            module = trees.read(self.source.text)
            findings = [*imports.find(module, self.tree), *strings.find(module, keep_apps=keep_apps)]
            module, left = trees.changed(module, findings)
            if self.is_setup:
                module, _ = trees.changed(module, setup_lists.find(module))
            after = self._with(module.code)
        mentions = [Mention(self.path, line, why) for line, why in left]
        if self.is_setup:
            mentions += mention.in_text(self.path, after.source.text, DISTRIBUTION)
        return after, mentions

    def installed(self) -> PythonFile | None:
        """The file with the line of `install`, or None where there is no place for it. Raises `UnreadableError`."""
        with trees.room():
            module = install_line.added(trees.read(self.source.text))
            return self._with(module.code) if module else None

    def _with(self, code: str) -> PythonFile:
        return PythonFile(self.path, self.source.encode(code), replace(self.source, text=code), parse(code))


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
        return PythonFile(path, data, source, parse(source.text))
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
