"""What both clients of the service have to do, through each library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from libraries import LIBRARIES
from player import Player
from service import REPOSITORY, Service

CASES = json.loads((REPOSITORY / "clients" / "conformance" / "cases.json").read_text(encoding="utf-8"))["cases"]
OURS = [case for case in CASES if "body" in case.get("modes", ["body"])]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", OURS, ids=[case["name"] for case in OURS])
def test_case(case: dict[str, Any], library: str, service: Service, tmp_path: Path) -> None:
    """As the README of the suite says."""
    Player(service, library, tmp_path).play(case["steps"])
