"""Apple tells a name once, beside what it signs: a new account has it, and nothing else comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.auth import get_user_model

from drf_signet.identities.models import Identity
from drf_signet.identities.providers.apple import LONGEST_NAME
from signet_tokens.keys import SigningKey
from tests.accounts.changed import signet
from tests.accounts.person import Client, has_username
from tests.identities.doors import OWN_PAGE, come_back, end_of
from tests.providers.stand_in import StandIn, stand_in

pytestmark = pytest.mark.django_db

ADA = {"firstName": "Ada", "lastName": "Lovelace"}
FORM = "application/x-www-form-urlencoded"
CALLBACK = "/api/browser/identities/apple/callback/"


@pytest.fixture
def acme() -> Iterator[StandIn]:
    """As Apple is, but for its address."""
    with stand_in() as provider:
        yield provider


@pytest.fixture(autouse=True)
def providers(acme: StandIn) -> Iterator[None]:
    """The protocol itself, with *acme* as Apple, and as a provider of another kind."""
    pem = SigningKey.generate("ES256")._jwk.as_pem(private=True).decode()  # type: ignore[union-attr]
    own = {"issuer": acme.issuer, "client_id": "shop", "verifies": "*"}
    apple = {**own, "team_id": "TEAM", "key_id": "KEY1", "private_key": pem}
    acme.answers["/.well-known/openid-configuration"] = acme.metadata(
        token_endpoint_auth_methods_supported=["client_secret_post"]
    )
    with signet(PROVIDERS={"apple": apple, "acme": {**own, "client_secret": "x"}}, KEY_SET_CACHE=None):
        yield


def token(acme: StandIn, nonce: str = "n", **claims: Any) -> str:
    """An ID token, as Apple makes them."""
    return acme.id_token(nonce, {"email": "ada@example.com", "email_verified": "true", **claims})


def present(api: Client, acme: StandIn, user: object, provider: str = "apple", **claims: Any) -> Any:
    """The answer to an app that sends an ID token and the *user* beside it."""
    body = {"id_token": token(acme, **claims), "nonce": "n", "user": user}
    return api.post(f"/api/identities/{provider}/token/", body, format="json")


def check_user(first: str, last: str) -> None:
    """There is one user, with these names. A model with one field for both takes the address in place of none."""
    user: Any = get_user_model()._default_manager.get()
    assert user.email == "ada@example.com"
    if has_username():
        assert (user.first_name, user.last_name) == (first, last)
    else:
        assert user.full_name == (" ".join(filter(None, (first, last))) or "ada")


@pytest.mark.parametrize("member", [ADA, {"givenName": "Ada", "familyName": "Lovelace"}], ids=["web", "native"])
@pytest.mark.parametrize("write", [dict, json.dumps], ids=["object", "text"])
def test_an_app_sends_the_name(api: Client, acme: StandIn, member: dict[str, str], write: Any) -> None:
    """As an object, or as the text that it is at Apple. The address in it counts for nothing."""
    answer = present(api, acme, write({"name": member, "email": "evil@example.com"}))
    assert answer.status_code == 200, answer.content
    check_user("Ada", "Lovelace")


def test_an_app_sends_it_with_a_code(api: Client, acme: StandIn) -> None:
    """The same."""
    acme.answers["/token"] = {"access_token": "a", "id_token": token(acme, nonce="n")}
    body = {"code": "c", "redirect_uri": "u", "code_verifier": "v", "nonce": "n", "user": {"name": ADA}}
    answer = api.post("/api/identities/apple/token/", body, format="json")
    assert answer.status_code == 200, answer.content
    check_user("Ada", "Lovelace")


def test_a_browser_brings_it(api: Client, acme: StandIn) -> None:
    """In a form, which becomes a GET. Nothing but the names gets into that address."""
    url = api.post("/api/browser/identities/apple/start/", {}, format="json", **OWN_PAGE).json()["url"]
    sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    acme.answers["/token"] = {"access_token": "a", "id_token": token(acme, nonce=sent["nonce"])}
    user = json.dumps({"name": {**ADA, "middleName": "King"}, "email": "evil@example.com"})
    form = urlencode({"code": "c", "state": sent["state"], "user": user})
    led = Client().post(CALLBACK, form, content_type=FORM, secure=True, HTTP_ORIGIN="https://appleid.apple.com")
    query = {name: values[0] for name, values in parse_qs(led["Location"].removeprefix("?")).items()}
    assert json.loads(query["user"]) == {"name": ADA}
    assert end_of(come_back(api, "apple", **query)) == "signed_in"
    check_user("Ada", "Lovelace")


@pytest.mark.parametrize(
    "user",
    [
        *(None, "", "{", "[]", "7", 7, [], "ada", "\x00", "[" * 4_000, "x" * 5_000, '{"name": "\\ud800"}'),
        *({}, {"name": 7}, {"name": []}, {"name": {}}, {"name": {"firstName": 7}}, {"name": {"firstName": ["Ada"]}}),
        *({"name": {"firstName": "A" * (LONGEST_NAME + 1)}}, {"name": {"firstName": "a\x00b"}}),
        *({"name": {"firstName": "\u202eada"}}, {"first_name": "Ada", "given_name": "Ada", "sub": "x", "iss": "y"}),
    ],
    ids=lambda user: repr(user)[:40],
)
def test_what_is_no_name_is_ignored(api: Client, acme: StandIn, user: object) -> None:
    """The sign-in goes on, in an app and in a browser."""
    answer = present(api, acme, user)
    assert answer.status_code == 200, answer.content
    check_user("", "")
    assert Identity.objects.get().subject == "ada"
    text = user if isinstance(user, str) else json.dumps(user)
    url = api.post("/api/browser/identities/apple/start/", {}, format="json", **OWN_PAGE).json()["url"]
    sent = parse_qs(urlsplit(url).query)
    acme.answers["/token"] = {"access_token": "a", "id_token": token(acme, nonce=sent["nonce"][0])}
    given = {"code": "c", "state": sent["state"][0], "user": text}
    led = api.post(CALLBACK, urlencode(given), content_type=FORM, secure=True)
    assert parse_qs(led["Location"].removeprefix("?"))["code"] == ["c"]
    assert end_of(come_back(api, "apple", **given)) == "signed_in"


def test_a_long_name_never_costs_the_sign_in(api: Client) -> None:
    """Of an address that would be too long, the name is left out."""
    user = json.dumps({"name": dict.fromkeys(ADA, "\U0001f600" * LONGEST_NAME)})
    form = urlencode({"code": "c" * 4_000, "state": "s", "user": user})
    led = api.post(CALLBACK, form, content_type=FORM, secure=True)
    assert parse_qs(led["Location"].removeprefix("?")) == {"code": ["c" * 4_000], "state": ["s"]}


def test_it_changes_nobody(api: Client, acme: StandIn) -> None:
    """An account that is there keeps its names, and what is signed comes first."""
    assert present(api, acme, {"name": ADA}, given_name="Signed").status_code == 200
    check_user("Signed", "Lovelace")
    assert present(api, acme, {"name": {"firstName": "Eve"}}, iat=1).status_code == 200
    check_user("Signed", "Lovelace")


def test_others_say_names_themselves(api: Client, acme: StandIn) -> None:
    """A project may believe the names of such a provider, so nobody else may add to them."""
    assert present(api, acme, {"name": ADA}, "acme").status_code == 200
    check_user("", "")
