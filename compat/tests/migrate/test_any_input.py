"""Whatever lies in the folder: no exception, no byte changed but the name, and no second round."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

import libcst as cst
from hypothesis import given, settings
from hypothesis import strategies as st

from compat.tests.migrate.conftest import contents, write
from drf_signet_compat.migrate import (
    ini_lists,
    install_line,
    python_files,
    requirement_lines,
    toml_tables,
)
from drf_signet_compat.migrate.command import main
from drf_signet_compat.migrate.sources import UnreadableError

OLD = b"rest_framework_simplejwt"
NEW = b"drf_signet_compat.simplejwt"
PIECES = st.sampled_from(
    [
        *"{}()[],=:;#\\\n\r\f\t 'é𠀀x\ufeff\x00\u2028\x0b\x1c",
        *("rest_framework_simplejwt", ".tokens", "import ", "from ", " as x", '"', "'''", "f'", "\r\n", "    "),
        *("def f(): ", "if x:\n", "INSTALLED_APPS", "SIMPLE_JWT", "djoser", "drf_signet", "# coding: latin-1\n"),
        *("djangorestframework-simplejwt", ">=5", "[crypto]", "dependencies", "[packages]\n", "[options]\n"),
        *("install_requires", "from __future__ import annotations\n"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
FILES = ("a.py", "settings.py", "setup.py", "b.pyi", "requirements.txt", "pyproject.toml", "Pipfile", "setup.cfg")
NAMES = st.sampled_from([*FILES, "x.yml", "uv.lock"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "utf-16", "gbk"])
STATEMENTS = st.sampled_from(
    [
        "",
        "from rest_framework_simplejwt.tokens import T",
        "import rest_framework_simplejwt.tokens as t",
        "import os, rest_framework_simplejwt.views",
        "x = rest_framework_simplejwt.views.V",
        "é = 'rest_framework_simplejwt.tokens'",
        "y = ['é', 'rest_framework_simplejwt']",
        "'rest_framework_simplejwt.tokens'",
        "z = '''\n𠀀''' ; w = 'rest_framework_simplejwt.state'",
        "# rest_framework_simplejwt",
        "if x:\n\tfrom rest_framework_simplejwt import utils\n\f",
        "INSTALLED_APPS = [\n'a'\n]",
        "import os",
    ]
)


@settings(max_examples=150, deadline=None)
@given(files=st.dictionaries(NAMES, TEXTS, max_size=3), encoding=ENCODINGS, install=st.booleans())
def test_any_files_are_taken(files: dict[str, str], encoding: str, install: bool) -> None:
    """Statuses are the three that are promised, and a second round changes nothing."""
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place), {name: text.encode(encoding, "replace") for name, text in files.items()})
        before = contents(folder)
        options = [place, *(["--install"] if install else [])]
        status = main(options)
        assert status in {0, 1, 2}
        assert contents(folder) == before
        assert main([*options, "--write"]) in {0, 2}
        after = contents(folder)
        if status in {0, 1}:
            assert (status == 1) == (after != before)
        assert main([*options, "--write"]) in {0, 2}
        assert contents(folder) == after


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=200), named=st.booleans())
def test_any_bytes_are_taken(data: bytes, named: bool) -> None:
    """They are read, or refused in words."""
    try:
        file = python_files.read("setup.py", data + (b"\n#" + OLD if named else b""))
        if file:
            file.renamed()
    except UnreadableError:
        return


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(STATEMENTS, min_size=1, max_size=10),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["utf-8", "utf-8-sig"]),
    ends=st.booleans(),
)
def test_a_program_says_the_same_with_the_other_name(lines: list[str], newline: str, mark: str, ends: bool) -> None:
    """Its syntax tree is the old one with the name replaced; its other bytes are the old ones."""
    text = ("\n".join(lines) + "\n" * ends).replace("\n", newline)
    file = python_files.read("setup.py", text.encode(mark))
    assert file
    after = file.renamed()[0].data
    assert after.replace(NEW, OLD) == text.encode(mark)
    again = python_files.read("setup.py", after)
    assert again
    assert again.renamed()[0].data == after
    comments = text.count("# rest_framework_simplejwt")
    prose = [node for node in file.tree.body if isinstance(node, ast.Expr)]
    used_alone = "x = rest" in text and "import os, rest" not in text
    alone = text.count("x = rest") if used_alone else 0
    assert after.count(OLD) == comments + len(prose) + alone
    if not comments and not prose and not alone:
        whole = ast.parse(text.replace(OLD.decode(), NEW.decode()))
        assert ast.dump(again.tree) == ast.dump(whole)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(STATEMENTS, min_size=1, max_size=8), head=st.sampled_from(["", "'''D'''\n", "# c\n", "#!x\n\n# c\n"])
)
def test_the_line_of_install_is_all_that_is_added(lines: list[str], head: str) -> None:
    """Wherever it goes, the rest of the program is as it was; the edit itself makes sure of it."""
    text = head + "\n".join(lines)
    module = install_line.added(cst.parse_module(text))
    assert module, "each statement has its own line here"
    assert module.code.count("install()") == 1
    assert without_blanks(module.code.replace(install_line.LINES, "")) == without_blanks(text)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_lists_of_requirements_are_taken_as_they_are(text: str) -> None:
    """A second round finds nothing, in every format."""
    for changed in (requirement_lines.changed, ini_lists.changed):
        after = changed(text)
        assert changed(after) == after
    try:
        after = toml_tables.changed(text)
    except UnreadableError:
        return
    assert toml_tables.changed(after) == after


def without_blanks(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in text.splitlines() if line.strip()]
