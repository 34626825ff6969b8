"""Each test finds its Django project, the map shows each folder, and what is long is run by ``make soak``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.soak.elsewhere import ELSEWHERE, is_long
from tools import run_tests, soak
from tools.make_venv import ROOT
from tools.run_tests import QUICK, overall
from tools.suites import (
    ACCOUNTS,
    ADOPTION,
    LIBRARY,
    PYTHON_CLIENT,
    RUN_BY_OTHERS,
    SERVICE,
    SUITES,
    SeveralSuitesError,
    Suite,
    arguments,
    divided,
    innermost,
    is_below,
    suite_of,
    suites_in,
)

TESTED: Final = ("tests", "compat/tests", "clients/python/tests")
MAP: Final = ROOT / "tests" / "README.md"


@pytest.mark.parametrize(
    ("path", "suite"),
    [
        ("tests/accounts/test_sign_up.py", ACCOUNTS),
        ("tests/accounts", ACCOUNTS),
        ("tests/service/test_users.py", SERVICE),
        ("tests/core", LIBRARY),
        ("tests/soak/test_races.py", LIBRARY),
        ("compat/tests/simplejwt/test_install.py", LIBRARY),
        ("compat/tests/simplejwt/adoption", ADOPTION),
        ("clients/python/tests/test_client.py", PYTHON_CLIENT),
        ("README.md", LIBRARY),
    ],
)
def test_a_path_has_one_project(path: str, suite: Suite) -> None:
    """That of the innermost folder around it."""
    assert suite_of([ROOT / path]) is suite


def test_paths_of_several_projects_are_told_what_to_run() -> None:
    """In one sentence, with a command to run for each."""
    with pytest.raises(SeveralSuitesError) as caught:
        suite_of([ROOT / "tests/accounts", ROOT / "tests/wire/test_random.py", ROOT / "tests/core"])
    commands = "`pytest tests/accounts`, `pytest tests/wire/test_random.py tests/core`"
    assert str(caught.value) == (
        f"these tests need Django projects of their own: run `make test` for all of them, or one at a time: {commands}"
    )


def test_a_folder_around_several_projects_is_told_so_unless_they_are_ignored() -> None:
    """The command that it names is one that runs."""
    with pytest.raises(SeveralSuitesError, match="`pytest compat/tests --ignore=compat/tests/simplejwt/adoption`, "):
        suite_of([ROOT / "compat/tests"])
    assert suite_of([ROOT / "compat/tests"], [ROOT / "compat/tests/simplejwt/adoption"]) is LIBRARY


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_a_whole_suite_is_one(suite: Suite) -> None:
    """What is given to pytest for it asks for one project."""
    words = arguments(suite)
    ignored = [ROOT / one.removeprefix("--ignore=") for one in words if one.startswith("--")]
    assert suite_of([ROOT / one for one in words if not one.startswith("--")], ignored) is suite


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_each_folder_is_in_one_part_of_its_suite(suite: Suite) -> None:
    """A new one as well, which no part names; and what a part names is there."""
    given = [words for _, words in divided(suite)]
    assert [one for words in given for one in words if not (ROOT / one.removeprefix("--ignore=")).is_dir()] == []
    folders = {file.parent for top in TESTED for file in (ROOT / top).rglob("test_*.py")}
    own = [one for one in folders if innermost(one) is suite and not is_below(one, [ROOT / by for by in RUN_BY_OTHERS])]
    assert {one: sum(takes(words, one) for words in given) for one in own} == dict.fromkeys(own, 1)


def takes(words: list[str], folder: Path) -> bool:
    """Whether pytest looks into *folder* when it is given *words*."""
    named = [ROOT / one for one in words if not one.startswith("--")]
    ignored = [ROOT / one.removeprefix("--ignore=") for one in words if one.startswith("--")]
    return is_below(folder, named) and not is_below(folder, ignored)


def pytest_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What pytest says in *folder* to somebody who has no settings in the environment."""
    inherited = {name: one for name, one in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    command = [str(Path(sys.executable).with_name("pytest")), "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=folder, env=inherited, capture_output=True, text=True, check=False)


def test_a_test_is_run_by_its_name_from_anywhere() -> None:
    """By its node id, from its folder, in a worker of xdist; and the project is the one of its suite."""
    names = (
        "test_suites.py::test_a_path_has_one_project",
        "test_suites.py::test_what_a_test_starts_begins_at_the_root",
    )
    done = pytest_in(ROOT / "tests" / "accounts", "-n", "1", "test_models.py")
    assert done.returncode == 0, done.stdout + done.stderr
    done = pytest_in(ROOT / "tests" / "accounts", *(f"../repository/{one}" for one in names), "-k", "sign_up or root")
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_what_a_test_starts_begins_at_the_root() -> None:
    """So that ``python -m tests.…`` is found, wherever pytest was started."""
    assert Path.cwd() == ROOT


def test_a_mixture_stops_before_anything_is_run() -> None:
    """With the sentence, and nothing of a traceback."""
    done = pytest_in(ROOT, "tests/accounts", "tests/core")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.startswith("ERROR: these tests need Django projects of their own: ")
    assert done.stderr.count("\n") <= 2


def test_the_map_shows_every_folder() -> None:
    """Each that has tests in it, with the command that runs it, and each that helps them."""
    folders = {file.parent for top in TESTED for file in (ROOT / top).rglob("test_*.py")}
    folders -= {folder for folder in folders if "project" in folder.parts or "projects" in folder.parts}
    expected = {
        folder.relative_to(ROOT).as_posix(): " ".join(["pytest", *next(iter(suites_in(folder, ())))[1]])
        for folder in folders
    }
    rows = re.findall(r"^\| `(\S+)` \| \S.* \| `(pytest .+)` \| \d+ \|$", MAP.read_text(), re.MULTILINE)
    assert dict(rows) == expected
    assert [folder for folder, _ in rows] == sorted(expected)
    helping = re.findall(r"^\| `(tests/\w+)` \| [^|]+ \|$", MAP.read_text(), re.MULTILINE)
    inside = {
        one.relative_to(ROOT).as_posix() for one in (ROOT / "tests").iterdir() if one.is_dir() and any(one.iterdir())
    }
    assert set(helping) == {
        one for one in inside if not one.endswith("__") and not any(f.startswith(one) for f in expected)
    }


def test_no_helper_lies_beside_the_folders() -> None:
    """What several folders use has a folder with a telling name."""
    assert {one.name for one in (ROOT / "tests").glob("*.py")} == {"__init__.py", "conftest.py"}


def test_what_is_long_is_there_and_has_a_shorter_relative() -> None:
    """No line is about a test that has gone, and no file is left out as a whole."""
    for file, parts in ELSEWHERE.items():
        text = (ROOT / file).read_text()
        functions = set(re.findall(r"^def (test_\w+)\(", text, re.MULTILINE))
        named = {part.partition("[")[0] for part in parts} - {""}
        assert named <= functions, file
        whole = {part for part in parts if "[" not in part}
        assert whole < functions, file


def test_names_are_long_by_what_they_begin_with_or_have_in_brackets() -> None:
    """As a whole, by one of their cases, or in all of a file."""
    assert is_long("tests/service/test_docs_page.py::test_one_click_signs_in[postgresql]")
    assert not is_long("tests/service/test_docs_page.py::test_one_click_signs_in[sqlite]")
    assert is_long("tests/guides/test_djoser.py::test_the_way_back_is_open")
    assert not is_long("tests/guides/test_djoser.py::test_users_stay_signed_in")


def test_what_is_run_again_or_quickly_is_there() -> None:
    """The files that are named."""
    again = [one for suite in SUITES for one in suite.again]
    named = [*again, *(one.removeprefix("--ignore=") for paths in QUICK.values() for one in paths)]
    assert [one for one in named if not (ROOT / one).exists()] == []


@pytest.mark.parametrize(
    ("statuses", "fine", "status"),
    [([0, 0], {0}, 0), ([0, -9], {0}, -9), ([0, 5], {0}, 5), ([0, 5], {0, 5}, 0), ([5, 5], {0, 5}, 5)],
)
def test_one_failure_is_a_failure(statuses: list[int], fine: set[int], status: int) -> None:
    """Also a suite that was killed; that no suite has a test of that name is one, too."""
    assert overall(statuses, fine) == status


def test_a_soak_says_what_it_did_not_get_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which is no failure."""
    monkeypatch.setenv("SIGNET_SOAK_SECONDS", "0")
    assert run_tests.main(["soak"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Not reached within 0 seconds: library, service, ")
    assert last.endswith("tests/soak/test_verifiers_benchmark.py.")


def test_a_soak_that_fails_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever comes after it."""
    failing = tmp_path / "test_failing.py"
    failing.write_text("def test_it():\n    assert False\n")
    options = ["-c", str(tmp_path / "pytest.ini"), "-p", "no:cacheprovider", "-p", "no:django"]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.setattr(soak, "all_parts", lambda: iter([("it", [str(failing), *options]), ("more", ["nothing"])]))
    assert soak.main([]) == 1
