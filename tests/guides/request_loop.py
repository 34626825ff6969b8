"""
Answers requests as the Django project in the current folder: a line of JSON in, a line of JSON out.

Runs in the environment of that project, which may be an old one, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment


def main() -> None:
    """Answer until there are no more lines."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # what the project prints is no answer
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    django.setup()
    setup_test_environment()
    logging.getLogger("django.request").addHandler(logging.StreamHandler())
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), file=answers, flush=True)


def answer(request: dict[str, Any] | None = None, manage: list[str] | None = None, code: str = "") -> Any:
    """Do one of the three: make a *request*, run a command of ``manage.py``, or run *code*, which sets ``result``."""
    if request is not None:
        return respond(**request)
    if manage is not None:
        return call_command(*manage)
    names: dict[str, Any] = {}
    exec(code, names)  # the code of a test
    return names.get("result")


def respond(method: str, path: str, body: str, content_type: str, headers: dict[str, str], cookies: str) -> Any:
    """What the project answers, and the mails that it sent meanwhile."""
    sent = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    if cookies:
        sent["HTTP_COOKIE"] = cookies
    mail.outbox.clear()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    extra: Any = sent  # as keys of ``request.META``: Django 3.2 knows no ``headers``
    response = client.generic(method, path, body, content_type, secure=True, **extra)
    return {
        "status": response.status_code,
        "text": response.content.decode(),
        "cookies": {name: one.value for name, one in client.cookies.items()},
        "mails": [one.body for one in mail.outbox],
    }


if __name__ == "__main__":
    main()
