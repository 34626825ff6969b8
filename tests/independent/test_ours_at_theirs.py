"""Verifiers of other people accept our tokens. All they know is the address of our key set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import requests
from authlib.oauth2.rfc6750.errors import InvalidTokenError
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from joserfc.jwk import KeySet

from tests.independent.authlib_jose import KEYS, TOKENS
from tests.independent.node import answer
from tests.independent.published import ALGORITHMS, AUDIENCE, ISSUER, Service, serving

each_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One for all tests."""
    with serving() as started:
        yield started


@each_algorithm
def test_pyjwt_accepts_it(service: Service, algorithm: str) -> None:
    """`PyJWKClient` finds the key by its name, and PyJWT refuses a token for another audience."""
    token = service.token(algorithm)
    key = jwt.PyJWKClient(service.key_set_url).get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key, algorithms=[algorithm], audience=AUDIENCE, issuer=ISSUER)
    assert claims["sub"] == "7"
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, key, algorithms=[algorithm], audience="https://billing.example", issuer=ISSUER)


@each_algorithm
def test_authlib_accepts_it(service: Service, algorithm: str) -> None:
    """Of our whole key set, Authlib chooses the right key."""
    keys = KEYS.import_key_set(requests.get(service.key_set_url, timeout=60).json())
    options = {"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": AUDIENCE}}
    claims = TOKENS([algorithm]).decode(service.token(algorithm), keys, claims_options=options)
    claims.validate()
    assert claims["sub"] == "7"


class ResourceServer(JWTBearerTokenValidator):
    """What Authlib has for an API that accepts tokens of RFC 9068. Here, it fetches our keys."""

    def __init__(self, key_set_url: str) -> None:
        super().__init__(ISSUER, AUDIENCE)  # type: ignore[no-untyped-call]
        self.key_set_url = key_set_url

    def get_jwks(self) -> Any:
        """Our key set."""
        return KeySet.import_key_set(requests.get(self.key_set_url, timeout=60).json())


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_authlib_accepts_the_form_of_rfc_9068(service: Service, algorithm: str) -> None:
    """Its validator wants `at+jwt`, and each claim that section 2.2 asks for. It knows these two algorithms."""
    api: Any = ResourceServer(service.key_set_url)
    token = api.authenticate_token(service.token(algorithm, "rfc9068"))
    api.validate_token(token, [], None)
    assert (token["sub"], token["aud"]) == ("7", AUDIENCE)
    with pytest.raises(InvalidTokenError):
        api.validate_token(api.authenticate_token(service.token(algorithm)), [], None)


def test_jose_accepts_it(service: Service) -> None:
    """`createRemoteJWKSet` of Node's jose, for each algorithm, and a forged one beside them."""
    tokens = [{"algorithm": one, "token": service.token(one)} for one in ALGORITHMS]
    signing_input, _, signature = tokens[0]["token"].rpartition(".")
    forged = {"algorithm": ALGORITHMS[0], "token": f"{signing_input}.{signature[::-1]}"}
    question = {"url": service.key_set_url, "issuer": ISSUER, "audience": AUDIENCE, "tokens": [*tokens, forged]}
    *accepted, refused = answer("verify_with_jose.mjs", question, "jose")
    assert [one.get("sub") for one in accepted] == ["7"] * len(ALGORITHMS), accepted
    assert refused == {"refused": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}
