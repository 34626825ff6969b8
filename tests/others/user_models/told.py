"""What the runner of stories prints, read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]


def told_of(played: Iterable[str], settings: str = "settings") -> Mapping[str, Any]:
    """The messages of the checks and the answers, by what is *played* in the project with *settings*, in one go."""
    command = [sys.executable, "-m", "tests.others.user_models.stories", *played]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"tests.others.user_models.{settings}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    lines = [line.partition(" ") for line in done.stdout.splitlines()]
    return {name: json.loads(answer) for name, _, answer in lines}


def statuses(story: Any) -> dict[str, int]:
    """Of each step."""
    return {step: answer[0] for step, answer in story["told"].items()}
