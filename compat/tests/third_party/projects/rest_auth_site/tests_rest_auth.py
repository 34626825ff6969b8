"""Sign-in, refresh, verification and sign-out by dj-rest-auth's addresses, in the body or in cookies."""

from __future__ import annotations

import os
from datetime import timedelta
from unittest import skipIf, skipUnless

from django.conf import settings
from django.contrib.auth.models import User
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from recording import PASSWORD, RecordedTestCase, part

ROTATES = settings.SIMPLE_JWT["ROTATE_REFRESH_TOKENS"]
HAS_BLACKLIST = os.environ.get("BLACKLIST") == "1"
COOKIES = os.environ.get("COOKIES") == "1"


class RestAuthTestCase(RecordedTestCase):
    """Signs in."""

    def sign_in(self) -> Response:
        """With the user's name and password."""
        return self.post("/auth/login/", username="ada", password=PASSWORD)


class EitherWayTests(RestAuthTestCase):
    """What is the same in the body and in cookies."""

    def test_the_claims_are_the_project_s(self) -> None:
        """In both tokens."""
        self.assertEqual(part(self.sign_in().json()["access"], 1)["name"], "Ada")

    def test_a_wrong_password(self) -> None:
        """dj-rest-auth answers 400."""
        response = self.post("/auth/login/", username="ada", password="wrong")
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json(), {"non_field_errors": ["Unable to log in with provided credentials."]})

    def test_the_header_opens(self) -> None:
        """With a token that was made by hand."""
        self.show(AccessToken.for_user(self.user))
        self.assertEqual(self.client.get("/auth/user/").json()["username"], "ada")

    def test_a_bad_header_is_refused(self) -> None:
        """In the words of Simple JWT."""
        for token, message in (
            ("nonsense", "Token is invalid"),
            (RefreshToken.for_user(self.user), "Token has wrong type"),
        ):
            self.show(token)
            response = self.client.get("/auth/user/")
            self.assertEqual(response.status_code, 401)
            self.assertEqual(response.json()["messages"][0]["message"], message)

    def test_a_deleted_and_an_inactive_user(self) -> None:
        """Their tokens open nothing."""
        self.show(AccessToken.for_user(self.user))
        User.objects.update(is_active=False)
        self.assert_refused(self.client.get("/auth/user/"), "User is inactive", "user_inactive")
        User.objects.all().delete()
        self.assert_refused(self.client.get("/auth/user/"), "User not found", "user_not_found")

    def test_verification(self) -> None:
        """By the view of Simple JWT."""
        response = self.post("/auth/token/verify/", token=RefreshToken.for_user(self.user))
        self.assertEqual((response.status_code, response.json()), (200, {}))
        response = self.post("/auth/token/verify/", token="nonsense")
        self.assert_refused(response, "Token is invalid", "token_not_valid")

    def test_bad_refresh_tokens(self) -> None:
        """In the words of Simple JWT."""
        expired = RefreshToken.for_user(self.user)
        expired.set_exp(lifetime=timedelta(seconds=-1))
        for token, detail in (
            ("nonsense", "Token is invalid"),
            (expired, "Token is expired"),
            (AccessToken.for_user(self.user), "Token has wrong type"),
        ):
            self.assert_refused(self.post("/auth/token/refresh/", refresh=token), detail, "token_not_valid")

    def test_no_refresh_token(self) -> None:
        """In the words of dj-rest-auth, by the exception of Simple JWT."""
        response = self.post("/auth/token/refresh/")
        self.assert_refused(response, "No valid refresh token found.", "token_not_valid")

    def test_a_refresh_for_an_inactive_user(self) -> None:
        """Is refused."""
        token = RefreshToken.for_user(self.user)
        User.objects.update(is_active=False)
        response = self.post("/auth/token/refresh/", refresh=token)
        self.assert_refused(response, "No active account found for the given token.")

    def test_a_changed_password(self) -> None:
        """By dj-rest-auth's address, with the access token in the header."""
        self.show(AccessToken.for_user(self.user))
        new = "another tall ship"
        self.assertEqual(self.post("/auth/password/change/", new_password1=new, new_password2=new).status_code, 200)
        self.client.credentials()
        self.assertEqual(self.post("/auth/login/", username="ada", password=new).status_code, 200)


