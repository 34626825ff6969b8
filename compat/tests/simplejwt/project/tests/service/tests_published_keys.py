"""Tokens of a provider that publishes its keys (JWK_URL)."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import SimpleTestCase
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError

from tests.forging import encoded, sign_by_hand

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def number(value: int) -> str:
    """A number as it stands in keys."""
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def provider_token(kid: str, **claims: object) -> str:
    """What the provider signs."""
    return sign_by_hand(KEY, {"alg": "RS256", "typ": "JWT", "kid": kid}, {"exp": int(time.time()) + 60, **claims})


class Provider(BaseHTTPRequestHandler):
    """Publishes one key."""

    def do_GET(self) -> None:
        """The set of keys."""
        numbers = KEY.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", "n": number(numbers.n), "e": number(numbers.e)}
        body = json.dumps({"keys": [key]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class PublishedKeyTests(SimpleTestCase):
    """The backend fetches the key that the token names."""

    @classmethod
    def setUpClass(cls) -> None:
        """Start the provider."""
        super().setUpClass()
        cls.server = HTTPServer(("127.0.0.1", 0), Provider)
        thread = threading.Thread(target=cls.server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        url = f"http://127.0.0.1:{cls.server.server_port}/.well-known/jwks.json"
        cls.backend = TokenBackend("RS256", jwk_url=url, audience="notes")

    def test_a_token_of_the_provider_is_read(self) -> None:
        """By the key of its kid."""
        self.assertEqual(self.backend.decode(provider_token("one", aud="notes", sub="ada"))["sub"], "ada")

    def test_a_token_for_others_is_refused(self) -> None:
        """The rest of the rules holds."""
        with self.assertRaisesMessage(TokenBackendError, "Token is invalid"):
            self.backend.decode(provider_token("one", aud="shop"))

    def test_a_key_that_was_copied_by_hand(self) -> None:
        """A backend with one public key uses it for every token, whatever its kid."""
        public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        backend = TokenBackend("RS256", verifying_key=public, audience="notes")
        self.assertEqual(backend.decode(provider_token("one", aud="notes", sub="ada"))["sub"], "ada")

    def test_a_key_that_isn_t_published_is_refused(self) -> None:
        """Whatever it signed."""
        with self.assertRaisesMessage(TokenBackendError, "Token is invalid"):
            self.backend.decode(provider_token("two", aud="notes"))
