"""Exchange a token for the next one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.test import APITestCase

from drf_signet_compat.drf_jwt.utils import jwt_decode_handler
from tests.signing_in import token_for

NEVER = timedelta(seconds=-1)


class RefreshTests(APITestCase):
    """POST api-token-refresh/."""

    def setUp(self) -> None:
        self.user = User.objects.create_user("admin")

    def refresh(self, token: str) -> Response:
        """The answer to a refresh of *token*."""
        return self.client.post(reverse("refresh"), {"token": token})

    def assert_refused(self, token: str, message: str) -> None:
        """A refresh of *token* is a 400 with *message*."""
        response = self.refresh(token)
        self.assertEqual((response.status_code, response.data), (400, {"non_field_errors": [message]}))

    def test_each_token_buys_the_next(self) -> None:
        """The first buys the second, that the third, and each remembers when the password was given."""
        tokens = [token_for(self.user)]
        for _ in range(2):
            tokens.append(self.refresh(tokens[-1]).data["token"])
        self.assertEqual(len({jwt_decode_handler(token)["orig_iat"] for token in tokens}), 1)
        answer = self.client.get(reverse("protected"), headers={"authorization": f"JWT {tokens[-1]}"})
        self.assertEqual(answer.data, {"message": "Hello, admin!"})

    def test_it_ends_at_the_limit(self) -> None:
        """Whoever signed in longer ago than JWT_REFRESH_EXPIRATION_DELTA has to sign in again."""
        token = token_for(self.user)
        self.assertEqual(self.refresh(token).status_code, 200)
        with override_settings(JWT_AUTH={**settings.JWT_AUTH, "JWT_REFRESH_EXPIRATION_DELTA": NEVER}):
            self.assert_refused(token, "Refresh has expired.")

    def test_an_expired_token_buys_nothing(self) -> None:
        """A token has to be refreshed while it is in time."""
        with override_settings(JWT_AUTH={**settings.JWT_AUTH, "JWT_EXPIRATION_DELTA": NEVER}):
            token = token_for(self.user)
        self.assert_refused(token, "Signature has expired.")

    def test_a_token_from_before_refreshing_was_allowed_buys_nothing(self) -> None:
        """Without JWT_ALLOW_REFRESH, tokens don't say when the password was given."""
        with override_settings(JWT_AUTH={"JWT_ALLOW_REFRESH": False}):
            token = token_for(self.user)
        self.assert_refused(token, "orig_iat field is required.")

    def test_a_user_who_was_disabled_or_deleted_gets_nothing(self) -> None:
        """The user is looked up at each refresh."""
        token = token_for(self.user)
        User.objects.update(is_active=False)
        self.assert_refused(token, "User account is disabled.")
        self.user.delete()
        self.assert_refused(token, "User doesn't exist.")
