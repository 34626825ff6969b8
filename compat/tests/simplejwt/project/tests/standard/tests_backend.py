"""``TokenBackend``, which signs and reads, and the one of the state."""

from __future__ import annotations

import json
import time
import uuid
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.test import SimpleTestCase
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.tokens import AccessToken

from tests.forging import part

KEY = "a-key-of-our-own-that-is-as-long-as-it-should-be-for-all-three-of-the-hashes"


class HexEncoder(json.JSONEncoder):
    """Writes UUIDs."""

    def default(self, o: object) -> Any:
        """Their digits."""
        return o.hex if isinstance(o, uuid.UUID) else super().default(o)


class TokenBackendTests(SimpleTestCase):
    """Made by hand, as those do who read others' tokens."""

    def test_what_it_signs_it_reads(self) -> None:
        """Any claims; what was handed in stays as it was."""
        claims = {"a": 1, "b": [True, None]}
        backend = TokenBackend("HS256", KEY, audience="x", issuer="y")
        self.assertEqual(backend.decode(backend.encode(claims)), {"a": 1, "b": [True, None], "aud": "x", "iss": "y"})
        self.assertEqual(claims, {"a": 1, "b": [True, None]})

    def test_every_hash(self) -> None:
        """HS256, HS384 and HS512, in the header, too."""
        for algorithm in ("HS256", "HS384", "HS512"):
            backend = TokenBackend(algorithm, KEY)
            token = backend.encode({"a": 1})
            self.assertEqual(part(token, 0)["alg"], algorithm)
            self.assertEqual(backend.decode(token), {"a": 1})

    def test_a_pair_of_keys(self) -> None:
        """The one who has the public key reads, and can't sign."""
        key = ec.generate_private_key(ec.SECP256R1())
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        token = TokenBackend("ES256", private, public).encode({"a": 1})
        self.assertEqual(TokenBackend("ES256", None, public).decode(token), {"a": 1})

    def test_what_it_knows(self) -> None:
        """Its attributes are its arguments."""
        backend = TokenBackend("HS256", KEY, "", "x", "y", None, 5, HexEncoder)
        self.assertEqual((backend.algorithm, backend.signing_key, backend.verifying_key), ("HS256", KEY, ""))
        self.assertEqual((backend.audience, backend.issuer, backend.leeway), ("x", "y", 5))
        self.assertEqual((backend.jwks_client, backend.json_encoder), (None, HexEncoder))

    def test_what_isn_t_an_algorithm(self) -> None:
        """Says so."""
        for name in ("none", "HS1", "oienarst"):
            with self.assertRaisesMessage(TokenBackendError, f"Unrecognized algorithm type '{name}'"):
                TokenBackend(name, KEY)

    def test_what_isn_t_valid(self) -> None:
        """Form, signature, audience, issuer, start."""
        backend = TokenBackend("HS256", KEY, audience="x", issuer="y")
        for token in (
            "nonsense",
            TokenBackend("HS256", KEY[::-1], audience="x", issuer="y").encode({}),
            TokenBackend("HS256", KEY, audience="other", issuer="y").encode({}),
            TokenBackend("HS256", KEY, audience="x", issuer="other").encode({}),
            TokenBackend("HS256", KEY).encode({}),
            backend.encode({"nbf": int(time.time()) + 60}),
        ):
            with self.subTest(token=token), self.assertRaisesMessage(TokenBackendError, "Token is invalid"):
                backend.decode(token)

    def test_another_algorithm(self) -> None:
        """Has a text of its own, whatever the key."""
        token = TokenBackend("HS512", KEY).encode({})
        with self.assertRaisesMessage(TokenBackendError, "Invalid algorithm specified"):
            TokenBackend("HS256", KEY).decode(token)

    def test_an_end_in_the_past(self) -> None:
        """Has an error of its own, which is the other, too."""
        backend = TokenBackend("HS256", KEY)
        with self.assertRaisesMessage(TokenBackendExpiredToken, "Token is expired"):
            backend.decode(backend.encode({"exp": int(time.time()) - 1}))
        self.assertTrue(issubclass(TokenBackendExpiredToken, TokenBackendError))

    def test_unverified(self) -> None:
        """``verify=False`` reads whatever has the form."""
        token = TokenBackend("HS256", KEY[::-1]).encode({"exp": 1})
        self.assertEqual(TokenBackend("HS256", KEY).decode(token, verify=False), {"exp": 1})

    def test_several_audiences(self) -> None:
        """One in common is enough."""
        token = TokenBackend("HS256", KEY, audience=["a", "b"]).encode({})
        self.assertEqual(TokenBackend("HS256", KEY, audience=["b", "c"]).decode(token), {"aud": ["a", "b"]})

    def test_a_leeway(self) -> None:
        """In seconds or as a timedelta; the token ended, but not by that much."""
        for leeway in (10, 10.0, timedelta(seconds=10)):
            backend = TokenBackend("HS256", KEY, leeway=leeway)
            self.assertEqual(backend.get_leeway(), timedelta(seconds=10))
            backend.decode(backend.encode({"exp": int(time.time()) - 5}))
        self.assertEqual(TokenBackend("HS256", KEY).get_leeway(), timedelta(0))

    def test_what_isn_t_a_leeway(self) -> None:
        """Says which types are."""
        with self.assertRaisesMessage(TokenBackendError, "'leeway' must be of type int, float or timedelta."):
            TokenBackend("HS256", KEY, leeway="1").get_leeway()

    def test_an_encoder(self) -> None:
        """Writes what JSON can't."""
        number = uuid.uuid4()
        backend = TokenBackend("HS256", KEY, json_encoder=HexEncoder)
        self.assertEqual(backend.decode(backend.encode({"id": number})), {"id": number.hex})
        with self.assertRaises(TypeError):
            TokenBackend("HS256", KEY).encode({"id": number})


class StateTests(SimpleTestCase):
    """``state.token_backend`` is made of the settings."""

    def test_it_is_made_of_the_settings(self) -> None:
        """Algorithm and key."""
        self.assertIsInstance(token_backend, TokenBackend)
        self.assertEqual((token_backend.algorithm, token_backend.signing_key), ("HS256", settings.SECRET_KEY))

    def test_it_reads_the_claims_of_any_token(self) -> None:
        """As those do who want no token object."""
        token = AccessToken()
        self.assertEqual(token_backend.decode(str(token), verify=True), token.payload)

    def test_a_token_is_signed_by_hand(self) -> None:
        """What the backend signs, the token class reads."""
        claims = {"token_type": "access", "exp": int(time.time()) + 60, "jti": "1"}
        self.assertEqual(AccessToken(token_backend.encode(claims)).payload, claims)
