"""The protocol, as Authlib has it, with PKCE for everybody (RFC 9700 section 2.1.1)."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.django_oauth2.authorization_server import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from django.conf import settings
from django.http import HttpResponse
from joserfc.jwk import RSAKey

from signet_server.demo_provider import codes
from signet_server.demo_provider.client import METHODS, SCOPES, Client, client_of
from signet_server.demo_provider.codes import Code
from signet_server.demo_provider.people import Person
from signet_server.demo_provider.place import issuer_at
from signet_server.demo_provider.signing_key import ALGORITHM, signing_key


class Server(AuthorizationServer):
    """The provider."""

    def query_client(self, client_id: str) -> Client | None:
        """The client of that id."""
        return client_of(client_id)

    def authenticate_client(self, request: OAuth2Request, methods: list[str], endpoint: str = "token") -> Client:
        """The client that asks. Raises `InvalidClientError`, also for a header that is no text: Authlib would fail."""
        try:
            client: Client = super().authenticate_client(request, methods, endpoint)
        except UnicodeDecodeError:
            raise InvalidClientError(status_code=401) from None
        return client

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Nothing: an access token opens nothing here."""

    def handle_response(
        self, status_code: int, payload: dict[str, Any] | str, headers: list[tuple[str, str]]
    ) -> HttpResponse:
        """The answer. A client learns from which provider it is (RFC 9207); Authlib's own way knows Flask alone."""
        answer: HttpResponse = super().handle_response(status_code, payload, headers)
        if location := answer.headers.get("Location"):
            answer.headers["Location"] = add_params_to_uri(location, {"iss": issuer()})
        return answer


class CodeGrant(AuthorizationCodeGrant):
    """Codes that are kept in the cache."""

    TOKEN_ENDPOINT_AUTH_METHODS = list(METHODS)

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep what was asked for."""
        payload: Any = request.payload
        person: Any = request.user
        asked = payload.data
        kept = Code(
            redirect_uri=payload.redirect_uri,
            scope=request.scope,
            nonce=asked.get("nonce"),
            code_challenge=asked["code_challenge"],
            code_challenge_method=asked["code_challenge_method"],
            person=person,
            auth_time=int(time.time()),
        )
        codes.keep(code, kept)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """What it stands for. Whoever asks has used it, whatever comes of it."""
        return codes.take(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Nothing: it is used."""

    def authenticate_user(self, authorization_code: Code) -> Person:
        """The person that said yes."""
        return authorization_code.person


class NeededChallenge(CodeChallenge):
    """PKCE with S256, of clients that have a secret, too."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: AuthorizationCodeGrant, redirect_uri: str) -> None:
        """Raises `InvalidRequestError` where there is none, or one that was not hashed."""
        payload: Any = grant.request.payload
        asked = payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE is needed: 'code_challenge', and 'code_challenge_method' S256.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):
    """What the ID tokens say, and who signs them."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Never: the client looks whether a nonce is its own."""
        return False

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        """The key."""
        return signing_key()

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """The key that verifies it."""
        return {"alg": ALGORITHM, "kid": signing_key().kid or ""}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """From whom the token is, and for whom."""
        return {"iss": issuer(), "aud": client.get_client_id()}

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        """Of whom it speaks."""
        return dict(user.claims(frozenset(scope.split())))


@cache
def server() -> Server:
    """The one of this process."""
    made = Server(client_model=None, token_model=None)
    made.scopes_supported = list(SCOPES)
    made.register_grant(CodeGrant, [NeededChallenge(), IdToken()])
    return made


def issuer() -> str:
    """The issuer of this demo."""
    return issuer_at(settings.PUBLIC_URL)


def metadata() -> dict[str, Any]:
    """The discovery document. OpenID Connect Discovery 1.0 section 3."""
    return {
        "issuer": issuer(),
        "authorization_endpoint": f"{issuer()}/authorize",
        "token_endpoint": f"{issuer()}/token",
        "jwks_uri": f"{issuer()}/keys",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": list(METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "claims_supported": ["sub", "name", "given_name", "family_name", "email", "email_verified"],
    }
