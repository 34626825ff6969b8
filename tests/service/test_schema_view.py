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
from django.utils import translation

from signet_server.api_index import ApiIndexView
from signet_server.schema_view import SchemaView

sys.setswitchinterval(1e-5)
statuses = []


def ask(view, language):
    with translation.override(language):
        answer = view.as_view()(RequestFactory().get("/api/"))
        statuses.append(answer.render().status_code)


languages = ("en", "de", "fr", "ja", "nowhere")
threads = [Thread(target=ask, args=(view, one)) for view in (SchemaView, ApiIndexView) for one in languages * 2]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(set(statuses), len(statuses))
"""


def test_requests_may_come_together() -> None:
    """Without the lock, they find an extension that is half loaded, or a view that another thread describes."""
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.service.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=variables, capture_output=True, text=True, check=False)
    assert done.stdout == "{200} 20\n", done.stderr
