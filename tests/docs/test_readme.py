"""The README, taken at its word."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.matrix import SUPPORTED

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PYTHON_BLOCKS = re.findall(r"(?s)```python\n(.*?)```", README)
SCRIPT = """
import json
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
get_user_model().objects.create_user("ada", password="pw", first_name="Ada", last_name="Lovelace")
client = Client(SERVER_NAME="localhost")
tokens = client.post("/api/token/", {"username": "ada", "password": "pw"}).json()
answers = [client.get("/hello/").status_code]
answers.append(client.get("/hello/", headers={"Authorization": "Bearer " + tokens["access"]}).json())
answers.append(list(client.post("/api/token/refresh/", {"refresh": tokens["refresh"]}).json()))
answers.append(client.post("/api/token/verify/", {"token": tokens["access"]}).json())
print(json.dumps(answers))
"""
VIEW = """
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

@api_view()
@permission_classes([IsAuthenticated])
def hello(request):
    return Response({"hello": request.user.username})

urlpatterns.append(path("hello/", hello))
"""


def test_three_lines_are_enough(tmp_path: Path) -> None:
    """A new project with the two blocks of the README signs in, authenticates, refreshes and verifies."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    settings, urls, _ = PYTHON_BLOCKS
    for name, text in (("settings", settings), ("urls", urls + VIEW)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    printed = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT)

    assert json.loads(printed.splitlines()[-1]) == [401, {"hello": "ada"}, ["access"], {}]


@pytest.mark.django_db
def test_claims_come_from_get_token(user: object) -> None:
    """The serializer of the README puts the name into both tokens."""
    names: dict[str, type] = {}
    exec(PYTHON_BLOCKS[2], names)  # the block is the thing under test
    refresh = names["NamedTokenSerializer"].get_token(user)  # type: ignore[attr-defined]
    assert refresh["name"] == refresh.access_token["name"] == ""


def test_the_demo_prints_the_same_lines() -> None:
    """What the README shows is what `make run` prints."""
    source = "from signet_server.demo import curl_lines; print(curl_lines('http://127.0.0.1:8000'))"
    assert run(ROOT, "-c", source) in README


def test_versions_are_those_of_the_package() -> None:
    """The README, the package and the matrix name the same versions of Python and Django."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pythons = re.findall(r"Python :: (\d\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    djangos = re.findall(r"Django :: (\d\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    assert tuple(pythons) == SUPPORTED[: len(pythons)], "the next Python may be tried before it is promised"
    assert project["requires-python"] == f">={pythons[0]}"
    assert f"Python {pythons[0]} to {pythons[-1]}; Django {', '.join(djangos)};" in README
    assert f"Python {pythons[0]} or newer" in README


def run(folder: Path, *words: str) -> str:
    """What Python prints, given *words*, in *folder*."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    result = subprocess.run(
        [sys.executable, "-W", "error", *words], cwd=folder, env=inherited, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
