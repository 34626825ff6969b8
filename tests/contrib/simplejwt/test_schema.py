"""OpenAPI of the views, by drf-spectacular, in processes of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest

from tests.contrib.simplejwt.processes import ROOT, manage

THEIRS: Final = "rest_framework_simplejwt"
URLS: Final = "tests.contrib.simplejwt.site.token_urls"
COMMAND: Final = ("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--urlconf", URLS)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="prefix"),
        pytest.param({"SIMPLE_JWT_INSTALLED": "1", "SIMPLE_JWT_NAME": THEIRS}, id="install"),
        pytest.param({"SIMPLE_JWT_INSTALLED": "1"}, id="both"),
    ],
)
def test_views_are_described(environment: dict[str, str], tmp_path: Path) -> None:
    """Each in its own words and without a warning, by either name, where the real package is not installed."""
    (tmp_path / f"{THEIRS}.py").write_text("raise ImportError\n")
    done = manage(
        *COMMAND, **environment, SIMPLE_JWT_SCHEMA="1", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)])
    )
    assert (done.returncode, done.stderr) == (0, "")
    paths = json.loads(done.stdout)["paths"]
    described = {path: operations["post"]["description"].split()[0] for path, operations in paths.items()}
    assert described == {
        "/token/": "Sign",
        "/token/refresh/": "Exchange",
        "/token/verify/": "Tell",
        "/token/blacklist/": "Take",
        "/sliding/": "Sign",
        "/sliding/refresh/": "Exchange",
    }
