"""Tokens that are signed with a private key, for an audience, by an issuer."""

from __future__ import annotations

import time
import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.test import SimpleTestCase
from rest_framework.utils.encoders import JSONEncoder
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.tokens import AccessToken

from tests.forging import part, sign_by_hand

JWT = settings.SIMPLE_JWT


def other_backend(**changes: Any) -> TokenBackend:
    """The backend of another service, which differs by *changes*."""
    usual = {"audience": JWT["AUDIENCE"], "issuer": JWT["ISSUER"]}
    return TokenBackend("RS256", JWT["SIGNING_KEY"], JWT["VERIFYING_KEY"], **{**usual, **changes})


def usual_claims(**changes: object) -> dict[str, object]:
    """What an access token of this service says."""
    return {"use": "access", "exp": int(time.time()) + 60, "id": "1", **changes}


class SignatureTests(SimpleTestCase):
    """RS256, AUDIENCE, ISSUER, LEEWAY and JSON_ENCODER."""

    def test_the_backend_is_made_of_the_settings(self) -> None:
        """All of them."""
        self.assertEqual(token_backend.algorithm, "RS256")
        self.assertEqual((token_backend.audience, token_backend.issuer), (JWT["AUDIENCE"], JWT["ISSUER"]))
        self.assertEqual((token_backend.leeway, token_backend.json_encoder), (JWT["LEEWAY"], JSONEncoder))

    def test_a_token_says_how_it_is_signed_for_whom_and_by_whom(self) -> None:
        """Audience and issuer come last, and only in what is sent."""
        token = AccessToken()
        self.assertEqual(part(token, 0)["alg"], "RS256")
        self.assertEqual(list(part(token, 1)), ["use", "exp", "iat", "id", "aud", "iss"])
        self.assertEqual(part(token, 1)["aud"], ["notes", "mail"])
        self.assertNotIn("aud", token)

    def test_whoever_has_the_public_key_reads_it(self) -> None:
        """Without the private one."""
        reader = TokenBackend("RS256", None, JWT["VERIFYING_KEY"], audience="mail", issuer=JWT["ISSUER"])
        self.assertEqual(reader.decode(str(AccessToken()))["use"], "access")

    def test_tokens_of_others_are_refused(self) -> None:
        """Another key, audience or issuer, and none at all."""
        pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        for changes in ({"signing_key": pem.decode()}, {"audience": "shop"}, {"audience": None}, {"issuer": "x"}):
            with self.subTest(changes=changes):
                usual = {"algorithm": "RS256", "signing_key": JWT["SIGNING_KEY"], "issuer": JWT["ISSUER"]}
                backend = TokenBackend(**{**usual, "audience": JWT["AUDIENCE"], **changes})
                with self.assertRaisesMessage(TokenError, "Token is invalid"):
                    AccessToken(backend.encode(usual_claims()))

    def test_one_audience_in_common_is_enough(self) -> None:
        """As a string or in a list."""
        for audience in ("mail", ["shop", "notes"]):
            AccessToken(other_backend(audience=audience).encode(usual_claims()))

    def test_a_kid_of_another_service_is_no_obstacle(self) -> None:
        """The one key of the settings is tried, whatever the header calls it."""
        header, claims = {"alg": "RS256", "typ": "JWT", "kid": "theirs"}, {"iss": JWT["ISSUER"], "aud": "notes"}
        token = sign_by_hand(settings.PRIVATE_KEY, header, usual_claims(**claims))
        self.assertEqual(AccessToken(token)["use"], "access")

    def test_a_public_key_is_no_secret(self) -> None:
        """A token that takes it for one is refused."""
        secret = JWT["VERIFYING_KEY"].replace("-", "_")
        token = TokenBackend("HS256", secret, audience="notes", issuer=JWT["ISSUER"]).encode(usual_claims())
        with self.assertRaisesMessage(TokenError, "Token is invalid"):
            AccessToken(token)

    def test_an_end_within_the_leeway(self) -> None:
        """Thirty seconds."""
        AccessToken(other_backend().encode(usual_claims(exp=int(time.time()) - 10)))
        with self.assertRaisesMessage(TokenError, "Token is expired"):
            AccessToken(other_backend().encode(usual_claims(exp=int(time.time()) - 40)))

    def test_a_start_within_the_leeway(self) -> None:
        """A clock may be ahead by that much."""
        AccessToken(other_backend().encode(usual_claims(iat=int(time.time()) + 10)))
        with self.assertRaisesMessage(TokenError, "Token is invalid"):
            AccessToken(other_backend().encode(usual_claims(iat=int(time.time()) + 60)))

    def test_a_claim_that_json_has_not(self) -> None:
        """The encoder of the settings writes it."""
        token, number = AccessToken(), uuid.uuid4()
        token["order"] = number
        self.assertEqual(AccessToken(str(token))["order"], str(number))
