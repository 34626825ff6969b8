"""
Pyright: over the distributions, and over what a project of a user's would be, in its strict mode.

The project is `typing_tests`, and a module that imports and uses every promised name. They have their own folder,
so that to Pyright the distributions are installed ones, whose private names may not be imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.javascript import install, what_is_lacking
from tools.make_venv import ROOT
from tools.promised_names import promising

PYRIGHT: Final = ROOT / "node_modules" / "pyright" / "index.js"
NOT_FOR_ALL: Final = ("drf_signet.pytest_plugin", "drf_signet_compat")
"""Modules that a project names and doesn't import, and those of compat, which has typing tests of its own."""


def main() -> int:
    """Check everything. The answer is the exit status."""
    lacking = what_is_lacking()
    if lacking:
        print(f"Left out, as {lacking}: what Pyright says.", flush=True)
        return 1 if os.environ.get("SIGNET_REQUIRE_ALL") == "1" else 0
    install()
    return run(ROOT) or check_as_user({"use_promised_names.py": "\n".join(uses()), **typing_tests()})


def run(folder: Path) -> int:
    """Check *folder* by the configuration in it. Errors are shown."""
    done = subprocess.run(["node", str(PYRIGHT)], cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout.replace(f"{folder}{os.sep}", ""), done.stderr, sep="\n")
    return done.returncode


def check_as_user(files: dict[str, str]) -> int:
    """Check *files*, by their names, as a project in which the distributions are installed."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        kept = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
        (folder / "pyrightconfig.json").write_text(json.dumps({**kept, "venvPath": str(ROOT), "venv": ".venv"}))
        return run(folder)


def typing_tests() -> dict[str, str]:
    """The files of `typing_tests`, without the file of wrong uses, which is for mypy."""
    right = [one for one in (ROOT / "typing_tests").glob("*.py") if one.name != "wrong_uses.py"]
    return {str(one.relative_to(ROOT)): one.read_text() for one in right}


def uses() -> Iterator[str]:
    """A module that uses every promised name."""
    for number, module in enumerate(promising()):
        if module.name.startswith(NOT_FOR_ALL):
            continue
        for name in module.promised or ():
            yield f"from {module.name} import {name} as name_{number}_{name}"
            yield f"print(name_{number}_{name})"


if __name__ == "__main__":
    sys.exit(main())
