"""The provider of the demo, as a client of another make meets it: Authlib's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.service.conftest import Service, running_demo
from tests.service.http import call

SECRET = "a-secret-for-the-tests-of-the-demo"


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demo whose provider knows a secret of ours."""
    with running_demo(tmp_path_factory.mktemp("demo"), {"PROVIDERS_DEMO_CLIENT_SECRET": SECRET}) as service:
        yield service


class Visit:
    """Somebody who comes to the page from an application."""

    def __init__(self, service: Service, method: str = "client_secret_basic", secret: str = SECRET) -> None:
        self.document: dict[str, Any] = httpx.get(
            f"{service.url}/demo-provider/.well-known/openid-configuration"
        ).json()
        self.back = f"{service.url}/anywhere"
        self.verifier = generate_token(64)
        self.nonce = generate_token(32)
        self._client = partial(
            OAuth2Client,
            "signet",
            secret,
            scope="openid profile email",
            redirect_uri=self.back,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
        )
        with self._client() as client:
            self.page, self.state = client.create_authorization_url(
                self.document["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce
            )

    def choose(self, **fields: str) -> httpx.Response:
        """What the page answers to *fields*."""
        return httpx.post(self.page, data=fields)

    def arrive(self, **fields: str) -> dict[str, list[str]]:
        """What the application is told after *fields*."""
        answer = self.choose(**fields)
        assert answer.status_code == 302
        address = answer.headers["Location"]
        assert address.startswith(f"{self.back}?")
        return parse_qs(urlsplit(address).query)

    def tokens(self, code: str, verifier: str = "") -> dict[str, Any]:
        """The answer to *code*."""
        with self._client() as client:
            found: dict[str, Any] = client.fetch_token(
                self.document["token_endpoint"], code=code, code_verifier=verifier or self.verifier
            )
        return found

    def claims(self, **fields: str) -> CodeIDToken:
        """What the provider says of somebody, checked by Authlib."""
        tokens = self.tokens(self.arrive(**fields)["code"][0])
        keys = KeySet.import_key_set(httpx.get(self.document["jwks_uri"]).json())
        decoded = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {"iss": {"value": self.document["issuer"]}, "aud": {"value": "signet"}},
            {"nonce": self.nonce, "client_id": "signet", "access_token": tokens["access_token"]},
        )
        claims.validate()
        return claims


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_another_client_is_content_with_it(provided: Service, method: str) -> None:
    """Discovery, PKCE, either way to say the secret, and an ID token that holds what was asked for."""
    claims = Visit(provided, method).claims(choice="grace")
    assert (claims["email"], claims["email_verified"], claims["name"]) == ("grace@example.com", True, "Grace Hopper")
    assert (claims["given_name"], claims["family_name"]) == ("Grace", "Hopper")


def test_anybody_may_come(provided: Service) -> None:
    """Whoever has the same address is the same person, in any case, whatever the name is."""
    first = Visit(provided).claims(choice="other", name="Zoë", email="zoe@example.com", is_verified="on")
    second = Visit(provided).claims(choice="other", name="Z", email="Zoe@example.com")
    assert first["sub"] == second["sub"]
    assert (first["email_verified"], second["email_verified"]) == (True, False)
    assert "email" not in Visit(provided).claims(choice="other", name="Nobody")


def test_the_issuer_is_said_with_every_answer(provided: Service) -> None:
    """RFC 9207: also with a refusal."""
    visit = Visit(provided)
    for told in (visit.arrive(choice="ada"), visit.arrive(choice="refuse")):
        assert (told["iss"], told["state"]) == ([visit.document["issuer"]], [visit.state])
    assert told["error"] == ["access_denied"]


def test_a_code_is_used_once(provided: Service) -> None:
    """However many ask for it at once."""
    visit = Visit(provided)
    (code,) = visit.arrive(choice="ada")["code"]

    def ask(_: int) -> int:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": visit.back}
        answer = httpx.post(
            visit.document["token_endpoint"],
            data={**sent, "code_verifier": visit.verifier},
            auth=("signet", SECRET),
        )
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [200, *[400] * 7]


