"""The description of the API, asked for by several threads of a process that has just started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SCRIPT: Final = """
import sys
from threading import Thread

import django

django.setup()

from django.test import RequestFactory

from signet_server.api_index import ApiIndexView
from signet_server.schema_view import SchemaView

sys.setswitchinterval(1e-5)
statuses = []


def ask(view):
    answer = view.as_view()(RequestFactory().get("/api/"))
    statuses.append(answer.render().status_code)


threads = [Thread(target=ask, args=(view,)) for view in (SchemaView, ApiIndexView) * 3]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(statuses)
"""


def test_the_first_requests_may_come_together() -> None:
    """Without the lock, all but one of them find an extension of drf-spectacular that is half loaded."""
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.service.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=variables, capture_output=True, text=True, check=False)
    assert done.stdout == "[200, 200, 200, 200, 200, 200]\n", done.stderr
