"""What `make release-check` looks for, and what the workflows of the repository say."""

from __future__ import annotations

import io
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tools.make_venv import ROOT
from tools.release import contents, versions
from tools.release.distributions import PYTHON
from tools.release.imports import check_imports
from tools.release.tag import main as compare_tag

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CLASSIFIERS: Final = "\n".join(PROJECT["classifiers"])
PYTHONS: Final = re.findall(r"Python :: (\d\.\d+)$", CLASSIFIERS, re.MULTILINE)
DJANGOS: Final = re.findall(r"Django :: (\d\.\d+)$", CLASSIFIERS, re.MULTILINE)
WORKFLOWS: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
METADATA: Final = """\
Metadata-Version: 2.4
Name: thing
Version: 1
Project-URL: Documentation, https://example.com
Project-URL: Repository, https://example.com
Project-URL: Changelog, https://example.com
Project-URL: Issues, https://example.com

A page with [a link]({link}).
"""


def jobs(name: str) -> dict[str, Any]:
    """The jobs of a workflow."""
    found: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())["jobs"]
    return found


def test_the_workflow_tests_what_is_supported() -> None:
    """Each Python with each Django that runs on it."""
    matrix = jobs("tests.yml")["test"]["strategy"]["matrix"]
    assert (matrix["python"], matrix["django"]) == (PYTHONS, DJANGOS)
    assert {(one["python"], one["django"]) for one in matrix["exclude"]} == {("3.11", "6.0"), ("3.11", "6.1")}


def test_the_page_on_support_names_the_same() -> None:
    """And so does the README, of which another test says so."""
    page = (ROOT / "docs" / "reference" / "support.md").read_text()
    assert f"| Python | {PYTHONS[0]} to {PYTHONS[-1]} |" in page
    assert f"| Django | {', '.join(DJANGOS)} |" in page


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda one: one.name)
def test_workflows_may_do_no_more_than_they_need(workflow: Path) -> None:
    """Read, unless a job says more; for a bounded time; by verbs that exist."""
    read = yaml.safe_load(workflow.read_text())
    assert read["permissions"] == {"contents": "read"}
    own = {name: job for name, job in read["jobs"].items() if "uses" not in job}
    assert [name for name, job in own.items() if "timeout-minutes" not in job] == []
    verbs = set(re.findall(r"run: make ([a-z-]+)", workflow.read_text()))
    assert verbs <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_workflows_install_what_the_check_of_a_change_does() -> None:
    """Of the Debian packages. Chromium and Node come otherwise, and Python's headers with Python."""
    wanted = set(re.findall(r"packages\+=\(([^)]*)\)", (ROOT / ".ci" / "run").read_text()))
    packages = {package for line in wanted for package in line.split()}
    installed = (ROOT / ".github" / "install-parts").read_text().split()
    assert packages - {"chromium", "nodejs", "npm", "python3-dev"} - set(installed) == set()


def test_publishing_waits_for_all_tests_and_keeps_no_password() -> None:
    """Both indexes trust the workflow itself."""
    release = jobs("release.yml")
    assert release["test"]["uses"] == "./.github/workflows/tests.yml"
    for name in ("pypi", "npm"):
        assert (release[name]["needs"], release[name]["permissions"]["id-token"]) == (["test", "build"], "write")
    assert "secrets." not in (ROOT / ".github" / "workflows" / "release.yml").read_text()
    # Without the dot, npm takes "folder/file" for a repository on GitHub.
    published = release["npm"]["steps"][-1]["run"].split()
    assert published[:2] == ["npm", "publish"]
    assert published[-1].startswith("./")
    packages = {
        one.replace("-", "_") for one in ("signet-tokens", PROJECT["name"], "drf-signet-compat", "drf-signet-client")
    }
    assert set(release["pypi"]["strategy"]["matrix"]["package"]) == packages


def test_one_version_everywhere() -> None:
    """It is that of the library."""
    assert versions.check_versions() == PROJECT["version"]


@pytest.mark.parametrize("text", ["", "## 0.1", "## 0.1.0", "## 0.1.0 (soon)"])
def test_changes_without_a_version_are_refused(text: str) -> None:
    """The newest heading has a version, and a date or that it is not released."""
    with pytest.raises(SystemExit, match="has no heading"):
        versions.version_of_changes(text)


def test_a_tag_of_another_version_is_refused() -> None:
    """Before anything is built."""
    with pytest.raises(SystemExit, match=r"the tag is v9\.9\.9, and the version is "):
        compare_tag("v9.9.9")


def test_everything_imported_is_declared() -> None:
    """Or belongs to Python, or is declared by another distribution of ours."""
    check_imports(ROOT)


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "def fetch():\n    from requests.auth import AuthBase",
        "try:\n    import requests\nfinally:\n    pass",
    ],
)
def test_an_import_that_nobody_declares_is_refused(tmp_path: Path, source: str) -> None:
    """Wherever it is in a file: a clean environment imports what it uses only."""
    module = tmp_path / "src" / "drf_signet" / "fetch.py"
    module.parent.mkdir(parents=True)
    module.write_text(source)
    with pytest.raises(SystemExit, match=r"fetch\.py imports requests, which drf-signet doesn't declare"):
        check_imports(tmp_path)


def test_an_import_of_what_others_need_is_refused(tmp_path: Path) -> None:
    """Django needs sqlparse, and may need it no more one day."""
    module = tmp_path / "src" / "drf_signet" / "fetch.py"
    module.parent.mkdir(parents=True)
    module.write_text("import sqlparse")
    with pytest.raises(SystemExit, match=r"fetch\.py imports sqlparse, which drf-signet doesn't declare"):
        check_imports(tmp_path)