def test_whoever_lacks_something_gets_no_token(provided: Service) -> None:
    """The secret, the verifier, or a code at all."""
    for visit in (Visit(provided, secret="another"), Visit(provided, "client_secret_post", "another")):
        with pytest.raises(OAuthError, match="invalid_client"):
            visit.tokens(visit.arrive(choice="ada")["code"][0])
    visit = Visit(provided)
    (code,) = visit.arrive(choice="ada")["code"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        visit.tokens(code, generate_token(64))
    with pytest.raises(OAuthError, match="invalid_grant"):
        visit.tokens(code)
    with pytest.raises(OAuthError, match="invalid_grant"):
        visit.tokens("nothing")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "secrets"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_question_is_sent_back(provided: Service, change: dict[str, str], error: str) -> None:
    """To the application, which made the mistake."""
    visit = Visit(provided)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(visit.page).query).items()}
    answer = httpx.get(visit.document["authorization_endpoint"], params={**asked, **change})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == [error]


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "other"},
        {"client_id": ""},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": ""},
        {"redirect_uri": "http://127.0.0.1.evil.example/"},
        {"redirect_uri": "http://[/"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_nobody_is_sent_where_nobody_is_known(provided: Service, change: dict[str, str]) -> None:
    """A page says what is wrong, and the browser stays."""
    visit = Visit(provided)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(visit.page).query).items()}
    answer = httpx.get(visit.document["authorization_endpoint"], params={**asked, **change})
    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert "invalid_" in answer.text


def test_the_page_comes_by_post_as_well(provided: Service) -> None:
    """OpenID Connect Core 1.0 section 3.1.2.1. The choice brings along all that was posted."""
    visit = Visit(provided)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(visit.page).query).items()}
    page = httpx.post(visit.document["authorization_endpoint"], data=asked)
    assert page.status_code == 200
    action = re.search(r'action="(\?[^"]+)"', page.text)
    assert action is not None
    back = action[1].replace("&amp;", "&")
    answer = httpx.post(f"{visit.document['authorization_endpoint']}{back}", data={"choice": "grace"})
    assert answer.status_code == 302
    assert visit.tokens(parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0])["id_token"]


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "other", "email": "no address"},
        {"choice": "other", "name": "n" * 101, "email": "zoe@example.com"},
        {"choice": "other", "email": f"{'e' * 250}@example.com"},
        {"choice": "nobody"},
        {"choice": ""},
        {"choice": "other", "name": "\0"},
    ],
)
def test_an_odd_person_is_asked_again(provided: Service, fields: dict[str, str]) -> None:
    """On the page."""
    answer = Visit(provided).choose(**fields)
    assert answer.status_code == 200
    assert ('aria-invalid="true"' in answer.text) == (fields["choice"] == "other")


def test_odd_requests_are_refused(provided: Service) -> None:
    """In a way that a program understands, and never with a 500."""
    for header in ("Basic !!", "Basic /w==", "Basic c2lnbmV0", "Basic", "Bearer x", ""):
        sent = {"Authorization": header, "Content-Type": "application/x-www-form-urlencoded"}
        text = urlencode({"grant_type": "authorization_code", "code": "\0"})
        answer = call(provided, "POST", "/demo-provider/token", text=text, headers=sent)
        assert (answer.status, answer.body["error"]) == (401, "invalid_client")
    assert call(provided, "POST", "/demo-provider/token", {"grant_type": "authorization_code"}).status == 400
    assert call(provided, "GET", "/demo-provider/token").status == 405
    assert call(provided, "DELETE", "/demo-provider/authorize").status == 405


def test_the_secret_of_a_start_is_printed_nowhere(demo: Service) -> None:
    """Neither by the terminal nor by a page. Without one of ours, each start makes its own."""
    assert "PROVIDERS" not in demo.greeting
    visit = Visit(demo)
    with pytest.raises(OAuthError, match="invalid_client"):
        visit.tokens(visit.arrive(choice="ada")["code"][0])
