"""Which key a token is tried with, and what is said where the keys can't be had."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from compat.tests.simplejwt.site.asking import get, simple_jwt
from drf_signet.errors import KeysUnavailableError
from drf_signet.keys_in_force import get_ring
from drf_signet_compat.simplejwt import exceptions
from drf_signet_compat.simplejwt.backends import TokenBackend
from drf_signet_compat.simplejwt.state import token_backend
from drf_signet_compat.simplejwt.tokens import AccessToken
from signet_tokens.jws import sign, sign_as
from signet_tokens.keys import SigningKey
from tests.real_parts.ports import free_port
from tests.stand_ins.key_pairs import private_pem, public_pem, rsa


def signed_by_issuer() -> str:
    """A token under a ``kid`` that nobody here knows."""
    key = replace(SigningKey.load(private_pem(rsa("issuer")), "RS256"), kid="its-own-name")
    return sign(json.dumps(AccessToken().payload).encode(), key)


def test_a_key_is_tried_whatever_it_is_called() -> None:
    """VERIFYING_KEY holds the key of an issuer, which has a name of its own for it."""
    with simple_jwt(ALGORITHM="RS256", SIGNING_KEY="", VERIFYING_KEY=public_pem(rsa("issuer"))):
        assert AccessToken(signed_by_issuer())["token_type"] == "access"
        assert token_backend.get_verifying_key(signed_by_issuer()) == get_ring().keys[0]
    other = simple_jwt(ALGORITHM="RS256", SIGNING_KEY="", VERIFYING_KEY=public_pem(rsa("another")))
    with other, pytest.raises(exceptions.TokenError):
        AccessToken(signed_by_issuer())


@pytest.mark.parametrize("owner", ["issuer", "service"])
def test_tokens_that_name_no_key_are_tried_with_each(owner: str) -> None:
    """As Simple JWT's don't: those of the signing key, and those of the one before it."""
    key = SigningKey.load(private_pem(rsa(owner)), "RS256")
    keys = {"SIGNING_KEY": private_pem(rsa("service")), "VERIFYING_KEY": public_pem(rsa("issuer"))}
    with simple_jwt(ALGORITHM="RS256", **keys):
        raw = sign_as(json.dumps(AccessToken().payload).encode(), key, None)
        assert AccessToken(raw)["token_type"] == "access"


def test_a_service_with_a_key_set_of_the_project_takes_our_tokens() -> None:
    """Whatever the set calls the key."""
    with simple_jwt(ALGORITHM="RS256", SIGNING_KEY=private_pem(rsa("service"))):
        raw = str(AccessToken())
    published = KeySet([RSAKey.import_key(public_pem(rsa("service")), {"kid": "main"})])
    assert jwt.decode(raw, published).claims["token_type"] == "access"


def test_keys_that_can_not_be_fetched(user: User) -> None:
    """For code of Simple JWT an invalid token, for a client a reason to try again: 503."""
    with simple_jwt(ALGORITHM="RS256", SIGNING_KEY="", JWK_URL=f"http://127.0.0.1:{free_port()}/keys"):
        raw = signed_by_issuer()
        for error in (exceptions.TokenError, exceptions.TokenBackendError, KeysUnavailableError):
            with pytest.raises(error):
                AccessToken(raw)
        assert get("me", raw).status_code == 503


@pytest.mark.parametrize("algorithm", ["HS1", "none", "ES256K"])
def test_algorithms_that_are_not_known(algorithm: str) -> None:
    """Are refused by name."""
    with pytest.raises(exceptions.TokenBackendError) as raised:
        TokenBackend(algorithm)
    assert raised.value.args == (f"Unrecognized algorithm type '{algorithm}'",)


def test_the_payload_stays_as_it_is() -> None:
    """The audience and the issuer are written into the token alone."""
    payload = {"a": 1}
    backend = TokenBackend("HS256", "k" * 32, audience=["a", "b"], issuer="c")
    assert backend.decode(backend.encode(payload)) == {"a": 1, "aud": ["a", "b"], "iss": "c"}
    assert payload == {"a": 1}


def test_another_algorithm() -> None:
    """Is named as the reason."""
    raw = TokenBackend("HS512", "k" * 64).encode({})
    with pytest.raises(exceptions.TokenBackendError, match="Invalid algorithm specified"):
        TokenBackend("HS256", "k" * 64).decode(raw)
