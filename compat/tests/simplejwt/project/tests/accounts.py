"""A signed-in user, for the tests of tokens in pairs."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework.response import Response
from rest_framework.test import APITestCase
from rest_framework_simplejwt.tokens import Token

PASSWORD = "a tall ship and a star"


class AccountTestCase(APITestCase):
    """Has a user, and signs requests."""

    @classmethod
    def setUpTestData(cls) -> None:
        """One active user."""
        cls.user = User.objects.create_user("ada", "ada@example.com", password=PASSWORD)

    def show(self, token: Token | str, scheme: str = "Bearer") -> None:
        """Send *token* with every request from now on."""
        self.client.credentials(HTTP_AUTHORIZATION=f"{scheme} {token}")

    def sign_in(self, path: str = "/api/token/", **fields: str) -> Response:
        """Send the user's name and password, or *fields* instead."""
        return self.client.post(path, {"username": "ada", "password": PASSWORD, **fields})
