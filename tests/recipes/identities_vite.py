"""The React pages of docs/how-to/identities.md, built and served by Vite with the configuration of that page."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.real_parts.needs import missing, program
from tests.real_parts.ports import wait_for_port
from tests.recipes.identities_page import ROOT
from tests.recipes.identities_site import environment
from tests.tutorial.terminals import Running

PACKAGES: Final = ("vite", "react", "react-dom", "@vitejs/plugin-react")
PATIENCE: Final = 300
INDEX: Final = """<!doctype html>
<div id="root"></div>
{script}
<script type="module">
  import {{ createElement, StrictMode }} from "react";
  import {{ createRoot }} from "react-dom/client";
  import App from "./App.jsx";
  import {{ GoogleButton }} from "./GoogleButton.jsx";
  const said = (word) => (what) => (document.title = word + (what ?? ""));
  const props = {{ onSignedIn: said("signed in"), onProblem: said("problem: ") }};
  createRoot(document.getElementById("root")).render(
    createElement(StrictMode, null, createElement(App), createElement(GoogleButton, props)),
  );
</script>
"""
"""A page with both buttons, and the script that Google's own one needs."""


@contextmanager
def vite(folder: Path, port: int, files: Mapping[str, str]) -> Iterator[str]:
    """The origin at which *files* are, as readers have them built. It is as near to their ``npm run dev`` as a test."""
    if not all((ROOT / "node_modules" / one).exists() for one in PACKAGES):
        missing("the packages of package-lock.json are not installed: npm ci")
    folder.mkdir()
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    for name, text in files.items():
        (folder / name).write_text(text)
    # Read as it is: otherwise, Vite writes a copy into node_modules, which others use.
    command = [program("node", package="nodejs"), "node_modules/vite/bin/vite.js"]
    native = ["--configLoader", "native"]
    built = subprocess.run(
        [*command, "build", *native], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    serve = [*command, "preview", *native, "--host", "localhost", "--port", str(port), "--strictPort"]
    running = Running(serve, folder, environment(), folder.with_suffix(".log"))
    try:
        wait_for_port(port)
        yield f"http://localhost:{port}"
    finally:
        running.stop()
