"""The recipe of docs/how-to/identities.md for an Expo app, with stand-ins for Expo's packages, and a real provider."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from tests.providers.real_provider import RealProvider, real_provider
from tests.real_parts.needs import missing, program
from tests.real_parts.ports import free_port
from tests.recipes.identities_page import ROOT, block, blocks
from tests.recipes.identities_site import ACCOUNT_URLS, ACCOUNTS, served, stand_in_for_google

APP: Final = "Google in an Expo app"
REDIRECT: Final = "com.googleusercontent.apps.1234567890-abc123def456:/signed-in"
PROGRAM: Final = Path(__file__).with_name("expo_app.mjs")
PATIENCE: Final = 60

Way = Callable[[str], Mapping[str, str] | None]
"""From the URL to which the browser of the device goes, to what it brings back."""


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    """The provider in the place of Google, at which the app has a client without a secret."""
    with real_provider(REDIRECT, claims_in="id_token") as started:
        yield started


@pytest.fixture(scope="module")
def api(provider: RealProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A project whose entry names the app."""
    settings, urls = blocks("Add it to a project", "python")
    project = {
        "shop/settings.py": ACCOUNTS + settings + block(APP, "python") + stand_in_for_google(provider),
        "shop/urls.py": ACCOUNT_URLS + urls,
    }
    with served(tmp_path_factory.mktemp("api") / "project", free_port(), project) as origin:
        yield origin


@pytest.fixture
def app(api: str, provider: RealProvider, tmp_path: Path) -> Path:
    """The file of the app, with the addresses and the client of this test."""
    text = block(APP, "tsx")
    for old, new in (
        ("https://api.example.com", api),
        ("https://accounts.google.com", provider.issuer),
        ('"1234567890-abc123def456.apps.googleusercontent.com"', '"public"'),
    ):
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "GoogleButton.tsx"
    file.write_text(text)
    return file


def press(app: Path, way: Way) -> Any:
    """Press the button of the app, and let the browser go that *way*. Returns the tokens or the problem."""
    if not (ROOT / "node_modules" / "vite").exists():
        missing("the packages of package-lock.json are not installed: npm ci")
    command = [program("node", package="nodejs"), "--no-warnings", str(PROGRAM), str(app)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked = json.loads(process.stdout.readline())
        process.stdin.write(json.dumps(way(asked["url"])) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())


def test_the_app_gets_both_tokens(app: Path, api: str, provider: RealProvider) -> None:
    """Which are those of our API, and can be refreshed."""
    tokens = press(app, provider.visit)["tokens"]
    bearer = {"Authorization": f"Bearer {tokens['access']}"}
    me = requests.get(f"{api}/api/users/me/", headers=bearer, timeout=PATIENCE)
    assert me.json()["email"] == "ada@acme.example"
    (linked,) = requests.get(f"{api}/api/identities/", headers=bearer, timeout=PATIENCE).json()
    assert (linked["provider"], linked["name"]) == ("google", "Google")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": "4%2F0AeaYSHC"}, "code_url_encoded"),
        ({"code": "nobody issued this one"}, "code_refused"),
        ({"iss": "https://evil.example"}, "provider_mixed_up"),
        ({"state": "another"}, "error"),
        (None, "cancel"),
    ],
)
def test_what_goes_wrong_has_a_code(
    app: Path, provider: RealProvider, change: Mapping[str, str] | None, problem: str
) -> None:
    """Which the app shows."""

    def way(url: str) -> Mapping[str, str] | None:
        return None if change is None else {**provider.visit(url), **change}

    assert press(app, way) == {"problem": problem}
