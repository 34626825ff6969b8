"""A fresh project with the lines of a page about identities, which signs people in with a real provider."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.docs.test_readme import run
from tests.providers.real_provider import SECRET, RealProvider
from tests.real_parts.ports import wait_for_port
from tests.tutorial.terminals import Running

VARIABLES: Final = ("GOOGLE", "GOOGLE_IOS", "MICROSOFT", "GITLAB", "GITHUB", "ACME")
CLIENT: Final = "rs256"
"""The client of the web at the provider of the tests; that of the app is "public", without a secret."""

ACCOUNTS: Final = """
INSTALLED_APPS += ["rest_framework", "drf_signet", "drf_signet.sessions", "drf_signet.accounts"]
SIGNET = {
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
}
"""
ACCOUNT_URLS: Final = """
from django.urls import include, path
urlpatterns += [
    path("api/", include("drf_signet.accounts.urls")),
    path("api/", include("drf_signet.sessions.browser.urls")),
]
"""
"""The lines of readers who come from the page about accounts."""


def environment() -> dict[str, str]:
    """What the pages read from the environment."""
    named = {f"{name}_CLIENT_ID": CLIENT for name in VARIABLES} | {
        f"{name}_CLIENT_SECRET": SECRET for name in VARIABLES
    }
    named |= {"GOOGLE_IOS_CLIENT_ID": "public"}
    return {**{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}, **named}


def stand_in_for_google(provider: RealProvider) -> str:
    """Settings that let *provider* be Google: it speaks for all addresses, too."""
    return f"""
for _entry in SIGNET["PROVIDERS"].values():
    _entry |= {{"issuer": {provider.issuer!r}, "allow_http": True, "verifies": "*"}}
"""


@contextmanager
def served(folder: Path, port: int, files: Mapping[str, str]) -> Iterator[str]:
    """
    The origin of a fresh project, to whose *files* the texts are added.

    It runs as the pages say, by ``runserver``, until the end of the block, and answers none of its requests with 500.
    """
    folder.mkdir()
    run(folder, "-m", "django", "startproject", "shop", ".")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a") as file:
            file.write(f"\n{text}")
    for words in (("check", "--fail-level", "WARNING"), ("migrate", "--verbosity", "0")):
        manage(folder, *words)
    log = folder.with_suffix(".log")
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"localhost:{port}"]
    running = Running(command, folder, environment(), log)
    try:
        wait_for_port(port)
        yield f"http://localhost:{port}"
    finally:
        running.stop()
    assert "Traceback" not in running.printed(), running.printed()


def manage(folder: Path, *words: str) -> str:
    """What a command of the project prints."""
    before = dict(os.environ)
    os.environ.update(environment())
    try:
        return run(folder, "manage.py", *words)
    finally:
        os.environ.clear()
        os.environ.update(before)
