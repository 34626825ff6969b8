"""The settings as they are where there is a SECRET_KEY."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

FOLDER = Path(__file__).parent.parent
ENVIRONMENT = {
    "SECRET_KEY": "one-secret-that-is-as-long-as-it-should-be-for-a-django-project",
    "SIGNING_KEY": "another-secret-that-is-as-long-as-it-should-be-for-a-signature",
    "ALLOWED_HOSTS": "app.example.com api.example.com",
    "FRONT_END": "https://app.example.com",
}


def production_settings() -> dict[str, Any]:
    """Every name in ``project/settings.py``, run with `ENVIRONMENT`."""
    with mock.patch.dict(os.environ, ENVIRONMENT):
        return runpy.run_path(str(FOLDER / "project" / "settings.py"))
