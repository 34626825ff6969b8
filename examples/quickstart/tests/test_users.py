"""Permissions to see and change users."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework.test import APIClient, APITestCase

from drf_signet.testing import client_for

LINUS = {"username": "linus", "email": "linus@example.com", "password": "a-warm-blanket"}


class UserTests(APITestCase):
    """api/users/."""

    ada: User
    grace: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ada = User.objects.create_superuser("ada", "ada@example.com")
        cls.grace = User.objects.create_user("grace", "grace@example.com")

    def setUp(self) -> None:
        self.as_ada, self.as_grace = client_for(self.ada), client_for(self.grace)
        self.users = reverse("user-list")
        self.one_grace = reverse("user-detail", args=(self.grace.pk,))

    def test_nobody_gets_in_without_a_token(self) -> None:
        """Reading and writing both want a token."""
        client = APIClient()
        statuses = [client.get(self.users).status_code, client.post(self.users, LINUS).status_code]
        self.assertEqual(statuses, [401, 401])

    def test_a_superuser_sees_everybody_and_no_password(self) -> None:
        """All users, in the order they came, with no trace of a password."""
        expected = [{"id": one.pk, "username": one.username, "email": one.email} for one in (self.ada, self.grace)]
        self.assertEqual(self.as_ada.get(self.users).data, expected)

    def test_others_see_themselves_alone(self) -> None:
        """A user without the permission to view users can't learn of another one."""
        self.assertEqual([one["username"] for one in self.as_grace.get(self.users).data], ["grace"])
        self.assertEqual(self.as_grace.get(self.one_grace).status_code, 200)
        self.assertEqual(self.as_grace.get(reverse("user-detail", args=(self.ada.pk,))).status_code, 404)

    def test_others_write_nothing(self) -> None:
        """A user without Django's permissions neither adds nor changes nor deletes users, not even themselves."""
        answers = [
            self.as_grace.post(self.users, LINUS),
            self.as_grace.patch(self.one_grace, {"email": "other@example.com"}),
            self.as_grace.delete(self.one_grace),
        ]
        self.assertEqual([answer.status_code for answer in answers], [403, 403, 403])
        self.assertEqual(User.objects.count(), 2)

    def test_a_superuser_adds_a_user_who_can_sign_in(self) -> None:
        """The password of a new user is hashed, and not in the answer."""
        response = self.as_ada.post(self.users, LINUS)
        self.assertEqual(response.status_code, 201)
        self.assertEqual(set(response.data), {"id", "username", "email"})
        self.assertTrue(User.objects.get(username="linus").check_password(LINUS["password"]))

    def test_a_superuser_changes_a_password(self) -> None:
        """A new password is hashed, too, and other fields are left alone."""
        response = self.as_ada.patch(self.one_grace, {"password": "nine-lives-of-a-cat"})
        self.assertEqual(response.status_code, 200)
        self.grace.refresh_from_db()
        self.assertTrue(self.grace.check_password("nine-lives-of-a-cat"))
        self.assertEqual(self.grace.email, "grace@example.com")

    def test_a_superuser_deletes_a_user_whose_token_ends_with_it(self) -> None:
        """The token of a deleted user opens nothing any more."""
        self.assertEqual(self.as_ada.delete(self.one_grace).status_code, 204)
        self.assertEqual(self.as_grace.get(self.users).status_code, 401)

    def test_a_page_in_a_browser_renders(self) -> None:
        """REST framework's pages work, with their forms."""
        response = self.as_ada.get(self.users, headers={"accept": "text/html"})
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/html", response["Content-Type"])