@skipIf(COOKIES, "the tokens are in cookies")
class BodyTests(RestAuthTestCase):
    """Tokens in the body."""

    def test_a_sign_in(self) -> None:
        """Both tokens and the user, and no cookie."""
        response = self.sign_in()
        self.assertEqual((response.status_code, list(response.json())), (200, ["access", "refresh", "user"]))
        self.assertEqual(len(response.cookies), 0)
        self.show(response.json()["access"])
        self.assertEqual(self.client.get("/auth/user/").status_code, 200)

    def test_a_refresh(self) -> None:
        """With another refresh token, where they rotate; the old one is refused where it is blacklisted."""
        old = self.sign_in().json()["refresh"]
        response = self.post("/auth/token/refresh/", refresh=old)
        expected = {"access", "access_expiration"} | ({"refresh", "refresh_expiration"} if ROTATES else set())
        self.assertEqual((response.status_code, response.json().keys()), (200, expected))
        again = self.post("/auth/token/refresh/", refresh=old)
        if ROTATES and HAS_BLACKLIST:
            self.assert_refused(again, "Token is blacklisted", "token_not_valid")
        else:
            self.assertEqual(again.status_code, 200)

    @skipUnless(HAS_BLACKLIST, "there is nothing to write a sign-out down in")
    def test_a_sign_out(self) -> None:
        """The refresh token is refused from then on, for a second sign-out, too."""
        refresh = self.sign_in().json()["refresh"]
        response = self.post("/auth/logout/", refresh=refresh)
        self.assertEqual((response.status_code, response.json()), (200, {"detail": "Successfully logged out."}))
        response = self.post("/auth/token/refresh/", refresh=refresh)
        self.assert_refused(response, "Token is blacklisted", "token_not_valid")
        self.assert_refused(self.post("/auth/logout/", refresh=refresh), "Token is blacklisted")

    @skipUnless(HAS_BLACKLIST, "there is nothing to write a sign-out down in")
    def test_a_sign_out_with_nothing_or_nonsense(self) -> None:
        """dj-rest-auth catches the exception of Simple JWT, and hands its text on."""
        self.assert_refused(self.post("/auth/logout/"), "Refresh token was not included in request data.")
        self.assert_refused(self.post("/auth/logout/", refresh="nonsense"), "Token is invalid")

    @skipIf(HAS_BLACKLIST, "there is something to write a sign-out down in")
    def test_a_sign_out_that_nobody_writes_down(self) -> None:
        """dj-rest-auth says that the client has to forget the tokens."""
        response = self.post("/auth/logout/", refresh=self.sign_in().json()["refresh"])
        self.assertEqual(response.status_code, 200)
        self.assertIn("Neither cookies or blacklist are enabled", response.json()["detail"])


@skipUnless(COOKIES, "the tokens are in the body")
class CookieTests(RestAuthTestCase):
    """Tokens in cookies that no script can read."""

    def test_a_sign_in(self) -> None:
        """The refresh token stands in its cookie alone."""
        response = self.sign_in()
        self.assertEqual((response.status_code, response.json()["refresh"]), (200, ""))
        for name in ("access", "refresh"):
            self.assertTrue(response.cookies[name]["httponly"])
        self.assertEqual(part(response.cookies["refresh"].value, 1)["name"], "Ada")
        self.assertIn("refresh_expiration", response.json())

    def test_the_cookie_opens(self) -> None:
        """Without a header."""
        self.sign_in()
        self.assertEqual(self.client.get("/auth/user/").json()["username"], "ada")

    def test_a_bad_cookie_is_refused(self) -> None:
        """In the words of Simple JWT."""
        self.client.cookies["access"] = "nonsense"
        response = self.client.get("/auth/user/")
        self.assertEqual((response.status_code, response.json()["code"]), (401, "token_not_valid"))

    def test_a_refresh(self) -> None:
        """By the cookie, with another refresh cookie where the tokens rotate."""
        old = self.sign_in().cookies["refresh"].value
        response = self.post("/auth/token/refresh/")
        self.assertEqual((response.status_code, list(response.json())), (200, ["access", "access_expiration"]))
        self.assertEqual("refresh" in response.cookies, ROTATES)
        self.assertEqual(self.client.get("/auth/user/").status_code, 200)
        self.client.cookies["refresh"] = old
        again = self.post("/auth/token/refresh/")
        if ROTATES and HAS_BLACKLIST:
            self.assert_refused(again, "Token is blacklisted", "token_not_valid")
        else:
            self.assertEqual(again.status_code, 200)

    def test_a_sign_out(self) -> None:
        """The cookies go, and the refresh token is refused where there is a blacklist."""
        refresh = self.sign_in().cookies["refresh"].value
        response = self.post("/auth/logout/")
        self.assertEqual((response.status_code, response.json()), (200, {"detail": "Successfully logged out."}))
        self.assertEqual([response.cookies[name].value for name in ("access", "refresh")], ["", ""])
        again = self.post("/auth/token/refresh/", refresh=refresh)
        if HAS_BLACKLIST:
            self.assert_refused(again, "Token is blacklisted", "token_not_valid")
        else:
            self.assertEqual(again.status_code, 200)

    @skipUnless(HAS_BLACKLIST, "there is nothing to write a sign-out down in")
    def test_a_sign_out_of_nobody(self) -> None:
        """dj-rest-auth says what it misses."""
        self.assert_refused(self.post("/auth/logout/"), "Refresh token was not included in cookie data.")
