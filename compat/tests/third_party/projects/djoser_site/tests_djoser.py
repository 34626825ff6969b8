"""An account from registration to sign-out, by djoser's addresses."""

from __future__ import annotations

import os
from datetime import timedelta
from unittest import skipUnless

from django.conf import settings
from django.contrib.auth.models import User
from djoser.social.token.jwt import TokenStrategy
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from recording import PASSWORD, RecordedTestCase

ROTATES = settings.SIMPLE_JWT["ROTATE_REFRESH_TOKENS"]
HAS_BLACKLIST = os.environ.get("BLACKLIST") == "1"


class DjoserTests(RecordedTestCase):
    """jwt/create, jwt/refresh, jwt/verify, and the users' own addresses."""

    def sign_in(self) -> dict[str, str]:
        """The answer to a sign-in."""
        answer: dict[str, str] = self.post("/auth/jwt/create/", username="ada", password=PASSWORD).json()
        return answer

    def test_an_account_is_opened_and_signed_in_to(self) -> None:
        """Registration is djoser's, the tokens are ours."""
        new = {"username": "grace", "password": PASSWORD, "email": "grace@example.com"}
        self.assertEqual(self.post("/auth/users/", **new).status_code, 201)
        pair = self.post("/auth/jwt/create/", username="grace", password=PASSWORD)
        self.assertEqual((pair.status_code, list(pair.json())), (200, ["refresh", "access"]))
        self.show(pair.json()["access"])
        self.assertEqual(self.client.get("/auth/users/me/").json()["username"], "grace")

    def test_wrong_and_missing_passwords(self) -> None:
        """In the words of Simple JWT."""
        response = self.post("/auth/jwt/create/", username="ada", password="wrong")
        self.assert_refused(response, "No active account found with the given credentials")
        self.assertEqual(self.post("/auth/jwt/create/", username="ada").status_code, 400)

    def test_an_inactive_user(self) -> None:
        """They can't sign in or refresh, and views refuse their tokens."""
        pair = self.sign_in()
        User.objects.update(is_active=False)
        response = self.post("/auth/jwt/create/", username="ada", password=PASSWORD)
        self.assert_refused(response, "No active account found with the given credentials")
        response = self.post("/auth/jwt/refresh/", refresh=pair["refresh"])
        self.assert_refused(response, "No active account found for the given token.")
        self.show(pair["access"])
        self.assert_refused(self.client.get("/auth/users/me/"), "User is inactive", "user_inactive")

    def test_a_refresh(self) -> None:
        """With another refresh token, where they rotate."""
        response = self.post("/auth/jwt/refresh/", refresh=self.sign_in()["refresh"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.json()), ["access", "refresh"] if ROTATES else ["access"])
        self.show(response.json()["access"])
        self.assertEqual(self.client.get("/auth/users/me/").status_code, 200)

    def test_a_second_refresh(self) -> None:
        """It is refused if the first one blacklists."""
        refresh = self.sign_in()["refresh"]
        self.post("/auth/jwt/refresh/", refresh=refresh)
        response = self.post("/auth/jwt/refresh/", refresh=refresh)
        if ROTATES and HAS_BLACKLIST:
            self.assert_refused(response, "Token is blacklisted", "token_not_valid")
            self.assertEqual(self.post("/auth/jwt/verify/", token=refresh).status_code, 400)
        else:
            self.assertEqual(response.status_code, 200)

    def test_verification(self) -> None:
        """Of both tokens."""
        for token in self.sign_in().values():
            response = self.post("/auth/jwt/verify/", token=token)
            self.assertEqual((response.status_code, response.json()), (200, {}))

    def test_bad_tokens(self) -> None:
        """At every address."""
        expired = RefreshToken.for_user(self.user)
        expired.set_exp(lifetime=timedelta(seconds=-1))
        for token, detail in (("nonsense", "Token is invalid"), (expired, "Token is expired")):
            self.assert_refused(self.post("/auth/jwt/refresh/", refresh=token), detail, "token_not_valid")
            self.assert_refused(self.post("/auth/jwt/verify/", token=token), detail, "token_not_valid")
            self.show(token)
            self.assertEqual(self.client.get("/auth/users/me/").json()["code"], "token_not_valid")
        wrong = AccessToken.for_user(self.user)
        self.assert_refused(self.post("/auth/jwt/refresh/", refresh=wrong), "Token has wrong type", "token_not_valid")
        self.assertEqual(self.post("/auth/jwt/refresh/").status_code, 400)

    @skipUnless(HAS_BLACKLIST, "there is nothing to write a sign-out down in")
    def test_a_sign_out(self) -> None:
        """The refresh token is refused from then on."""
        refresh = self.sign_in()["refresh"]
        response = self.post("/auth/jwt/blacklist/", refresh=refresh)
        self.assertEqual((response.status_code, response.json()), (200, {}))
        for path in ("refresh", "blacklist"):
            response = self.post(f"/auth/jwt/{path}/", refresh=refresh)
            self.assert_refused(response, "Token is blacklisted", "token_not_valid")

    def test_a_changed_password(self) -> None:
        """It is changed by djoser, and the new one signs in."""
        self.show(self.sign_in()["access"])
        changed = {"current_password": PASSWORD, "new_password": "another tall ship"}
        self.assertEqual(self.post("/auth/users/set_password/", **changed).status_code, 204)
        self.client.credentials()
        self.assertEqual(self.post("/auth/jwt/create/", username="ada", password="another tall ship").status_code, 200)

    def test_a_deleted_account(self) -> None:
        """Its access token belongs to nobody."""
        self.show(self.sign_in()["access"])
        response = self.client.delete("/auth/users/me/", {"current_password": PASSWORD}, format="json")
        self.assertEqual(response.status_code, 204)
        self.assert_refused(self.client.get("/auth/users/me/"), "User not found", "user_not_found")

    def test_the_strategy_of_social_sign_in(self) -> None:
        """It makes a pair for a user."""
        pair = TokenStrategy.obtain(self.user)
        self.assertEqual(self.post("/auth/jwt/refresh/", refresh=pair["refresh"]).status_code, 200)
        self.show(pair["access"])
        self.assertEqual(self.client.get("/auth/users/me/").status_code, 200)
