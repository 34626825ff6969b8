"""The first steps on a new machine: the Makefile and what it calls."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.make_venv import install_driver

ROOT = Path(__file__).resolve().parents[2]


def test_help_prints_every_verb() -> None:
    """A verb is a target that people call; `make help` lists them all, each with its sentence."""
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    parts_of_check = {"lint", "types", "imports", "docs", "javascript"}

    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^  make (\S+) +\S", printed, re.MULTILINE) == [
        verb for verb in phony if verb not in parts_of_check
    ]


def test_a_python_without_pip_is_told_what_to_install(tmp_path: Path) -> None:
    """Debian splits venv from Python; the sentence names the package."""
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    result = make_venv(tmp_path, PYTHONPATH=str(tmp_path))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert result.returncode == 1
    assert result.stderr.endswith(f"    apt-get install python{version}-venv\n")
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_told_so(tmp_path: Path) -> None:
    """The sentence names the version that Signet needs, and the version found."""
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.version_info = (3, 10, 13)")
    result = make_venv(tmp_path, PYTHONPATH=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == "Signet needs Python 3.11 or newer, and this is 3.10. Try: make PYTHON=python3.12 ...\n"


def test_the_locks_name_no_index() -> None:
    """Hashes say what is installed; where it comes from is each machine's own affair."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text
        assert "--index" not in text
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
        assert pins
        assert all(line.endswith("\\") for line in pins), "a pin without a hash"


def test_the_lock_of_npm_names_no_registry() -> None:
    """As above: every package has its hash, and no address."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: one for name, one in packages.items() if name.startswith("node_modules/") and "link" not in one}
    assert len(installed) > 100
    assert [name for name, one in installed.items() if "resolved" in one or "integrity" not in one] == []


def test_without_a_compiler_one_line_says_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is compiled."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    install_driver(["false"])
    assert capsys.readouterr().out.startswith("Left out: the driver of MariaDB. ")


@pytest.mark.parametrize("verb", ["check", "test"])
def test_without_node_one_line_says_what_is_left_out(tmp_path: Path, verb: str) -> None:
    """And nothing fails, but where everything is asked for."""
    without = run_javascript(tmp_path, verb, SIGNET_REQUIRE_ALL="")
    assert (without.returncode, without.stderr) == (0, "")
    (line,) = without.stdout.splitlines()
    assert line.startswith("Left out, as Node is not installed: ")
    demanded = run_javascript(tmp_path, verb, SIGNET_REQUIRE_ALL="1")
    assert (demanded.returncode, demanded.stdout) == (1, without.stdout)


def test_an_old_node_is_told_so(tmp_path: Path) -> None:
    """Nothing is installed with it."""
    for name, text in (("node", "echo v18.20.4"), ("npm", "exit 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    result = run_javascript(tmp_path, "build")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == "Left out, as Node v18.20.4 is older than 20.19: everything.\n"


def test_two_that_need_node_modules_at_once_install_them_once(tmp_path: Path) -> None:
    """Of an npm that fills a folder and another that empties it, both fail; `make --jobs` starts two such verbs."""
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "bin").mkdir()
    npm = tmp_path / "bin" / "npm"
    npm.write_text(
        '#!/bin/sh\necho "$@" >> calls\nmkdir node_modules && sleep 1 && touch node_modules/.package-lock.json\n'
    )
    npm.chmod(0o755)
    script = (
        "import pathlib; from tools import javascript; root = pathlib.Path.cwd(); javascript.ROOT = root; "
        "javascript.LISTS[:] = [root / 'package.json']; "
        "javascript.INSTALLED = root / 'node_modules' / '.package-lock.json'; javascript.install()"
    )
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment) for _ in range(2)]

    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert (tmp_path / "calls").read_text() == "ci --ignore-scripts --loglevel=error\n"


def run_javascript(path: Path, verb: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run what the Makefile runs for TypeScript, with nothing but *path* on the path."""
    return subprocess.run(
        [sys.executable, "-m", "tools.javascript", verb],
        cwd=ROOT,
        env={**os.environ, "PATH": str(path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def make_venv(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up into *folder*, with no uv on the path."""
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_venv.py"), "server", str(folder / "venv")],
        env={**os.environ, "PATH": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
