"""What clients send to get in with a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from tests.accounts.person import Client
from tests.identities.stand_in import NONCE, StandIn, said

REDIRECT: Final = {"redirect_uri": "myapp://back", "code_verifier": "v" * 43}
PAGE: Final = "https://app.example.com/back"
REFRESH: Final = "__Host-refresh"
STATE: Final = "__Host-refresh_provider"
OWN_PAGE: Final[Mapping[str, Any]] = {"HTTP_SEC_FETCH_SITE": "same-origin", "secure": True}


def by_code(api: Client, code: str, provider: str = "google", where: str = "token", prefix: str = "") -> Any:
    """The answer to a *code*."""
    return api.post(f"/api/{prefix}identities/{provider}/{where}/", {"code": code, **REDIRECT}, format="json")


def by_token(api: Client, id_token: str, provider: str = "google", nonce: str = NONCE) -> Any:
    """The answer to an *id_token*."""
    body = {"id_token": id_token, "nonce": nonce}
    return api.post(f"/api/identities/{provider}/token/", body, format="json")


def arrive(api: Client, providers: StandIn, email: str = "ada@example.com", **said_too: Any) -> Any:
    """The answer to a sign-in of whoever a provider calls so."""
    identity = said(email, **said_too)
    return by_code(api, providers.code_for(identity), identity.provider)


def start(api: Client, provider: str = "google", **body: object) -> str:
    """Go to the provider. Returns the state."""
    answer = api.post(f"/api/browser/identities/{provider}/start/", body, format="json", **OWN_PAGE)
    assert answer.status_code == 200, answer.content
    return str(parse_qs(urlsplit(answer.json()["url"]).query)["state"][0])


def come_back(api: Client, provider: str = "google", **query: str) -> Any:
    """Come back from there."""
    path, site = f"/api/browser/identities/{provider}/callback/", "cross-site"
    return api.get(path, query, secure=True, HTTP_ACCEPT="text/html", HTTP_SEC_FETCH_SITE=site)


def end_of(answer: Any) -> str:
    """What the page finds in its fragment."""
    assert answer.status_code == 303, answer.content
    page, _, fragment = str(answer["Location"]).partition("#")
    assert page == PAGE
    return fragment
