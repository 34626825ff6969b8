"""The page about publishing keys, taken at its word."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import jwt
import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from drf_signet.tokens import AccessToken, RefreshToken
from tests.others.page import blocks_of

SETTINGS, URLS, KEYS_ALONE, VERIFIER = blocks_of("publish-keys")
(COMMAND,) = blocks_of("publish-keys", "sh")
AUTH: Final = "https://auth.example.com"


@pytest.fixture
def as_on_the_page(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A project with the key, the settings and the line of the page."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["sh", "-ec", COMMAND], check=True, capture_output=True)
    given: dict[str, Any] = {}
    exec(SETTINGS, given)
    settings.SIGNET = given["SIGNET"]
    module = ModuleType("urls_of_the_page")
    vars(module)["urlpatterns"] = []
    exec(URLS, vars(module))
    settings.ROOT_URLCONF = module
    return module


def test_a_verifier_accepts_the_tokens(
    user: User, as_on_the_page: ModuleType, live_server: LiveServer, settings: Any
) -> None:
    """By the published keys alone; and neither a refresh token, nor one that somebody changed or meant for others."""
    verifier: dict[str, Any] = {}
    assert VERIFIER.count('keys = jwt.PyJWKClient(f"{ISSUER}/') == 1
    exec(VERIFIER.replace('jwt.PyJWKClient(f"{ISSUER}/', f'jwt.PyJWKClient("{live_server.url}/'), verifier)
    claims_of = verifier["claims_of"]

    token = AccessToken.for_user(user)
    assert claims_of(str(token))["user_id"] == str(user.pk)

    head, payload, signature = str(token).split(".")
    refresh = str(RefreshToken.for_user(user))
    settings.SIGNET = {**settings.SIGNET, "AUDIENCE": "https://billing.example.com"}
    for refused in (refresh, f"{head}.{payload}.{signature[::-1]}", str(AccessToken.for_user(user))):
        with pytest.raises(jwt.PyJWTError):
            claims_of(refused)


def test_the_documents_are_where_the_page_says(client: Client, as_on_the_page: ModuleType) -> None:
    """And no check complains."""
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "publish-keys.md").read_text()
    addresses = re.findall(r"(?m)^\| `(/\.well-known/[^`]+)`", page)
    assert len(addresses) == 4
    for address in addresses:
        assert client.get(address).status_code == 200
    assert client.get("/.well-known/oauth-authorization-server").json()["jwks_uri"] == f"{AUTH}/.well-known/jwks.json"
    assert not [one for one in run_checks() if str(one.id) in page]


def test_the_keys_can_be_mounted_alone(client: Client, as_on_the_page: ModuleType, settings: Any) -> None:
    """Without a name."""
    vars(as_on_the_page)["urlpatterns"] = []
    exec(KEYS_ALONE, vars(as_on_the_page))
    settings.ROOT_URLCONF = as_on_the_page
    settings.SIGNET = {name: value for name, value in settings.SIGNET.items() if name != "ISSUER"}
    assert len(client.get("/.well-known/jwks.json").json()["keys"]) == 1
    assert client.get("/.well-known/oauth-authorization-server").status_code == 404
    assert not [one for one in run_checks() if str(one.id) in ("signet.W077", "signet.E072")]
