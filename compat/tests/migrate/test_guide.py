"""The guide to migrate from Simple JWT: its commands are run, and they print its diffs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from compat.tests.migrate.conftest import commit, git, write

ROOT: Final = Path(__file__).resolve().parents[3]
PAGE: Final = (ROOT / "docs" / "coming-from" / "simple-jwt.md").read_text()
INSTALL: Final = "pip install drf-signet drf-signet-compat"
UVX: Final = 'uvx --from "drf-signet-compat[migrate]" '
PROJECT: Final = {
    ".gitignore": "*.sqlite3\n__pycache__/\n",
    "requirements.txt": "django\ndjangorestframework-simplejwt[crypto]>=5.5\n",
    "manage.py": """\
import os
from django.core.management import execute_from_command_line
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
execute_from_command_line()
""",
    "shop/__init__.py": "",
    "shop/settings.py": '''"""Settings of the shop."""

from datetime import timedelta

SECRET_KEY = "the-secret-key-of-a-shop-that-has-been-open-for-many-years"
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.sqlite3"}}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
}
''',
    "shop/urls.py": '''"""Addresses of the shop."""

from django.urls import path
from rest_framework_simplejwt import views

urlpatterns = [
    path("token/", views.token_obtain_pair),
    path("token/refresh/", views.token_refresh),
    path("token/blacklist/", views.token_blacklist),
    path("me/", __import__("shop.me", fromlist=["me"]).me),
]
''',
    "shop/me.py": """\
from rest_framework.decorators import api_view
from rest_framework.response import Response


@api_view()
def me(request):
    return Response(request.user.username)
""",
}
SIGN_UP: Final = """
from django.contrib.auth.models import User
User.objects.create_user("ada", password="pw")
result = None
"""
CLIENT: Final = """
import sys
from django.test import Client
from shop.urls import views
client = Client()
def post(path, **body):
    return client.post(path, body, content_type="application/json")
def me(access):
    return client.get("/me/", headers={"Authorization": f"Bearer {access}"}).status_code
"""
SIGN_IN: Final = f"""{CLIENT}
result = post("/token/", username="ada", password="pw").json()
"""
BLACKLIST: Final = f"""{CLIENT}
result = post("/token/blacklist/", refresh=%r).status_code
"""
GO_ON: Final = f"""{CLIENT}
result = [me(%(access)r), me(post("/token/refresh/", refresh=%(refresh)r).json()["access"])]
"""
TRY: Final = f"""{CLIENT}
result = post("/token/refresh/", refresh=%r).status_code
"""
OURS: Final = f"""{CLIENT}
result = views.__name__.startswith("drf_signet_compat.")
"""


def section(title: str) -> str:
    """The text below one heading."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in *folder*, with this Python."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(words, cwd=folder, env=inherited, capture_output=True, text=True, check=False)


def follow(folder: Path, title: str) -> None:
    """Run the commands of a section; each has to print the diff that follows it."""
    steps = re.findall(r"(?s)```(sh|diff)\n(.*?)```", section(title))
    assert [kind for kind, _ in steps] == ["sh", "diff", "sh"]
    printed = ""
    for kind, block in steps:
        if kind == "diff":
            assert printed == block
            continue
        for line in block.splitlines():
            if line != INSTALL:
                printed = command(folder, *shlex.split(line.removeprefix(UVX)))


def command(folder: Path, *words: str) -> str:
    """The output of one command of the guide."""
    program = {"signet-migrate": ["-m", "drf_signet_compat.migrate"], "python": []}[words[0]]
    done = run(folder, sys.executable, *program, *words[1:])
    shows = words[0] == "signet-migrate" and "--write" not in words
    assert done.returncode == (1 if shows else 0), done.stdout + done.stderr
    return done.stdout


def ask(folder: Path, script: str) -> Any:
    """The value of ``result`` after *script* ran in the project."""
    code = f"{script}\nimport json; print(json.dumps(result))"
    done = run(folder, sys.executable, "manage.py", "shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The project with the real Simple JWT, its tables made, under git, with a user."""
    folder = write(tmp_path, PROJECT)
    commit(folder)
    assert run(folder, sys.executable, "manage.py", "migrate").returncode == 0
    ask(folder, SIGN_UP)
    assert ask(folder, OURS) is False
    return folder


def test_users_stay_signed_in(old: Path) -> None:
    """They do through both steps, and all the way back. A user who signed out stays signed out."""
    phone, laptop = ask(old, SIGN_IN), ask(old, SIGN_IN)
    assert ask(old, BLACKLIST % laptop["refresh"]) == 200

    follow(old, "Step 1: one line")
    write(old, {"requirements.txt": PROJECT["requirements.txt"] + "drf-signet\ndrf-signet-compat\n"})
    git(old, "commit", "--quiet", "--all", "--message", "step 1")
    assert ask(old, OURS) is True
    assert ask(old, GO_ON % phone) == [200, 200]
    assert ask(old, TRY % laptop["refresh"]) == 401
    tablet = ask(old, SIGN_IN)

    follow(old, "Step 2: the name")
    write(old, {"rest_framework_simplejwt.py": "raise ImportError('not to be imported any more')\n"})
    settings = old / "shop" / "settings.py"
    settings.write_text(re.sub(r"(?m)^from drf_signet.*import install\n|^install\(\).*\n", "", settings.read_text()))
    for tokens in (phone, tablet):
        assert ask(old, GO_ON % tokens) == [200, 200]
    assert ask(old, TRY % laptop["refresh"]) == 401
    assert ask(old, BLACKLIST % tablet["refresh"]) == 200
    watch = ask(old, SIGN_IN)
    assert run(old, sys.executable, "manage.py", "migrate", "--check").returncode == 0

    (old / "rest_framework_simplejwt.py").unlink()
    git(old, "checkout", "--quiet", "HEAD~1", ".")
    assert ask(old, OURS) is False
    for tokens in (phone, watch):
        assert ask(old, GO_ON % tokens) == [200, 200]
    for tokens in (laptop, tablet):
        assert ask(old, TRY % tokens["refresh"]) == 401
