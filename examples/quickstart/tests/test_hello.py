"""The protected view, and what opens it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APIClient, APITestCase

from drf_signet.testing import access_token_for, bearer, client_for, refresh_token_for
from drf_signet.tokens import Token


class HelloTests(APITestCase):
    """GET api/hello/."""

    user: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.user = User.objects.create_user("ada")

    def status_with(self, token: Token) -> int:
        """The status of a request that shows *token*."""
        response = self.client.get(reverse("hello"), headers={"authorization": bearer(token)})
        return response.status_code

    def test_it_greets_whose_token_it_is(self) -> None:
        """A signed-in user is called by name."""
        response = client_for(self.user).get(reverse("hello"))
        self.assertEqual(response.data, {"message": "Hello, ada!"})

    def test_it_is_closed_without_a_token(self) -> None:
        """Without a token: 401, and what to send."""
        response = APIClient().get(reverse("hello"))
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')

    def test_it_is_closed_to_an_expired_token(self) -> None:
        """An access token that has expired opens nothing."""
        self.assertEqual(self.status_with(access_token_for(self.user, lifetime=timedelta(seconds=-1))), 401)

    def test_it_is_closed_to_a_refresh_token(self) -> None:
        """A refresh token is for refreshing alone."""
        self.assertEqual(self.status_with(refresh_token_for(self.user)), 401)

    def test_it_is_closed_to_a_user_who_was_disabled(self) -> None:
        """A token that is still in time doesn't help a disabled user."""
        token = access_token_for(self.user)
        self.assertEqual(self.status_with(token), 200)
        User.objects.update(is_active=False)
        self.assertEqual(self.status_with(token), 401)
