"""Sliding tokens: one token for both uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APITestCase

from drf_signet.testing import refresh_token_for
from drf_signet.tokens import SlidingToken

PASSWORD = "correct-horse-battery"


class SlidingTests(APITestCase):
    """The second pair of token endpoints."""

    user: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.user = User.objects.create_user("ada", password=PASSWORD)

    def test_sign_in_answers_with_one_token_that_opens_the_door(self) -> None:
        """The one token authenticates a request."""
        response = self.client.post(reverse("token_obtain_sliding"), {"username": "ada", "password": PASSWORD})
        self.assertEqual(set(response.data), {"token"})
        header = f"Bearer {response.data['token']}"
        self.assertEqual(self.client.get(reverse("hello"), headers={"authorization": header}).status_code, 200)

    def test_it_is_exchanged_for_one_that_lives_longer(self) -> None:
        """A token of four minutes ago is exchanged for one that expires later."""
        older = SlidingToken.for_user(self.user, now=datetime.now(UTC) - timedelta(minutes=4))
        response = self.client.post(reverse("token_refresh_sliding"), {"token": str(older)})
        newer = SlidingToken(response.data["token"])
        self.assertGreater(int(str(newer["exp"])), int(str(older["exp"])))
        self.assertEqual(newer["refresh_exp"], older["refresh_exp"])

    def test_it_is_not_exchanged_after_its_refresh_time(self) -> None:
        """Whoever signed in too long ago has to sign in again."""
        token = SlidingToken.for_user(self.user)
        token.set_exp("refresh_exp", lifetime=timedelta(seconds=-1))
        response = self.client.post(reverse("token_refresh_sliding"), {"token": str(token)})
        self.assertEqual(response.status_code, 401)

    def test_a_refresh_token_is_no_sliding_token(self) -> None:
        """The two kinds are not mixed up."""
        response = self.client.post(reverse("token_refresh_sliding"), {"token": str(refresh_token_for(self.user))})
        self.assertEqual(response.status_code, 401)