def test_an_import_for_type_checkers_needs_no_declaration(tmp_path: Path) -> None:
    """Nothing runs it."""
    module = tmp_path / "src" / "drf_signet" / "fetch.py"
    module.parent.mkdir(parents=True)
    module.write_text("if TYPE_CHECKING:\n    import requests\nelse:\n    import json\n")
    check_imports(tmp_path)


def wheel(folder: Path, link: str = "https://example.com/a", **files: str) -> Path:
    """A wheel of the package ``thing``, with *files* beside it and *link* on its page."""
    path = folder / "thing-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {"thing/__init__.py": "", **files}.items():
            archive.writestr(name, text)
        archive.writestr("thing-1.dist-info/METADATA", METADATA.format(link=link))
    return path


def test_a_good_wheel_passes(tmp_path: Path) -> None:
    """So that the refusals below are for what each of them plants."""
    good = wheel(tmp_path)
    contents.check_wheel(good, frozenset({"thing"}))
    contents.check_traces(good)


@pytest.mark.parametrize("place", ["//192.168.1.4", "//10.0.0.55", "//10.1.2.3", "/home/ada", "/tmp/pytest"])
def test_a_place_on_a_machine_is_refused(tmp_path: Path, place: str) -> None:
    """Folders and addresses, except those that a text of ours names as an example."""
    contents.check_traces(wheel(tmp_path, **{"thing/words.py": "such as http://10.0.0.5:8000 and /tmp/signet"}))
    with pytest.raises(SystemExit, match=f"{place}\\.$"):
        contents.check_traces(wheel(tmp_path, **{"thing/words.py": f"see http:{place}:8000, or {place}"}))


def test_a_second_package_is_refused(tmp_path: Path) -> None:
    """Such as the tests."""
    with pytest.raises(SystemExit, match="has tests, thing, and not thing"):
        contents.check_wheel(wheel(tmp_path, **{"tests/__init__.py": ""}), frozenset({"thing"}))


IN_GIT: Final = {"thing/__init__.py", "thing/locale/de/LC_MESSAGES/django.mo"}


def test_a_wheel_of_what_is_in_git_passes(tmp_path: Path) -> None:
    """So that the refusals below are for what each of them plants."""
    contents.check_against_git(wheel(tmp_path, **{"thing/locale/de/LC_MESSAGES/django.mo": ""}), IN_GIT)


def test_a_file_that_lacks_is_named(tmp_path: Path) -> None:
    """Such as a catalogue or a template."""
    with pytest.raises(SystemExit, match=r"lacks thing/locale/de/LC_MESSAGES/django\.mo"):
        contents.check_against_git(wheel(tmp_path), IN_GIT)


def test_a_file_that_is_not_in_git_is_named(tmp_path: Path) -> None:
    """Somebody's notes or keys, left in a folder."""
    with pytest.raises(SystemExit, match=r"not in git: thing/keys\.json"):
        contents.check_against_git(wheel(tmp_path, **{"thing/keys.json": ""}), {"thing/__init__.py"})


@pytest.mark.parametrize("name", ["thing/tests/__init__.py", "thing/test_it.py", "thing/conftest.py"])
def test_tests_are_not_installed(tmp_path: Path, name: str) -> None:
    """Neither where they are in git."""
    with pytest.raises(SystemExit, match=f"has tests: {name}"):
        contents.check_against_git(wheel(tmp_path, **{name: ""}), {"thing/__init__.py", name})


def test_all_files_of_a_package_are_known() -> None:
    """Git knows them, by the names that they have in the wheel."""
    tokens, library, compat, client = (contents.tracked_files(one) for one in PYTHON)
    assert {"signet_server/templates/signet_server/link.html", "drf_signet/locale/de/LC_MESSAGES/django.mo"} < library
    assert "signet_tokens/errors/keys.py" in tokens
    assert "drf_signet_compat/__init__.py" in compat
    assert "drf_signet_client/__init__.py" in client


@pytest.mark.parametrize("link", ["docs/index.md", "../LICENSE", "/there"])
def test_a_link_that_would_be_dead_is_refused(tmp_path: Path, link: str) -> None:
    """An index has no file beside the page."""
    with pytest.raises(SystemExit, match=re.escape(link)):
        contents.check_wheel(wheel(tmp_path, link), frozenset({"thing"}))


def test_a_dead_link_by_reference_is_refused() -> None:
    """It is written at the end of the page."""
    with pytest.raises(SystemExit, match=r"lead nowhere: docs/index\.md"):
        contents.check_page(Path("thing.whl"), "[Here][docs].\n\n[docs]: docs/index.md\n[site]: https://example.com\n")


@pytest.mark.parametrize("trace", [str(ROOT), "/home/ada", "/Users/ada", "http://10.0.0.7", "http://192.168.1.4"])
def test_a_trace_of_a_machine_is_refused(tmp_path: Path, trace: str) -> None:
    """A folder, or an address in somebody's network."""
    with pytest.raises(SystemExit, match=r"thing/made\.py in thing-1"):
        contents.check_traces(wheel(tmp_path, **{"thing/made.py": f'MADE_IN = "{trace}"'}))


@pytest.mark.parametrize("text", ["thing/root/__init__.py,sha256=", "https://example.com/home/ada", "../tmp/x"])
def test_a_folder_of_ours_is_no_trace(tmp_path: Path, text: str) -> None:
    """Whatever it is called: ``RECORD`` lists all of them."""
    contents.check_traces(wheel(tmp_path, **{"thing/RECORD": text}))


def test_a_folder_that_nobody_meant_to_publish_is_refused(tmp_path: Path) -> None:
    """In a source distribution."""
    path = tmp_path / "thing-1.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("thing-1/src/thing.py", "thing-1/web/src/App.tsx"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(SystemExit, match=r"thing-1\.tar\.gz has web"):
        contents.check_sdist(path)
