"""One version everywhere, and a list of changes that speaks of it."""

from __future__ import annotations

import json
import re

from tools.make_venv import ROOT
from tools.release.distributions import NPM, PYTHON
from tools.release.step import fail, say


def check_versions() -> str:
    """Compare every place that names the version. The answer is the version."""
    say("compare versions")
    found = {f"{one.folder}/pyproject.toml": str(one.declared["version"]) for one in PYTHON}
    found["clients/js/package.json"] = json.loads((NPM / "package.json").read_text())["version"]
    found["package-lock.json"] = json.loads((ROOT / "package-lock.json").read_text())["packages"]["clients/js"][
        "version"
    ]
    found["CHANGELOG.md"] = version_of_changes((ROOT / "CHANGELOG.md").read_text())
    if len(set(found.values())) != 1:
        fail(f"the versions differ: {', '.join(f'{version} in {place}' for place, version in found.items())}.")
    version = found["CHANGELOG.md"]
    for one, below in (("drf-signet", "signet-tokens"), ("drf-signet-compat", "drf-signet")):
        asked = next(each for each in PYTHON if each.name == one).declared["dependencies"]
        if f"{below}=={version}" not in asked:
            fail(f"{one} asks for {', '.join(asked)}, and not for {below} {version}.")
    return version


def version_of_changes(text: str) -> str:
    """The version that the list of changes begins with."""
    heading = re.search(r"^## (\d+\.\d+\.\d+\S*) \((?:not released|\d{4}-\d{2}-\d{2})\)$", text, re.MULTILINE)
    if heading is None:
        fail("CHANGELOG.md has no heading such as '## 1.2.3 (2026-01-31)'.")
    return heading[1]
