"""The README, taken at its word."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.old_environments import ROOT

PAGE: Final = (ROOT / "compat" / "README.md").read_text()
LINES: Final = re.findall(r"(?s)```python\n(.*?)```", PAGE)
MEANT: Final = {
    "rest_framework_simplejwt": "drf_signet_compat.simplejwt",
    "rest_framework_jwt": "drf_signet_compat.drf_jwt",
    "rest_framework_jwt of the fork": "drf_signet_compat.drf_jwt.v1_19",
}


@pytest.mark.parametrize(("line", "name"), list(zip(LINES, MEANT, strict=True)), ids=list(MEANT))
def test_one_line_is_enough(line: str, name: str, tmp_path: Path) -> None:
    """At the top of a settings module: the modules are those of the table, under both names."""
    assert f"`{MEANT[name]}`" in PAGE
    theirs, ours = name.partition(" ")[0], MEANT[name]
    (tmp_path / "shop_settings.py").write_text(f"{line}\nSECRET_KEY = 'k' * 40\nINSTALLED_APPS = ['{theirs}']\n")
    program = f"""
import os
import sys
from importlib import import_module

sys.path.insert(0, {str(tmp_path)!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "shop_settings"
import django
django.setup()
for module in ("settings", "utils"):
    assert import_module("{theirs}." + module) is import_module("{ours}." + module)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
