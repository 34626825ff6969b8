"""The sign-up, and the tokens it answers with."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APITestCase

from api.tokens import get_tokens_for_user
from drf_signet.tokens import AccessToken, RefreshToken

GRACE = {"username": "grace", "email": "grace@example.com", "password": "nine-lives-of-a-cat"}


class SignUpTests(APITestCase):
    """POST api/sign-up/."""

    def test_it_signs_the_new_user_in(self) -> None:
        """The access token of the answer opens the door at once, and no cache may keep it."""
        response = self.client.post(reverse("sign_up"), GRACE)
        self.assertEqual(response.status_code, 201)
        self.assertEqual(response["Cache-Control"], "no-store")
        header = f"Bearer {response.data['access']}"
        hello = self.client.get(reverse("hello"), headers={"authorization": header})
        self.assertEqual(hello.data, {"message": "Hello, grace!"})

    def test_it_stores_no_password(self) -> None:
        """The database has a hash, and the user can sign in."""
        self.client.post(reverse("sign_up"), GRACE)
        user = User.objects.get(username="grace")
        self.assertNotIn(GRACE["password"], user.password)
        self.assertTrue(user.check_password(GRACE["password"]))

    def test_it_makes_nobody_an_administrator(self) -> None:
        """Fields that the serializer doesn't name are not taken."""
        self.client.post(reverse("sign_up"), {**GRACE, "is_staff": True, "is_superuser": True})
        user = User.objects.get(username="grace")
        self.assertFalse(user.is_staff or user.is_superuser)

    def test_it_refuses_a_name_that_is_taken(self) -> None:
        """One name, one user."""
        User.objects.create_user("grace")
        response = self.client.post(reverse("sign_up"), GRACE)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(set(response.data), {"username"})

    def test_it_refuses_a_weak_password(self) -> None:
        """AUTH_PASSWORD_VALIDATORS are asked."""
        response = self.client.post(reverse("sign_up"), {**GRACE, "password": "12345678"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(set(response.data), {"password"})


class GetTokensForUserTests(APITestCase):
    """Tokens from the project's own code."""

    def test_they_are_a_pair_with_the_claims_of_a_sign_in(self) -> None:
        """Both tokens are the user's, and hold the claim that a sign-in puts into them."""
        user = User.objects.create_user("grace")
        tokens = get_tokens_for_user(user)
        self.assertEqual(set(tokens), {"refresh", "access"})
        for token in (RefreshToken(tokens["refresh"]), AccessToken(tokens["access"])):
            self.assertEqual((token["user_id"], token["username"]), (str(user.pk), "grace"))
