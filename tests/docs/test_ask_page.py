"""The page about services that check tokens, taken at its word: its blocks are run, and its answers compared."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Session
from drf_signet.sessions.services import ended_sessions, views
from drf_signet.sessions.tokens import RefreshToken
from signet_tokens import revocation_feed, single_flight
from signet_tokens.ended_sessions import MAXIMUM_ENTRIES, MEDIA_TYPE
from signet_tokens.errors import TokenError
from signet_tokens.feed_fetch import Fetched
from signet_tokens.keys import SigningKey
from signet_tokens.remote_keys import RemoteKeySet
from tests.stand_ins.key_pairs import pair_for, private_pem, public_pem
from tests.stand_ins.threads import NoThread

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs/how-to/ask-the-service.md").read_text()
URLS, SERVICES, PAIR, POLLER = re.findall(r"(?s)```python\n(.*?)```", PAGE)
(COMMAND,) = re.findall(r"(?s)```sh\n(.*?)\n```", PAGE)
REQUEST, ANSWER = re.findall(r"(?s)```http\n(.*?)```", PAGE)
ENVIRONMENT: Final = {"BILLING_SECRET": "b" * 43, "SIGNING_KEY": private_pem(pair_for("ES256"))}


@pytest.fixture
def secret() -> str:
    """What the command prints."""
    words = re.fullmatch(r'python (-c) "(.*)"', COMMAND)
    assert words is not None
    return subprocess.run([sys.executable, *words.groups()], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def project(secret: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings and the addresses of the page."""
    for name, value in {**ENVIRONMENT, "ORDERS_SECRET": secret}.items():
        monkeypatch.setenv(name, value)
    said: dict[str, Any] = {}
    signet: dict[str, Any] = {}
    for block in (SERVICES, PAIR):
        exec(block, said)
        signet |= said["SIGNET"]
    exec(URLS, vars(sys.modules[__name__]))
    ended_sessions.FEEDS.clear()
    with override_settings(SIGNET=signet, ROOT_URLCONF=__name__):
        yield
    ended_sessions.FEEDS.clear()


@pytest.mark.usefixtures("project")
def test_the_checks_have_nothing_to_say() -> None:
    """About these settings."""
    assert [one for one in run_checks() if str(one.id).startswith("signet.E")] == []


@pytest.mark.usefixtures("project")
def test_a_service_gets_the_answer_of_the_page(user: User, api: APIClient, secret: str) -> None:
    """To the request of the page, but for token and credentials."""
    first, *headers = REQUEST.partition("\n\n")[0].splitlines()
    method, path, _ = first.split()
    given = dict(line.split(": ", 1) for line in headers)
    assert (method, set(given)) == ("POST", {"Authorization", "Content-Type"})
    answer = api.post(
        path,
        f"token={RefreshToken.for_user(user).access_token}&client_id=orders&client_secret={secret}",
        content_type=given["Content-Type"],
    )
    assert answer.headers["Cache-Control"] == "no-store"
    shown = re.findall(r'"(\w+)": ', ANSWER)
    assert set(shown) <= answer.json().keys()
    assert (answer.json()["active"], answer.json()["token_type"]) == (True, "Bearer")


@pytest.mark.usefixtures("project")
def test_the_poller_of_the_page_learns_of_a_sign_out(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the keys at the address of the page."""
    key = SigningKey.load(public_pem(pair_for("ES256")), "ES256")
    asked: list[str] = []

    def fetch(url: str, etag: str | None) -> Fetched:
        asked.append(url)
        return Fetched(api.get("/api/events/").content, None)

    monkeypatch.setattr(single_flight, "Thread", NoThread)
    monkeypatch.setattr(RemoteKeySet, "find", lambda self, algorithm, kid: key)
    defaults: Any = revocation_feed.RevocationFeed.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "fetch", fetch)
    said: dict[str, Any] = {}
    exec(POLLER, said)
    token, other = (RefreshToken.for_user(user).access_token for _ in range(2))
    token["aud"] = other["aud"] = "orders"
    end(Session.objects.get(pk=token["sid"]))
    assert said["claims_of"](str(other))["sid"] == other["sid"]
    with pytest.raises(TokenError):
        said["claims_of"](str(token))
    assert asked == ["https://auth.example.com/api/events/"]


def test_the_names_and_numbers_are_those_of_the_source() -> None:
    """Types, limits, modules."""
    assert MEDIA_TYPE in PAGE
    assert f"{MAXIMUM_ENTRIES:,} entries" in PAGE
    assert views.__name__ in PAGE
    assert revocation_feed.INTERVAL == 2
