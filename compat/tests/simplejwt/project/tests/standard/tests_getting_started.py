"""The first page of the documentation: sign in, show the access token, refresh it, verify it."""

from __future__ import annotations

from django.urls import reverse
from rest_framework_simplejwt.tokens import RefreshToken

from notes.models import Note
from tests.accounts import AccountTestCase
from tests.forging import part


class GettingStartedTests(AccountTestCase):
    """The endpoints, as curl would call them."""

    def test_a_password_gives_a_refresh_token_and_an_access_token(self) -> None:
        """Both in one answer, refresh first."""
        response = self.sign_in(reverse("token_obtain_pair"))
        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.json()), ["refresh", "access"])

    def test_a_form_does_as_well_as_json(self) -> None:
        """The views take what REST framework's parsers take."""
        response = self.client.post(
            "/api/token/",
            "username=ada&password=a+tall+ship+and+a+star",
            content_type="application/x-www-form-urlencoded",
        )
        self.assertEqual(response.status_code, 200)

    def test_the_access_token_opens_a_protected_view(self) -> None:
        """The user of the request is the token's."""
        self.show(self.sign_in().json()["access"])
        self.assertEqual(self.client.get("/api/me/").json()["username"], "ada")

    def test_the_access_token_signs_a_change(self) -> None:
        """A note that is posted belongs to the token's user."""
        self.show(self.sign_in().json()["access"])
        self.assertEqual(self.client.post("/api/notes/", {"text": "tea"}).status_code, 201)
        self.assertEqual(Note.objects.get().owner, self.user)
        self.assertEqual([one["text"] for one in self.client.get("/api/notes/").json()], ["tea"])

    def test_a_refresh_token_gives_an_access_token(self) -> None:
        """Nothing else, as long as refresh tokens don't rotate."""
        response = self.client.post(reverse("token_refresh"), {"refresh": self.sign_in().json()["refresh"]})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.json()), ["access"])
        self.show(response.json()["access"])
        self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_a_refresh_token_is_used_again_and_again(self) -> None:
        """Each use gives another access token."""
        refresh = self.sign_in().json()["refresh"]
        first, second = (self.client.post("/api/token/refresh/", {"refresh": refresh}).json() for _ in range(2))
        self.assertNotEqual(part(first["access"], 1)["jti"], part(second["access"], 1)["jti"])

    def test_a_refresh_token_opens_nothing(self) -> None:
        """It is of the wrong type for the header."""
        self.show(self.sign_in().json()["refresh"])
        self.assertEqual(self.client.get("/api/me/").status_code, 401)

    def test_both_tokens_verify(self) -> None:
        """The answer is empty, whatever the type."""
        for token in self.sign_in().json().values():
            response = self.client.post(reverse("token_verify"), {"token": token})
            self.assertEqual((response.status_code, response.json()), (200, {}))

    def test_the_view_functions_do_the_same(self) -> None:
        """``token_obtain_pair`` and its like are the views, ready to use."""
        pair = self.sign_in("/functions/token/").json()
        answer = self.client.post("/functions/token/refresh/", {"refresh": pair["refresh"]}).json()
        self.assertEqual(self.client.post("/functions/token/verify/", {"token": answer["access"]}).json(), {})

    def test_a_test_client_takes_a_token_that_was_made_by_hand(self) -> None:
        """``RefreshToken.for_user(user).access_token`` in the credentials, as tests have it."""
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {RefreshToken.for_user(self.user).access_token}")
        self.assertEqual(self.client.get("/api/me/").json()["id"], self.user.pk)

    def test_a_public_view_is_open_without_a_token(self) -> None:
        """And knows whether there was one."""
        self.assertEqual(self.client.get("/api/public/").json(), {"signed_in": False})
        self.show(RefreshToken.for_user(self.user).access_token)
        self.assertEqual(self.client.get("/api/public/").json(), {"signed_in": True})

    def test_a_public_view_refuses_a_bad_token(self) -> None:
        """Whoever shows a token wants it looked at."""
        self.show("nonsense")
        self.assertEqual(self.client.get("/api/public/").status_code, 401)
