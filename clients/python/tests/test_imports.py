"""What is needed for what."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
LIBRARIES = {"requests", "httpx", "httpx2", "django", "signet_tokens"}
PROGRAM = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {missing}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
sys.path.insert(0, {source!r})
import {module}
loaded = {{name.partition(".")[0] for name in sys.modules}} & {seen}
print(*sorted(loaded))
"""


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("drf_signet_client", ""),
        ("drf_signet_client.attempt", ""),
        ("drf_signet_client.httpx_flow", ""),
        ("drf_signet_client.client", "requests"),
        ("drf_signet_client.requests_auth", "requests"),
        ("drf_signet_client.httpx_auth", "httpx"),
        ("drf_signet_client.httpx2_auth", "httpx2"),
        ("drf_signet_client.verify", "signet_tokens"),
    ],
)
def test_a_module_needs_one_library_at_most(module: str, needs: str) -> None:
    """The others need not be there."""
    program = PROGRAM.format(missing=LIBRARIES - {needs}, seen={*LIBRARIES, "anyio"}, source=str(SOURCE), module=module)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() in ([needs] if needs else [], [*sorted({"anyio", needs})])


def test_every_module_is_in_the_list() -> None:
    """Of the package's docstring, from the bottom up."""
    text = (SOURCE / "drf_signet_client" / "__init__.py").read_text(encoding="utf-8")
    named = text.split('"""')[1].replace(",", " ").split()
    modules = {one.stem for one in (SOURCE / "drf_signet_client").glob("*.py")} - {"__init__"}
    assert modules - set(named) == set()
