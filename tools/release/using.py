"""Each distribution, alone in a clean environment, does what its page says."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import Parser
from pathlib import Path
from typing import Final

from tools.release.distributions import Built, install, make_environment
from tools.release.step import clean_environment, fail, run

FENCE: Final = re.compile(r"(?s)```(\w+)\n(.*?)```")
STARTED: Final = re.compile(r"http://127\.0\.0\.1:\d+")
PROJECT: Final = """
import json
import sys
from pathlib import Path

import django

django.setup()

import drf_signet
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

assert Path(drf_signet.__file__).is_relative_to(sys.prefix), drf_signet.__file__
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
get_user_model().objects.create_user("ada", password="pw")
client = Client(SERVER_NAME="localhost")
tokens = client.post("/api/token/", {"username": "ada", "password": "pw"}).json()
assert client.post("/api/token/verify/", {"token": tokens["access"]}).json() == {}
assert list(client.post("/api/token/refresh/", {"refresh": tokens["refresh"]}).json()) == ["access"]
assert client.post("/api/token/", {"username": "ada", "password": "wrong"}).status_code == 401
"""
MOVED: Final = """
from drf_signet_compat.simplejwt import install

install()

import django
from django.conf import settings

settings.configure(SECRET_KEY="s" * 50, INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"])
django.setup()

from rest_framework_simplejwt.tokens import AccessToken

assert AccessToken.__module__.startswith(("drf_signet", "drf_signet_compat")), AccessToken.__module__
assert AccessToken(str(AccessToken())).payload["token_type"] == "access"
"""
OLD_IMPORT: Final = "from rest_framework_simplejwt.tokens import RefreshToken\n"
NODE: Final = """
import { createAuth } from "drf-signet-client";

const auth = createAuth({ baseURL: `${process.argv[2]}/api/v1/`, mode: "memory" });
await auth.login({ username: "ada", password: "correct-horse-battery" });
const answer = await auth.fetch("users/me/");
if ((await answer.json()).username !== "ada") throw new Error("somebody else");
await auth.logout();
"""


def use_everything(built: Built, work: Path) -> None:
    """Install and use each of what was *built*, below the empty folder *work*."""
    use_library(built, work / "library")
    use_compat(built, work / "compat")
    with running_service(built, work / "service") as url:
        try_as_page_says(built, url)
        use_python_client(built, work / "client", url)
        use_javascript_client(built, work / "javascript", url)


def use_library(built: Built, folder: Path) -> None:
    """A new project with the lines of the page signs in, verifies and refreshes."""
    python = prepared(folder, f"{built.wheels['drf-signet']}")
    run([str(python), "-m", "django", "startproject", "shop", "."], "start a project", cwd=folder)
    settings, urls, *_ = (text for language, text in blocks(built.wheels["drf-signet"]) if language == "python")
    for name, text in (("settings", settings), ("urls", urls)):
        with (folder / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")
    command = [str(python), "-W", "error", "-c", PROJECT]
    run(command, "use the library by its page", cwd=folder, DJANGO_SETTINGS_MODULE="shop.settings")


def use_compat(built: Built, folder: Path) -> None:
    """The old name means the new package, and the command moves a project to the new name."""
    python = prepared(folder, f"{built.wheels['drf-signet-compat']}[migrate]")
    run([str(python), "-c", MOVED], "use Simple JWT's name")
    (folder / "project").mkdir()
    (folder / "project" / "views.py").write_text(OLD_IMPORT)
    moved = [str(python.parent / "signet-migrate"), "--write", "project"]
    run(moved, "move a project to the new name", cwd=folder)
    if "rest_framework_simplejwt" in (folder / "project" / "views.py").read_text():
        fail("the command that moves a project left the old name.")


@contextmanager
def running_service(built: Built, folder: Path) -> Iterator[str]:
    """The demo, as it starts from the wheel. Gives its address."""
    python = prepared(folder, f"{built.wheels['drf-signet']}[server]")
    command = [str(python.parent / "signet"), "demo", "--folder", str(folder / "data")]
    service = subprocess.Popen(
        command, cwd=folder, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield address_of(service)
    finally:
        service.terminate()
        service.wait(30)


def address_of(service: subprocess.Popen[str]) -> str:
    """The address that *service* prints when it is ready."""
    printed = []
    for line in service.stdout or ():
        printed.append(line)
        if found := STARTED.search(line):
            return found[0]
    return fail(f"the service did not start:\n{''.join(printed)}")


def try_as_page_says(built: Built, url: str) -> None:
    """The three lines of the page, which sign in, ask who that is, and refresh."""
    (lines,) = (text for _, text in blocks(built.wheels["drf-signet"]) if "tokens=$(curl" in text)
    printed = run(["sh", "-c", lines.replace("http://127.0.0.1:8000", url)], "try the service by its page")
    if '"username":"ada"' not in printed or printed.count('"access":') != 2:
        fail(f"the lines that try the service printed:\n{printed}")


def use_python_client(built: Built, folder: Path, url: str) -> None:
    """The first block of its page."""
    python = prepared(folder, f"{built.wheels['drf-signet-client']}[requests]")
    first = next(text for language, text in blocks(built.wheels["drf-signet-client"]) if language == "python")
    printed = run(
        [str(python), "-W", "error", "-c", first.replace("http://127.0.0.1:8000", url)], "use the Python client"
    )
    if printed.strip() != "ada":
        fail(f"the Python client printed {printed!r}.")


def use_javascript_client(built: Built, folder: Path, url: str) -> None:
    """It signs in, asks who that is, and signs out."""
    folder.mkdir()
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    (folder / "try.js").write_text(NODE)
    run(["npm", "install", "--silent", "--no-audit", str(built.tarball)], "install the JavaScript client", cwd=folder)
    run(["node", "try.js", url], "use the JavaScript client", cwd=folder)


def prepared(folder: Path, wanted: str) -> Path:
    """The Python of a new environment in *folder* that has *wanted* and what that needs."""
    folder.mkdir()
    python = make_environment(folder / "environment")
    install(python, wanted, found_in=Path(wanted.partition("[")[0]).parent)
    return python


def blocks(wheel: Path) -> list[tuple[str, str]]:
    """The fenced blocks of the page in *wheel*: the language, and the text."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        return FENCE.findall(str(Parser().parsestr(archive.read(name).decode()).get_payload()))
