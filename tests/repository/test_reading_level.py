"""The measure of how hard documents are to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.reading_level import Level, level_of, syllables_in

PAGE = """\
# A heading is no sentence

The cat sat on the mat. The cat sat on the `whole grey mat`.

| A table | is none |
|---|---|

```python
nor = "is code. It is not."
```

- A letter is one
"""


def test_sentences_words_and_syllables() -> None:
    """Of prose alone; inline code is one word."""
    assert level_of(PAGE) == Level(sentences=3, words=6 + 6 + 4, syllables=6 + 6 + 5)


def test_the_formulas() -> None:
    """As Flesch and Kincaid have them: ten words and fifteen syllables in one sentence."""
    level = Level(1, 10, 15)
    assert level.ease == pytest.approx(206.835 - 10.15 - 126.9)
    assert level.grade == pytest.approx(3.9 + 17.7 - 15.59)


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("token", 2), ("authentication", 5), ("2", 1)])
def test_syllables(word: str, count: int) -> None:
    """Where a dictionary would part them."""
    assert syllables_in(word) == count


def test_the_program_prints_a_table() -> None:
    """With a total of all documents."""
    run = [sys.executable, "-m", "tools.reading_level"]
    said = subprocess.run(run, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert "| README.md |" in said.stdout
    assert said.stdout.splitlines()[-1].startswith("| all |")
