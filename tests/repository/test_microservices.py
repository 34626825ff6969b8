"""The example of four services: they start with one command, and the walk through them goes as its page says."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.old_environments import only_one_at_a_time
from tests.repository.test_examples import CACHE, EXAMPLES, STRICT, run

EXAMPLE: Final = EXAMPLES / "microservices"
README: Final = EXAMPLE / "README.md"
PATIENCE: Final = 240
SOON: Final = {"KEY_PUBLICATION_SECONDS": "1"}
"""The walk publishes the new key before the services fetch any, so that they needn't look for it later."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy, as running it writes files."""
    copy = tmp_path / "microservices"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("run", "__pycache__"))
    return copy


@pytest.fixture
def started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """``python start.py``, once it says how to go on."""
    variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with subprocess.Popen(
        [sys.executable, "start.py"],
        cwd=folder,
        env={**variables, **SOON},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "python walk.py" in line:
                break
        else:
            pytest.fail("".join(lines))
        try:
            yield process
        finally:
            process.kill()


def pattern(block: str) -> re.Pattern[str]:
    """A pattern for the lines of *block*, in which ``…`` stands for anything."""
    return re.compile(re.escape(block.strip()).replace("…", ".+"))


def test_the_walk_goes_as_its_page_says(folder: Path, started: subprocess.Popen[str]) -> None:
    """Line by line; and then Ctrl-C ends all four services, and nobody is left on a port."""
    walk = run(folder, "walk.py", **SOON)
    assert walk.returncode == 0, walk.stdout + walk.stderr
    expected = re.findall(r"```text\n(.*?)```", README.read_text(), re.DOTALL)[0]
    assert pattern(expected).search(walk.stdout), walk.stdout
    started.send_signal(signal.SIGINT)
    rest, _ = started.communicate(timeout=PATIENCE)
    assert started.returncode == 0, rest
    assert rest.rstrip().endswith("All services have ended.")
    assert "Traceback" not in rest
    assert not (folder / "run" / "addresses.json").exists()


@pytest.mark.parametrize("service", ["auth", "orders", "billing"])
def test_its_types_are_right(service: str, tmp_path: Path) -> None:
    """Each Django service is accepted by mypy at its strictest, seen from its own folder."""
    configuration = tmp_path / "mypy.ini"
    configuration.write_text(STRICT)
    arguments = ("-m", "mypy", "--config-file", str(configuration), "--cache-dir", str(CACHE), ".")
    with only_one_at_a_time(CACHE.with_suffix(".lock")):
        done = run(EXAMPLE / service, *arguments, PYTHONPATH=".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_of_what_knows_no_django_are_right(tmp_path: Path) -> None:
    """The programs that start and walk, and the service in FastAPI."""
    configuration = tmp_path / "mypy.ini"
    configuration.write_text("[mypy]\nstrict = True\n")
    cache = str(CACHE.with_name("plain"))
    files = ("start.py", "walk.py", "reports/main.py")
    arguments = ("-m", "mypy", "--config-file", str(configuration), "--cache-dir", cache, *files)
    with only_one_at_a_time(CACHE.with_suffix(".lock")):
        done = run(EXAMPLE, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
