"""Every block that a reader may paste is run, or compared with what runs, by somebody who is named here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.block_runners import EXAMPLES, FOLDERS, NOT_RUN, RUN, RUNNERS
from tests.docs.test_links import PAGES

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?ms)^ *```(\w+)\n(.*?)^ *```")


def blocks(page: str) -> list[str]:
    """Those of *page* in a language that runs."""
    found = BLOCK.findall((ROOT / page).read_text())
    return [block for language, block in found if language in RUN]


@pytest.mark.parametrize("page", PAGES)
def test_somebody_runs_the_blocks(page: str) -> None:
    """Of each page, except those that are listed with a reason."""
    left = [block for block in blocks(page) if (page, block.splitlines()[0].strip()) not in NOT_RUN]
    if left and not any(page.startswith(folder) for folder in FOLDERS):
        tests = ROOT / Path(page).parent / "tests"
        assert page in RUNNERS or (page.startswith(EXAMPLES) and tests.is_dir()), (
            f"Nobody runs this block of {page}. Run it, and name the test in tests/docs/block_runners.py:\n{left[0]}"
        )


@pytest.mark.parametrize(("page", "runner"), [(page, one) for page, runners in RUNNERS.items() for one in runners])
def test_whoever_runs_them_names_the_page(page: str, runner: str) -> None:
    """And is there."""
    text = (ROOT / runner).read_text()
    assert Path(page).name in text or f'"{Path(page).stem}"' in text


def test_every_reason_is_about_a_block() -> None:
    """None is left of a block that is gone."""
    first_lines = {(page, block.splitlines()[0].strip()) for page in PAGES for block in blocks(page)}
    assert set(NOT_RUN) - first_lines == set()


def test_every_page_that_is_named_is_there() -> None:
    """With a block."""
    assert [page for page in RUNNERS if not (ROOT / page).exists() or not blocks(page)] == []


def test_the_front_page_shows_the_lines_of_the_readme() -> None:
    """Which docs/index.md repeats, and test_readme.py runs."""
    readme = blocks("README.md")
    install, *lines = blocks("docs/index.md")
    assert [line for line in lines if line not in readme] == []
    assert install.strip() == "pip install drf-signet"
    assert install.strip() in (ROOT / "README.md").read_text()
