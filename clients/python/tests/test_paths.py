"""Where the endpoints are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drf_signet_client import Answer, Paths, TokenManager
from drf_signet_client.client import Client
from scripted import URL, answer, pair

USUAL = ("token/", "token/refresh/", "logout/", "token/", "logout/all/")


def asked(paths: Paths | None, url: str = URL) -> list[str]:
    """What a manager asks that signs in, refreshes, signs out, and everywhere."""
    urls: list[str] = []

    def post(url: str, body: Mapping[str, object]) -> Answer:
        urls.append(url)
        return pair(len(urls)) if len(urls) != 3 else answer(204)

    manager = TokenManager(url, post=post, paths=paths)
    manager.login()
    manager.get("access-1")
    manager.logout()
    manager.login()
    manager.logout_everywhere()
    return urls


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        (None, URL),
        (Paths(), URL),
        (Paths(prefix="auth/"), f"{URL}auth/"),
        (Paths(prefix="auth"), f"{URL}auth/"),
        (Paths(prefix="/auth/"), "https://api.example.com/auth/"),
        (Paths(prefix="https://api.example.com/auth/"), "https://api.example.com/auth/"),
        (Paths(prefix="https://api.example.com:443/"), "https://api.example.com:443/"),
    ],
)
def test_all_lie_below_a_prefix(paths: Paths | None, root: str) -> None:
    """Which is relative to the URL of the service."""
    assert asked(paths) == [f"{root}{path}" for path in USUAL]


def test_each_has_a_name() -> None:
    """With a slash in front, it is relative to the server."""
    paths = Paths("auth/", login="login", refresh="/renew/", logout="exit/", logout_all="exit/all")
    root = f"{URL}auth/"
    wanted = ["login", "/renew/", "exit/", "login", "exit/all"]
    assert asked(paths) == [f"https://api.example.com{one}" if one[0] == "/" else f"{root}{one}" for one in wanted]


@pytest.mark.parametrize(
    "paths",
    [
        Paths(prefix="https://elsewhere.example.com/"),
        Paths(prefix="//elsewhere.example.com/"),
        Paths(login="//elsewhere.example.com/token/"),
        Paths(refresh="http://api.example.com/token/refresh/"),
        Paths(logout="https://api.example.com:8443/logout/"),
        Paths(logout_all="https://ada@api.example.com/logout/all/"),
        Paths(login="data:text/plain,x"),
        Paths(login="https:\\\\elsewhere.example.com/token/"),
    ],
)
def test_none_leads_elsewhere(paths: Paths) -> None:
    """As passwords and tokens go to one origin. Said at once."""
    with pytest.raises(ValueError, match="should lie at the origin of"):
        TokenManager(URL, paths=paths)
    kind = type("Elsewhere", (Client,), {"paths": paths})
    with pytest.raises(ValueError, match="should lie at the origin of"):
        kind(URL, username="ada", password="secret")
