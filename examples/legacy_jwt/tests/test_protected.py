"""The protected view, and what opens it."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.test import APITestCase

from tests.signing_in import token_for


class ProtectedTests(APITestCase):
    """GET protected-url/."""

    def setUp(self) -> None:
        self.user = User.objects.create_user("admin")

    def ask(self, header: str) -> Response:
        """The answer to a request with the ``Authorization`` *header*."""
        return self.client.get(reverse("protected"), headers={"authorization": header})

    def assert_refused(self, header: str, message: str) -> None:
        """The *header* is a 401 with *message*."""
        response = self.ask(header)
        self.assertEqual((response.status_code, response.data), (401, {"detail": message}))
        self.assertEqual(response["WWW-Authenticate"], 'JWT realm="api"')

    def test_a_token_opens_it(self) -> None:
        """Whatever the case of the word before it."""
        token = token_for(self.user)
        for word in ("JWT", "jwt"):
            with self.subTest(word):
                self.assertEqual(self.ask(f"{word} {token}").data, {"message": "Hello, admin!"})

    def test_so_do_the_other_two_classes(self) -> None:
        """A password in the header, and Django's session cookie."""
        self.user.set_password("password123")
        self.user.save()
        basic = b64encode(b"admin:password123").decode()
        self.assertEqual(self.ask(f"Basic {basic}").status_code, 200)
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(reverse("protected")).status_code, 200)

    def test_it_is_closed_without_a_token(self) -> None:
        """Without a header, and with another word in it: 401, and what to send."""
        for header in ("", f"Bearer {token_for(self.user)}"):
            with self.subTest(header):
                self.assert_refused(header, "Authentication credentials were not provided.")

    def test_what_is_wrong_with_the_header_is_said(self) -> None:
        """The word alone, and a word too many."""
        self.assert_refused("JWT", "Invalid Authorization header. No credentials provided.")
        self.assert_refused("JWT a b", "Invalid Authorization header. Credentials string should not contain spaces.")

    def test_what_is_wrong_with_the_token_is_said(self) -> None:
        """No token at all, and one that has expired."""
        self.assert_refused("JWT nonsense", "Error decoding signature.")
        with override_settings(JWT_AUTH={**settings.JWT_AUTH, "JWT_EXPIRATION_DELTA": timedelta(seconds=-1)}):
            token = token_for(self.user)
        self.assert_refused(f"JWT {token}", "Signature has expired.")

    def test_what_is_wrong_with_the_user_is_said(self) -> None:
        """A user who was disabled, and one who was deleted."""
        header = f"JWT {token_for(self.user)}"
        User.objects.update(is_active=False)
        self.assert_refused(header, "User account is disabled.")
        self.user.delete()
        self.assert_refused(header, "Invalid signature.")
