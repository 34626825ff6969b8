"""
What a newcomer meets first: a new project with the lines of the README, the command line, curl, and a browser.

With the Django that is installed and, where this Python takes it, with the supported one that no environment of the
matrix has.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.real_parts.old_environments import OUR_SOURCES, old_python

ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS, URLS, _ = re.findall(r"(?s)```python\n(.*?)```", (ROOT / "README.md").read_text())
NOTHING_WRONG: Final = "System check identified no issues (0 silenced).\n"
CHROMIUM: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
HTML: Final = "text/html"
ANYTHING: Final = "*/*"
SCRIPT: Final = f"""
import json
import logging
import sys
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import find
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client

logging.disable()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # not a third of a second for each
settings.DATABASES["default"]["NAME"].unlink(missing_ok=True)
said = [[one.id, one.hint] for one in run_checks()]
client = Client(SERVER_NAME="localhost", raise_request_exception=False)
unready = client.post("/api/token/", {{"username": "ada", "password": "pw"}}).json()["code"]
call_command("migrate", verbosity=0)
get_user_model().objects.create_user("ada", password="pw")
answers = {{}}
for accept in ({CHROMIUM!r}, {HTML!r}, {ANYTHING!r}):
    answers[accept] = seen = []
    for method, path, password in (
        ("get", "/api/token/", "pw"),
        ("post", "/api/token/", "pw"),
        ("post", "/api/token/", "wrong"),
        ("post", "/api/token/", ""),
        ("post", "/api/token", "pw"),
        ("get", "/api/token/verify/", ""),
    ):
        data = {{"username": "ada", "password": password}} if method == "post" else {{}}
        answer = getattr(client, method)(path, data, headers={{"Accept": accept}})
        seen.append([answer.status_code, answer["Content-Type"].partition(";")[0], answer.content.decode()])
styles = bool(find("rest_framework/css/default.css"))
print(json.dumps([said, answers, styles, unready]))
"""
STATUSES: Final = [405, 200, 401, 400, 200, 405]


@pytest.fixture(scope="module", params=["installed", "django-6.0"])
def python(request: pytest.FixtureRequest) -> str:
    """The Python of an environment with a Django."""
    return sys.executable if request.param == "installed" else str(old_python(request.param))


@pytest.fixture(scope="module")
def project(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project with the lines of the README."""
    folder = tmp_path_factory.mktemp("first")
    run(python, folder, "-m", "django", "startproject", "shop", ".")
    for name, text in (("settings", SETTINGS), ("urls", URLS)):
        with (folder / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")
    return folder


def run(python: str, folder: Path, *words: str, settings: str = "shop.settings") -> str:
    """What *python* prints in *folder*, with no warning and no word on the way."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": os.pathsep.join(OUR_SOURCES)}
    command = [python, "-W", "error", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def look(python: str, project: Path, settings: str = "shop.settings") -> list[Any]:
    """What the checks say and what is answered, whether pages have their styles, and the answer before ``migrate``."""
    looked: list[Any] = json.loads(
        run(python, project, "-c", f"import django; django.setup(){SCRIPT}", settings=settings)
    )
    return looked


def test_three_lines_are_right_for_the_check_programs_and_browsers(python: str, project: Path) -> None:
    """Nothing to complain of; JSON for programs; for browsers a page with a form, and the tokens on it."""
    assert run(python, project, "manage.py", "check") == NOTHING_WRONG
    said, answers, styles, unready = look(python, project)
    assert (said, styles, unready) == ([], True, "database_not_migrated")
    for accept in (CHROMIUM, HTML):
        assert [status for status, _, _ in answers[accept]] == STATUSES
        assert {kind for _, kind, _ in answers[accept]} == {"text/html"}
        form, signed_in = answers[accept][0][2], answers[accept][1][2]
        assert re.search(r'<input[^>]*name="password"[^>]*type="password"', form)
        assert "&quot;access&quot;" in signed_in
    assert [answer[:2] for answer in answers[ANYTHING]] == [[one, "application/json"] for one in STATUSES]
    assert list(json.loads(answers[ANYTHING][4][2])) == ["refresh", "access"]


@pytest.mark.parametrize(
    ("listed", "also_wrong"),
    [
        pytest.param([], True, id="neither-app"),
        pytest.param(["drf_signet"], False, id="not-rest-framework"),
        pytest.param(["rest_framework"], False, id="not-ours"),
    ],
)
def test_what_is_forgotten_is_said_and_breaks_nothing(
    python: str, project: Path, listed: list[str], also_wrong: bool
) -> None:
    """No answer is a 500, and the checks reach a project that lists neither app, all of them."""
    lines = ["from shop.settings import *", f"INSTALLED_APPS = [*INSTALLED_APPS[:-2], *{listed}]"]
    if also_wrong:
        lines.append('SIGNET = {"BLACKLIST_AFTER_ROTATION": True}\nSIMPLE_JWT = {"LEEWAY": 5}')
    (project / "shop" / "forgetful.py").write_text("\n".join(lines))
    said, answers, *_ = look(python, project, "shop.forgetful")
    wanted = {"signet.E001": "drf_signet.sessions", "signet.W026": "SIMPLE_JWT"} if also_wrong else {}
    if "rest_framework" not in listed:
        wanted["signet.W025"] = "Add 'rest_framework' to INSTALLED_APPS."
    assert sorted(identifier for identifier, _ in said) == sorted(wanted)
    assert all(wanted[identifier] in hint for identifier, hint in said)
    for accept in (CHROMIUM, HTML, ANYTHING):
        assert [status for status, _, _ in answers[accept]] == STATUSES
    kind = "text/html" if "rest_framework" in listed else "application/json"
    assert {one for accept in (CHROMIUM, HTML) for _, one, _ in answers[accept]} == {kind}
