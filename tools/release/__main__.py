"""``python -m tools.release``: what ``make release-check`` calls."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.javascript import install, what_is_lacking
from tools.make_venv import ROOT
from tools.release.contents import check_contents
from tools.release.distributions import build_all
from tools.release.imports import check_imports
from tools.release.step import fail
from tools.release.using import use_everything
from tools.release.versions import check_versions


def main(arguments: list[str]) -> None:
    """Check everything, and say where the files are if a folder was named to keep them in."""
    if lacking := what_is_lacking():
        fail(f"{lacking}, and the JavaScript client is part of the release.")
    install()
    print("Checking the release:", flush=True)
    version = check_versions()
    check_imports(ROOT)
    with TemporaryDirectory() as temporary:
        kept = Path(arguments[0]).resolve() if arguments else Path(temporary) / "dist"
        kept.mkdir(parents=True, exist_ok=True)
        built = build_all(kept)
        check_contents(built)
        work = Path(temporary) / "use"
        work.mkdir()
        use_everything(built, work)
    print(f"\n{version} is ready: {', '.join(one.name for one in built.files())}")


if __name__ == "__main__":
    main(sys.argv[1:])
