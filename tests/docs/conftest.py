"""The site of the documents, built once for all tests that look at it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.docs.site import build
from tests.real_parts.old_environments import only_one_at_a_time


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its pages are. Workers of one run share it."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with only_one_at_a_time(folder / "site.lock"):
        if not (folder / "site").exists():
            return build(folder)
    return folder / "site"
