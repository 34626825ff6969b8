"""The README's own words, run as a reader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service import Service

README = Path(__file__).parents[1] / "README.md"


def test_the_tour_runs(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each block after the one before."""
    monkeypatch.setenv("HOME", str(tmp_path))
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 6
    names: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("http://127.0.0.1:8000/api/v1/", service.url), names)
    assert capsys.readouterr().out.split("\n") == ["ada", "200", "[200, 200, 200, 200, 200]", ""]
    assert (tmp_path / ".config" / "example" / "tokens.json").exists()
