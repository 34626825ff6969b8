"""Is a token genuine and in time?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APITestCase

from tests.signing_in import token_for


class VerifyTests(APITestCase):
    """POST api-token-verify/."""

    def setUp(self) -> None:
        self.token = token_for(User.objects.create_user("admin"))

    def test_a_good_token_comes_back(self) -> None:
        """The answer is the very token."""
        response = self.client.post(reverse("verify"), {"token": self.token})
        self.assertEqual((response.status_code, response.data), (200, {"token": self.token}))

    def test_a_forged_token_is_refused(self) -> None:
        """A token with another signature is a 400, in the old words."""
        unsigned, _, _ = self.token.rpartition(".")
        response = self.client.post(reverse("verify"), {"token": f"{unsigned}.{'A' * 43}"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.data, {"non_field_errors": ["Error decoding signature."]})
