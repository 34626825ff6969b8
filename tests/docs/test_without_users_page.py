"""The page about services without users, taken at its word, and what is said to those who take it otherwise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS, URLS = re.findall(r"(?s)```python\n(.*?)```", (ROOT / "docs/how-to/without-users.md").read_text())
SCRIPT = """
import json
import logging
import sys
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from drf_signet.tokens import AccessToken

call_command("check")
logging.disable()
token = AccessToken()
token["user_id"] = "7"
client = Client(SERVER_NAME="localhost", raise_request_exception=False)
answers = []
for accept in ("application/json", "text/html"):
    for value in (f"Bearer {token}", "", "Bearer x"):
        answer = client.get("/who/", headers={"Authorization": value, "Accept": accept})
        answers.append([answer.status_code, answer["Content-Type"].partition(";")[0]])
        print(answer.content.decode(), file=sys.stderr)
print(json.dumps(answers))
"""
PAGES = [[status, kind] for kind in ("application/json", "text/html") for status in (200, 401, 401)]
CONTENT_TYPES = """
INSTALLED_APPS.insert(0, "django.contrib.contenttypes")
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project with what the page shows."""
    folder = tmp_path_factory.mktemp("service")
    run(folder, "-m", "django", "startproject", "shop", ".")
    for name, text in (("settings", SETTINGS), ("urls", URLS)):
        with (folder / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")
    (folder / "shop" / "urls.py").write_text(URLS)
    return folder


def run(folder: Path, *words: str, settings: str = "shop.settings") -> subprocess.CompletedProcess[str]:
    """Run Python with *words* in *folder*."""
    variables = {"DJANGO_SETTINGS_MODULE": settings, "TOKEN_SECRET": "a-secret-of-64-characters-" + 38 * "x"}
    command = [sys.executable, "-W", "error", *words]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def with_lines(project: Path, name: str, text: str) -> str:
    """A settings module *name*, which is that of the page with *text* at its end."""
    (project / "shop" / f"{name}.py").write_text(f"from shop.settings import *  # noqa\n{text}\n")
    return f"shop.{name}"


@pytest.mark.parametrize("more", ["", CONTENT_TYPES], ids=["no-database", "content-types"])
def test_the_page_works(project: Path, more: str) -> None:
    """No complaint, good tokens are taken and others refused, for programs and browsers."""
    done = run(project, "manage.py", "shell", "-v", "0", "-c", SCRIPT, settings=with_lines(project, "service", more))
    assert done.returncode == 0, done.stderr
    checked, answers = done.stdout.splitlines()
    assert checked == "System check identified no issues (0 silenced)."
    assert json.loads(answers) == PAGES


REST = 'REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.%s"]}'
WRONG: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "anonymous_user": ('del REST_FRAMEWORK["UNAUTHENTICATED_USER"]', {"E026": "'UNAUTHENTICATED_USER': None"}),
    "loading_the_user": (
        REST % "authentication.JWTAuthentication",
        {"E025": "'drf_signet.authentication.JWTStatelessUserAuthentication'"},
    ),
    "sessions": (
        REST % "sessions.authentication.JWTStatelessUserAuthentication",
        {"E027": "'drf_signet.authentication.JWTStatelessUserAuthentication'"},
    ),
    "token_endpoints": ('ROOT_URLCONF = "drf_signet.urls"', {"E025": "Remove its address from the URLs"}),
    "without_the_app": (
        'ROOT_URLCONF = "drf_signet.urls"\nINSTALLED_APPS.remove("drf_signet")',
        {"E025": "Remove its address from the URLs"},
    ),
    "no_templates": ('INSTALLED_APPS.remove("rest_framework")', {"W025": "Add 'rest_framework' to INSTALLED_APPS."}),
    "no_engine": ("TEMPLATES = []", {"W025": "Write TEMPLATES = ["}),
}
FINDINGS = """
import json
import os
import sys

import django
import django.contrib.auth.hashers
import django.db.models
import django.template.loader
import django.test.client
import joserfc.jwk
import joserfc.jws
from django.core.checks import run_checks

for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        os.environ["DJANGO_SETTINGS_MODULE"] = f"shop.{name}"
        django.setup()
        print(json.dumps([name, [[one.id, one.hint] for one in run_checks()]]), flush=True)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(1)
"""
VERIFIER = """
from django.urls import path
from drf_signet.views import TokenVerifyView

urlpatterns = [path("verify/", TokenVerifyView.as_view())]
"""


def test_what_is_otherwise_is_said(project: Path) -> None:
    """Each mistake has its id, and a hint with what to write. An endpoint that needs no user is no mistake."""
    (project / "shop" / "verifying.py").write_text(VERIFIER)
    cases = {**WRONG, "verifier": ('ROOT_URLCONF = "shop.verifying"', {})}
    for name, (lines, _) in cases.items():
        with_lines(project, name, lines)
    done = run(project, "-c", FINDINGS, *cases)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[tuple[str, str]]] = dict(map(json.loads, done.stdout.splitlines()))
    assert list(found) == list(cases)
    for name, (_, wanted) in cases.items():
        ours = [(identifier, hint) for identifier, hint in found[name] if identifier.startswith("signet.")]
        assert {identifier.removeprefix("signet.") for identifier, _ in ours} == set(wanted), name
        for identifier, hint in ours:
            assert wanted[identifier.removeprefix("signet.")] in hint
