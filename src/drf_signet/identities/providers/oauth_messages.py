"""The messages of OAuth 2.0, as Authlib writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import quote_plus

try:
    from authlib.oauth2.auth import ClientAuth
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
    from authlib.oauth2.rfc7636 import create_s256_code_challenge
except ImportError as error:
    raise ImportError("drf_signet.identities needs Authlib: pip install 'drf-signet[identities]'.") from error

FORM: Final = "application/x-www-form-urlencoded"


class TokenRequest(NamedTuple):
    """What is sent to a token endpoint."""

    url: str
    headers: dict[str, str]
    form: str


def authorization_url(endpoint: str, client_id: str, code_verifier: str, said: Mapping[str, str]) -> str:
    """
    Where the browser goes for a code that only *code_verifier* redeems (RFC 6749 section 4.1.1, RFC 7636 section 4.3).

    *said* are the other parameters. Raises `ValueError` where the query of *endpoint* can't be read.
    """
    proof = {
        "code_challenge": create_s256_code_challenge(code_verifier),  # type: ignore[no-untyped-call]
        "code_challenge_method": "S256",
    }
    return str(prepare_grant_uri(endpoint, client_id, "code", **said, **proof))  # type: ignore[no-untyped-call]


def token_request(endpoint: str, client_id: str, secret: str, method: str, said: Mapping[str, str]) -> TokenRequest:
    """
    The request that exchanges a code (RFC 6749 section 4.1.3), of a client that proves itself by *method*.

    *method* is ``client_secret_post``, ``client_secret_basic`` or ``none``; *said* are the other parameters.
    """
    # RFC 6749 section 2.3.1 has both encoded before HTTP Basic, which Authlib leaves to its caller.
    encode = quote_plus if method == "client_secret_basic" else str
    client = ClientAuth(encode(client_id), encode(secret), method)  # type: ignore[no-untyped-call]
    body = prepare_token_request("authorization_code", **said)  # type: ignore[no-untyped-call]
    headers = {"Accept": "application/json", "Content-Type": FORM}
    url, headers, body = client.prepare("POST", endpoint, headers, body)  # type: ignore[no-untyped-call]
    return TokenRequest(url, headers, body)
