"""``python -m tools.release.tag v1.2.3``: whether a tag is the one of the version that would be published."""

from __future__ import annotations

import re
import sys

from tools.make_venv import ROOT
from tools.release.step import fail
from tools.release.versions import check_versions


def main(tag: str) -> None:
    """Compare, and stop with a sentence where they differ."""
    version = check_versions()
    if tag != f"v{version}":
        fail(f"the tag is {tag}, and the version is {version}.")
    if not re.search(
        rf"^## {re.escape(version)} \(\d{{4}}-\d{{2}}-\d{{2}}\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    ):
        fail(f"CHANGELOG.md has no date for {version}.")


if __name__ == "__main__":
    main(sys.argv[1])
