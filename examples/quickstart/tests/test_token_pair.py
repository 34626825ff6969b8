"""Sign in, refresh, verify: the access token and the refresh token."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APITestCase

from drf_signet.testing import access_token_for, bearer, refresh_token_for
from drf_signet.tokens import AccessToken, RefreshToken

PASSWORD = "correct-horse-battery"


class TokenPairTests(APITestCase):
    """The first three endpoints."""

    user: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.user = User.objects.create_user("ada", password=PASSWORD)

    def test_sign_in_answers_with_both_tokens(self) -> None:
        """The right password gives an access token and a refresh token for that user."""
        response = self.client.post(reverse("token_obtain_pair"), {"username": "ada", "password": PASSWORD})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(set(response.data), {"refresh", "access"})
        self.assertEqual(AccessToken(response.data["access"])["user_id"], str(self.user.pk))
        self.assertEqual(RefreshToken(response.data["refresh"])["user_id"], str(self.user.pk))

    def test_both_tokens_hold_the_user_name(self) -> None:
        """The claim of this project's own is in the refresh token, and copied into the access token."""
        response = self.client.post(reverse("token_obtain_pair"), {"username": "ada", "password": PASSWORD})
        self.assertEqual(AccessToken(response.data["access"])["username"], "ada")
        self.assertEqual(RefreshToken(response.data["refresh"])["username"], "ada")

    def test_a_wrong_password_is_refused(self) -> None:
        """A wrong password gives 401 and no token."""
        response = self.client.post(reverse("token_obtain_pair"), {"username": "ada", "password": "wrong"})
        self.assertEqual(response.status_code, 401)
        self.assertEqual(set(response.data), {"detail", "code"})

    def test_a_refresh_token_buys_an_access_token(self) -> None:
        """The new access token opens the door."""
        refresh = str(refresh_token_for(self.user))
        response = self.client.post(reverse("token_refresh"), {"refresh": refresh})
        self.assertEqual(set(response.data), {"access"})
        header = f"Bearer {response.data['access']}"
        self.assertEqual(self.client.get(reverse("hello"), headers={"authorization": header}).status_code, 200)

    def test_a_refresh_keeps_the_user_name(self) -> None:
        """The claim of this project's own is still there after a refresh."""
        refresh = str(refresh_token_for(self.user, {"username": "ada"}))
        response = self.client.post(reverse("token_refresh"), {"refresh": refresh})
        self.assertEqual(AccessToken(response.data["access"])["username"], "ada")

    def test_an_access_token_buys_nothing(self) -> None:
        """An access token is no refresh token."""
        response = self.client.post(reverse("token_refresh"), {"refresh": str(access_token_for(self.user))})
        self.assertEqual(response.status_code, 401)

    def test_verify_tells_good_tokens_from_bad(self) -> None:
        """200 for a genuine token, 401 for an expired one."""
        tokens = [access_token_for(self.user), access_token_for(self.user, lifetime=timedelta(seconds=-1))]
        answers = [self.client.post(reverse("token_verify"), {"token": str(token)}) for token in tokens]
        self.assertEqual([answer.status_code for answer in answers], [200, 401])

    def test_a_stale_token_does_not_block_a_sign_in(self) -> None:
        """A client that still sends its expired token can sign in."""
        stale = bearer(access_token_for(self.user, lifetime=timedelta(seconds=-1)))
        response = self.client.post(
            reverse("token_obtain_pair"), {"username": "ada", "password": PASSWORD}, headers={"authorization": stale}
        )
        self.assertEqual(response.status_code, 200)
