"""What an attack must not achieve, and two providers: acme may speak for every address, and hub for none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model

from drf_signet.accounts import ways_in
from drf_signet.accounts.models import EmailAddress, PendingSignUp
from drf_signet.identities.models import Identity
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client
from tests.identities.attacked_provider import AttackedProvider, attacked_provider
from tests.identities.doors import OWN_PAGE, REFRESH

CODES: Final = "signet_mailed_codes"
NONCE: Final = "nonce-of-the-app"
VERIFIER: Final = "v" * 43


class Providers(NamedTuple):
    """Both."""

    acme: AttackedProvider
    hub: AttackedProvider


@pytest.fixture(name="providers")
def both_providers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Providers]:
    """The protocol itself, with providers that answer. Nobody has codes by mail, which would be one more way in."""
    monkeypatch.setattr(ways_in, "_ways", {name: one for name, one in ways_in._ways.items() if name != CODES})
    with attacked_provider() as acme, attacked_provider() as hub:
        entries = {"acme": acme.entry(verifies="*"), "hub": hub.entry()}
        with signet(PROVIDERS=entries, KEY_SET_CACHE=None):
            yield Providers(acme, hub)


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Nobody is new, nobody has a session or an identity more, no password and no address is another one."""
    before = _all()
    yield
    assert _all() == before


def _all() -> tuple[Any, ...]:
    users = get_user_model()._default_manager
    return (
        sorted(users.values_list("pk", "password", "email")),
        sorted(EmailAddress.objects.values_list("pk", "address", "verified_at")),
        sorted(Identity.objects.values_list("pk", "user_id")),
        sorted(Session.objects.values_list("pk", "user_id", "revoked_at")),
        PendingSignUp.objects.count(),
    )


def url_of_start(api: Client, provider: str = "acme", **body: object) -> str:
    """Where the page goes."""
    answer = api.post(f"/api/browser/identities/{provider}/start/", body, format="json", **OWN_PAGE)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["url"])


def said_in(url: str) -> dict[str, str]:
    """The parameters of *url*."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def refused(answer: Any) -> str:
    """The code of a refusal, which opens no session."""
    assert REFRESH not in answer.cookies or not answer.cookies[REFRESH].value
    if answer.status_code == 303:
        return str(answer["Location"]).partition("#error=")[2]
    assert 400 <= answer.status_code < 500 or answer.status_code == 503, answer.content
    body = answer.json()
    assert "access" not in body
    return str(body.get("code", "invalid"))


def present(api: Client, id_token: object, provider: str = "acme", nonce: object = NONCE) -> Any:
    """The answer to an ID token."""
    return send(api, f"/api/identities/{provider}/token/", {"id_token": id_token, "nonce": nonce})


def exchange(api: Client, provider: str = "acme", **body: object) -> Any:
    """The answer to a code that an app sends."""
    whole = {"redirect_uri": "myapp://back", "code_verifier": VERIFIER, **body}
    return send(api, f"/api/identities/{provider}/token/", whole)


def send(api: Client, path: str, body: object, **headers: Any) -> Any:
    """The answer to *body* in JSON of ASCII alone, in which anything can be written, such as half a character."""
    return api.post(path, json.dumps(body), content_type="application/json", **headers)
