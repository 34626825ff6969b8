"""Run every test on each supported Python that is found, with the newest Django it takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.make_venv import ROOT

SUPPORTED: Final = ("3.11", "3.12", "3.13", "3.14")
ASK: Final = "import sys; print('%d.%d' % sys.version_info[:2])"


def main(arguments: list[str]) -> int:
    """Set up an environment for each Python, and test in it. The answer is the exit status: 0 if all passed."""
    results: dict[str, str] = {}
    for version, python in find_pythons().items():
        print(f"== Python {version} ==", flush=True)
        folder = f".venv-{version}"
        made = subprocess.run([python, "tools/make_venv.py", "dev", folder], cwd=ROOT, check=False).returncode
        inside = ROOT / folder / "bin" / "python"
        if made:
            results[version] = "could not be set up"
            continue
        status = subprocess.run([inside, "-m", "tools.run_tests", "test", *arguments], cwd=ROOT, check=False).returncode
        django = subprocess.run([inside, "-m", "django", "--version"], capture_output=True, text=True, check=True)
        results[version] = f"Django {django.stdout.strip()}: {'failed' if status else 'passed'}"
    print("\nMatrix:")
    for version in SUPPORTED:
        print(f"  Python {version}  {results.get(version, 'not found on this machine')}")
    return 0 if results and all(result.endswith("passed") for result in results.values()) else 1


def find_pythons() -> dict[str, str]:
    """The supported versions that are installed, each with its executable."""
    found: dict[str, str] = {}
    for executable in candidates():
        answer = subprocess.run([executable, "-c", ASK], capture_output=True, text=True, check=False)
        version = answer.stdout.strip()
        if version in SUPPORTED and version not in found:
            found[version] = executable
    return dict(sorted(found.items(), key=lambda item: SUPPORTED.index(item[0])))


def candidates() -> Iterator[str]:
    """Executables that may be a Python: those on the path, and pyenv's."""
    yield sys.executable
    yield from filter(None, (shutil.which(f"python{version}") for version in SUPPORTED))
    pyenv = shutil.which("pyenv")
    if pyenv:
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip()
        yield from (str(path) for path in sorted(Path(root).glob("versions/*/bin/python3")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
