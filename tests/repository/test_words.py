"""The linter of words: each rule finds what it is for, in each kind of file, and nothing that is code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.words.finds import finds_in
from tools.words.rules import Rule, RuleBook, read_rules
from tools.words.texts import texts_of

BOOK = read_rules()
BY_NAME = {rule.name: rule for rule in BOOK.rules}
SENTENCE = "The key belongs into the environment."

KINDS = {
    "page.md": (f"# A page\n\nText.\n\n- An item\n  that goes on.\n- {SENTENCE}\n", 7),
    "table.md": (f"| A | B |\n|---|---|\n| one | {SENTENCE} |\n", 3),
    "wrapped.md": ("Text. The key belongs\ninto the environment.\n", 1),
    "docstring.py": (f'def key():\n    """\n    A key.\n\n    {SENTENCE}\n    """\n', 5),
    "comment.py": (f"one = 1\n# A key.\n# {SENTENCE}\n", 3),
    "string.py": ('raise ValueError(\n    "The key belongs "\n    f"into {place}."\n)\n', 2),
    "comment.ts": (f"const one = 1;\n/** A key.\n * {SENTENCE} */\n", 3),
    "line.ts": (f"const one = 1;\n// A key.\n// {SENTENCE}\n", 3),
    "string.ts": (f'const one = "{SENTENCE}";\n', 1),
    "text.tsx": (f"const one = () => (\n  <p>\n    {SENTENCE}\n  </p>\n);\n", 3),
    "mail.html": (f"<p>\n  {{% if link %}}{SENTENCE}{{% endif %}}\n</p>\n", 2),
    "mail.txt": ("Hello,\n\nthe key of {{ site }} belongs into the environment.\n", 3),
    "django.po": (f'msgid ""\nmsgstr ""\n\n#: one.py\nmsgid "{SENTENCE}"\nmsgstr ""\n', 5),
}

CODE = {
    "page.md": "```python\n# belongs into\n```\n\nSee `belongs into`, or [it](belongs_into).\n",
    "name.py": "belongs = into = 1\nif belongs:\n    pass\nelse:\n    pass\n",
    "name.ts": "if (belongs) { into(); }\nelse { leave(); }\n",
    "generic.ts": "const one = <T>(belongs: T) => into<T>();\nif (a > belongs && into < b) { one(); }\n",
    "mail.html": "{% belongs into %}<p class='belongs into'></p>\n",
    "data.json": '{"a": "belongs into"}\n',
}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_a_rule_finds_what_is_bad(rule: Rule) -> None:
    """Each of its bad sentences, wherever the lines break, and none of the good ones."""
    only = RuleBook((rule,), (), ())
    assert rule.bad
    assert rule.good
    for words in rule.bad:
        assert list(finds_in("page.md", f"{words}\n", only)), words
        assert list(finds_in("page.md", words.replace(" ", "\n") + "\n", only)), words
        assert list(finds_in("code.py", f'"""{words}"""\n', only)), words
    for words in rule.good:
        assert not list(finds_in("page.md", f"{words}\n", only)), words


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_file_is_read(name: str) -> None:
    """The linter finds the planted sentence, and the line on which it begins."""
    source, line = KINDS[name]
    (found,) = finds_in(name, source, RuleBook((BY_NAME["belongs into"],), (), ()))
    assert (found.path, found.line) == (name, line)
    assert str(found).startswith(f"{name}:{line}: “belongs")


@pytest.mark.parametrize("name", CODE)
def test_code_is_not_read(name: str) -> None:
    """Names, keywords, blocks and addresses are no prose."""
    assert list(finds_in(name, CODE[name], BOOK)) == []


def test_spared_texts_stay() -> None:
    """A text that is somebody else's is no find; the same words elsewhere are."""
    book = RuleBook(BOOK.rules, (SENTENCE,), ())
    assert list(finds_in("page.md", f"{SENTENCE}\n", book)) == []
    assert list(finds_in("page.md", "It belongs into it.\n", book))


def test_files_can_be_left_out() -> None:
    """Whole folders, too."""
    book = RuleBook(BOOK.rules, (), ("built/*",))
    assert book.reads("src/new.py")
    assert not book.reads("built/app.js")
    assert not book.reads("built/deep/page.md")


def test_the_program_says_where(tmp_path: Path) -> None:
    """It fails with a line for each find, and knows the files that git knows."""
    run = [sys.executable, "-m", "tools.words", "tools/words"]
    said = subprocess.run(run, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")


def test_no_text_is_lost() -> None:
    """A paragraph comes with all its words."""
    source, _ = KINDS["page.md"]
    assert [text.words for text in texts_of("page.md", source)] == [
        "A page",
        "Text.",
        "An item\nthat goes on.",
        SENTENCE,
    ]
