"""Sign in: a form or JSON for a token."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APITestCase

from drf_signet_compat.drf_jwt.utils import jwt_decode_handler

CREDENTIALS = {"username": "admin", "password": "password123"}


class ObtainTests(APITestCase):
    """POST api-token-auth/."""

    user: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.user = User.objects.create_user("admin", "admin@example.com", "password123")

    def test_a_form_and_json_are_taken(self) -> None:
        """Both kinds of body get a token, and nothing else."""
        for body in ("multipart", "json"):
            with self.subTest(body):
                response = self.client.post(reverse("obtain"), CREDENTIALS, format=body)
                self.assertEqual((response.status_code, set(response.data)), (200, {"token"}))

    def test_the_claims_are_the_old_ones(self) -> None:
        """Clients that read a token find what they have always found in it."""
        response = self.client.post(reverse("obtain"), CREDENTIALS)
        claims = jwt_decode_handler(response.data["token"])
        self.assertEqual(set(claims), {"user_id", "username", "email", "exp", "orig_iat"})
        self.assertEqual((claims["user_id"], claims["username"]), (self.user.pk, "admin"))

    def test_a_wrong_password_is_refused(self) -> None:
        """The same words for a wrong password, for nobody, and for a user who was disabled."""
        User.objects.create_user("gone", password="password123", is_active=False)
        for wrong in ({"password": "wrong"}, {"username": "nobody"}, {"username": "gone"}):
            with self.subTest(wrong):
                response = self.client.post(reverse("obtain"), {**CREDENTIALS, **wrong})
                self.assertEqual(response.status_code, 400)
                self.assertEqual(response.data, {"non_field_errors": ["Unable to log in with provided credentials."]})

    def test_a_missing_field_is_named(self) -> None:
        """The answer says what is missing."""
        response = self.client.post(reverse("obtain"), {})
        required = ["This field is required."]
        self.assertEqual((response.status_code, response.data), (400, {"username": required, "password": required}))
